/**
 * Questions answered out of a folder of documents. In: files, a question, a reader and perhaps a cross-encoder. Out: answers with the passage,
 * the file and the place that they stand in. The rooms, in the order of the work: {@code format} reads files, {@code passage} cuts their text,
 * {@code index} finds passages, {@code answer} asks the models, {@code measure} says how well it goes.
 */
@NullMarked
package io.github.electra4j.documents;

import org.jspecify.annotations.NullMarked;
