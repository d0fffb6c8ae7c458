/**
 * Named data sets. In: the folder of a set in its official files, and the set's record. Out: rows of a task, labels in the official
 * order, files in the form in which the benchmark takes predictions, and the benchmark's averages. Next: fine-tuning.
 */
@NullMarked
package io.github.electra4j.sets;

import org.jspecify.annotations.NullMarked;
