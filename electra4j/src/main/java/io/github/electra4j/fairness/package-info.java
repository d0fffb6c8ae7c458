/**
 * Measures of stereotypes, and what can be done about them. In: the published test sets with what a model says of their sentences; training
 * text and rows. Out: figures with intervals and what they do not say; counts of a corpus; rows with identity terms exchanged.
 */
@NullMarked
package io.github.electra4j.fairness;

import org.jspecify.annotations.NullMarked;
