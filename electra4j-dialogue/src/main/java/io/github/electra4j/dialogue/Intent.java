package io.github.electra4j.dialogue;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody may want.
 *
 * @param name the label that the classifier gives it
 * @param means the same in words, for questions back
 * @param slots what must be known first, in the order in which it is asked for
 * @param replies of which one is said, with slots in braces; empty where they come from a source
 * @param from where the reply is looked for, or null
 * @param place where it is declared, {@code FILE:LINE}
 */
public record Intent(
        String name,
        String means,
        List<Slot> slots,
        List<String> replies,
        @Nullable Source from,
        String place) {
    public Intent {
        slots = List.copyOf(slots);
        replies = List.copyOf(replies);
    }
}
