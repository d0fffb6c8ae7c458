/** In: a question and the passages found for it. Out: answers, ranked by what a reader and a cross-encoder say. Next: {@code measure}. */
@NullMarked
package io.github.electra4j.documents.answer;

import org.jspecify.annotations.NullMarked;
