package io.github.electra4j.dialogue;

import org.jspecify.annotations.Nullable;

/** Answers questions out of documents. Implementations are thread-safe. */
public interface Answerer {
    /**
     * What was found.
     *
     * @param answer the surest; null where there is none
     * @param cut whether the question is longer than what reads it, and its end was cut off
     */
    record Found(@Nullable PassageAnswer answer, boolean cut) {}

    /** Looks for an answer. */
    Found answer(String question);
}
