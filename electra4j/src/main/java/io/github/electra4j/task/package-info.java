/**
 * Labelled data. In: TSV, CSV and JSONL files with named columns. Out: texts, pairs and labels ready for fine-tuning, and
 * decoded predictions. Next: {@code evaluate}.
 */
@NullMarked
package io.github.electra4j.task;

import org.jspecify.annotations.NullMarked;
