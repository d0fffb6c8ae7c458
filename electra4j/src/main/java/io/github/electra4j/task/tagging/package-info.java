/**
 * Tagging of words: entities, chunks, parts of speech. In: CoNLL columns, or JSONL of words and tags, or of texts and spans. Out: spans of
 * the text.
 */
@NullMarked
package io.github.electra4j.task.tagging;

import org.jspecify.annotations.NullMarked;
