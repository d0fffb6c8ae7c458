package io.github.electra4j.dialogue;

import io.github.electra4j.dialogue.ModelFolders.Role;
import io.github.electra4j.task.NearestName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a dialogue file declares. Immutable; what is said next is {@link Conversation}'s affair.
 *
 * @param models by what they do
 * @param documents that answers come out of, or null
 * @param intents by name, in the order of the file
 * @param replies that one is selected from
 * @param otherwise where a reply is looked for to a message of no intent, in this order
 * @param confidence how sure is sure
 * @param wording of questions back and of handing over
 * @param speakers what stands before what is said where a reply is selected
 */
public record Dialogue(
        ModelFolders models,
        @Nullable DialogueDocuments documents,
        Map<String, Intent> intents,
        List<String> replies,
        List<Source> otherwise,
        Confidence confidence,
        Wording wording,
        Speakers speakers) {
    /**
     * What stands before each text of a conversation in the rows that the model for replies has learned from.
     *
     * @param user before what the user says
     * @param house before replies
     */
    public record Speakers(String user, String house) {}

    public Dialogue {
        intents = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(intents));
        replies = List.copyOf(replies);
        otherwise = List.copyOf(otherwise);
    }

    /**
     * Reads a file, see {@code docs/dialogue.md}.
     *
     * @throws IllegalArgumentException where something in it is not as it should be, with file and line
     */
    public static Dialogue read(Path file) throws IOException {
        return DialogueFile.read(file);
    }

    /** The intent of a name, or null. */
    @Nullable
    Intent intent(String name) {
        return intents.get(name);
    }

    /** Whether some intent needs the slot. */
    boolean hasSlot(String name) {
        return intents.values().stream()
                .flatMap(intent -> intent.slots().stream())
                .anyMatch(slot -> slot.name().equals(name));
    }

    /**
     * Refuses a model that cannot do what the file expects of it.
     *
     * @param task that it was fine-tuned for; null for none
     * @param labels that it knows, of a tagger with or without {@code B-} and {@code I-} before them
     * @throws IllegalArgumentException with file and line of an intent or a slot that the model does not know
     */
    public void check(Role role, @Nullable String task, Collection<String> labels) {
        if (!role.task().equals(task)) {
            throw new IllegalArgumentException(models.of(role) + ": the model of " + role.word() + " is "
                    + (task == null ? "not fine-tuned" : "for " + task) + ", expected one for " + role.task());
        }
        for (Intent intent : intents.values()) {
            if (role == Role.INTENT) {
                check(role, "the intent " + intent.name(), intent.name(), intent.place(), labels);
            } else if (role == Role.SLOTS) {
                List<String> types = labels.stream()
                        .map(label -> label.replaceFirst("^[BIESLU]-", ""))
                        .distinct()
                        .toList();
                intent.slots()
                        .forEach(slot -> check(role, "the slot " + slot.name(), slot.name(), intent.place(), types));
            }
        }
    }

    private static void check(Role role, String what, String name, String place, Collection<String> labels) {
        if (!labels.contains(name)) {
            String nearest = NearestName.of(name, labels);
            throw new IllegalArgumentException(place + ": " + what + " is no label of the model of " + role.word()
                    + (nearest == null ? "" : "; did you mean " + nearest + "?") + "; it knows "
                    + String.join(", ", labels.stream().sorted().limit(30).toList())
                    + (labels.size() > 30 ? ", ..." : ""));
        }
    }
}
