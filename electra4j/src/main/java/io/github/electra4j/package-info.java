/**
 * The front door: a model directory in; detections, scores, classes and vectors out.
 */
@NullMarked
package io.github.electra4j;

import org.jspecify.annotations.NullMarked;
