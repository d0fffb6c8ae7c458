package io.github.electra4j.dialogue;

import java.util.List;

/**
 * What is said where models are not sure.
 *
 * @param question back, with {@code {first}} and {@code {second}} for the two most likely intents
 * @param handOver that somebody else goes on
 * @param handOverAfter how often in a row it may be unsure before that is said
 * @param yes words that mean the first of the two
 * @param no words that mean neither
 */
public record Wording(String question, String handOver, int handOverAfter, List<String> yes, List<String> no) {
    /** Where a file says nothing. */
    static final Wording STANDARD = new Wording(
            "Do you want to {first}, or to {second}?",
            "I am not sure that I understand. Somebody will take over.",
            2,
            List.of("yes", "yeah", "yep"),
            List.of("no", "nope", "neither"));

    public Wording {
        yes = List.copyOf(yes);
        no = List.copyOf(no);
    }
}
