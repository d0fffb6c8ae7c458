/**
 * Models that are only run. In: a model directory. Out: an engine for {@link io.github.electra4j.Electra}.
 */
@NullMarked
package io.github.electra4j.train.inference;

import org.jspecify.annotations.NullMarked;
