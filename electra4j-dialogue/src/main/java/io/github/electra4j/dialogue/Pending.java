package io.github.electra4j.dialogue;

import java.util.List;

/** A question that the house has asked and that the next message may answer. */
public sealed interface Pending {
    /**
     * Which of two was meant?
     *
     * @param intents names, the likelier first
     */
    record Which(List<String> intents) implements Pending {
        public Which {
            intents = List.copyOf(intents);
        }
    }

    /**
     * A slot of an intent is missing.
     *
     * @param intent name
     * @param slot name
     */
    record Missing(String intent, String slot) implements Pending {}
}
