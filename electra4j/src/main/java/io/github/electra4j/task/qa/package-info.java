/**
 * Answers to questions, found in a text. In: questions with their contexts, from SQuAD's files or JSON lines, and later the network's scores. Out:
 * windows that the network reads, and the part of the context that answers. Next: {@code io.github.electra4j.evaluate} scores it.
 */
@NullMarked
package io.github.electra4j.task.qa;

import org.jspecify.annotations.NullMarked;
