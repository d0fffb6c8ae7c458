package io.github.electra4j.task;

/**
 * An answer to a row.
 *
 * @param cut whether something of the row was not read for it, since it is too long; see {@link Window#cut}
 */
public record RowAnswer<A>(A answer, boolean cut) {}
