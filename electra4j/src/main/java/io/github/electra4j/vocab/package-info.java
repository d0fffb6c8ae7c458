/**
 * Word pieces. In: paragraphs of text. Out: a trained {@code Vocabulary}, and a tokenizer from text to ids and offsets. Next:
 * {@code examples}.
 */
@NullMarked
package io.github.electra4j.vocab;

import org.jspecify.annotations.NullMarked;
