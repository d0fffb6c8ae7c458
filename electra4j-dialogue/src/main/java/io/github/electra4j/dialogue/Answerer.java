package io.github.electra4j.dialogue;

import org.jspecify.annotations.Nullable;

/** Answers questions out of documents. Implementations are thread-safe. */
public interface Answerer {
    /** The surest answer; null where there is none. */
    @Nullable
    PassageAnswer answer(String question);
}
