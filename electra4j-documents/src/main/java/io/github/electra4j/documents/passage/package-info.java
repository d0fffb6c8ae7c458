/** In: the text of a document. Out: passages of it, as long as a reader takes at once, with their places. Next: {@code index}. */
@NullMarked
package io.github.electra4j.documents.passage;

import org.jspecify.annotations.NullMarked;
