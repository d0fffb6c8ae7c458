/**
 * What a run shows of itself. In: measurements by step. Out: a live line, {@code metrics.jsonl}, TensorBoard events, an HTML
 * report.
 */
@NullMarked
package io.github.electra4j.progress;

import org.jspecify.annotations.NullMarked;
