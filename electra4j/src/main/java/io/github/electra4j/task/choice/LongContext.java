package io.github.electra4j.task.choice;

import io.github.electra4j.task.EncodedTexts;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What is read of a context that is too long. */
public enum LongContext {
    /** All of it, through windows that overlap by half. */
    WINDOWS,
    /** The beginning. */
    BEGINNING,
    /** The end, as suits dialogues. */
    END;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static String[] words() {
        return Arrays.stream(values()).map(LongContext::word).toArray(String[]::new);
    }

    static LongContext of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /**
     * The parts of a context that are read, each beside every option.
     *
     * @param longest pieces of the longest question and option
     * @param maxLength most tokens of a window
     */
    List<int[]> parts(int[] context, int longest, int maxLength) {
        return this == WINDOWS ? EncodedTexts.parts(context, longest, maxLength) : List.of(context);
    }
}
