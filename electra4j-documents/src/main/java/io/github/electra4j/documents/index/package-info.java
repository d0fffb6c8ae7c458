/** In: the files of folders, and later questions. Out: an index that follows the files, and the passages most like a question. Next: {@code answer}. */
@NullMarked
package io.github.electra4j.documents.index;

import org.jspecify.annotations.NullMarked;
