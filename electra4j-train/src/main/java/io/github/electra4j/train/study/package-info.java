/**
 * Comparisons at equal compute. In: a declaration, examples, tasks. Out: a run and fine-tunings for each arm, budget and seed, a table
 * with its significance, a report. It is the last room of training: nobody sees it.
 */
@NullMarked
package io.github.electra4j.train.study;

import org.jspecify.annotations.NullMarked;
