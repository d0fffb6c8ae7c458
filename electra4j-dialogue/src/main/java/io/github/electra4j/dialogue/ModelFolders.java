package io.github.electra4j.dialogue;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The models of a dialogue by what they do in it.
 *
 * @param folders of those that are declared
 */
public record ModelFolders(Map<Role, Path> folders) {
    /** What a model does in a dialogue. */
    public enum Role {
        /** Names the intent of a message; a model of {@code classification}. */
        INTENT("classification"),
        /** Finds slots in a message; a model of {@code tagging}. */
        SLOTS("tagging"),
        /** Selects a reply; a model of {@code choice}. */
        REPLIES("choice");

        private final String task;

        Role(String task) {
            this.task = task;
        }

        /** Its name in a dialogue file, and the name of the model where it is served. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** What its models are fine-tuned for. */
        public String task() {
            return task;
        }
    }

    public ModelFolders {
        folders = folders.isEmpty() ? Map.of() : Map.copyOf(new EnumMap<>(folders));
    }

    /** The folder of a role; null where none is declared. */
    public @Nullable Path of(Role role) {
        return folders.get(role);
    }
}
