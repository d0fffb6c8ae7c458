package io.github.electra4j.task;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A text or a pair of texts, and its label where it is known.
 *
 * @param id what names the row in predictions, or null
 * @param text the text, or the first of a pair; may be empty
 * @param pair the second text, or null for single texts
 * @param label without white space around it, never empty; null where it is not known
 * @param file where the row stands
 * @param line the line that it starts on, from 1
 */
public record LabeledText(
        @Nullable String id,
        String text,
        @Nullable String pair,
        @Nullable String label,
        Path file,
        long line) implements TaskRow {
    /** A text that stands in no file, such as one typed in. */
    public static LabeledText of(String text, @Nullable String pair) {
        return new LabeledText(null, text, pair, null, Path.of("text"), 1);
    }

    /**
     * The label.
     *
     * @throws IllegalArgumentException where it is not known
     */
    public String knownLabel() {
        if (label == null) {
            throw new IllegalArgumentException(place() + ": no label; name the column that holds it");
        }
        return label;
    }
}
