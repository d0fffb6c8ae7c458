/** In: questions with known answers. Out: how often they are found and answered; and rows that teach a cross-encoder. */
@NullMarked
package io.github.electra4j.documents.measure;

import org.jspecify.annotations.NullMarked;
