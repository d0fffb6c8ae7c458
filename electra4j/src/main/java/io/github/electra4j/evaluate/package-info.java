/**
 * Metrics. In: predictions and gold labels. Out: the figures that the official scorers print.
 */
@NullMarked
package io.github.electra4j.evaluate;

import org.jspecify.annotations.NullMarked;
