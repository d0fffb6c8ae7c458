package io.github.electra4j.train.pretrain;

import org.jspecify.annotations.Nullable;

/**
 * Pieces for the chosen positions.
 *
 * @param ids a piece for each; null where they stay masked
 * @param logNoise log of the probability by which what is read at each place - the drawn piece at a chosen position, else the token that
 *     stands there - would be drawn there, given the original tokens around it; NaN where none is drawn, null where it is not known
 * @param result of the generator, if one drew them
 */
record Drawn(int @Nullable [] ids, float @Nullable [] logNoise, StepResult result) {}
