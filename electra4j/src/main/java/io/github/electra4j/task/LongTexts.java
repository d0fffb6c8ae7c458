package io.github.electra4j.task;

import io.github.electra4j.checkpoint.TaskSettings;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is done with texts that are longer than what the network reads at once: they are read through windows, or their end is cut off.
 *
 * @param windows whether they are read through windows
 * @param stride pieces from the beginning of a window to that of the next; 0 for half of what a window holds
 */
public record LongTexts(boolean windows, int stride) {
    /** The end is cut off, as in the authors' code. */
    public static final LongTexts CUT = new LongTexts(false, 0);

    /** All of them is read. */
    static final LongTexts WINDOWS = new LongTexts(true, 0);

    static final String NAME = "long_texts";
    static final String STRIDE = "stride";

    private static final String WINDOWS_WORD = "windows";
    private static final String CUT_WORD = "cut";

    /** What the options ask for; without them, windows. */
    static LongTexts of(TaskOptions options) {
        return new LongTexts(
                options.choice(NAME, WINDOWS_WORD, WINDOWS_WORD, CUT_WORD).equals(WINDOWS_WORD),
                options.whole(STRIDE, 0, 1));
    }

    /** What a model directory says; models of before the choice existed cut. */
    static LongTexts restored(TaskSettings settings, String source) {
        if (!settings.extra().containsKey(NAME)) {
            return CUT;
        }
        String kept = settings.text(NAME, source);
        if (!kept.equals(WINDOWS_WORD) && !kept.equals(CUT_WORD)) {
            throw new IllegalArgumentException(source + ": extra." + NAME + ": \"" + kept + "\", expected one of "
                    + WINDOWS_WORD + ", " + CUT_WORD + "; fine-tune the model again");
        }
        return new LongTexts(kept.equals(WINDOWS_WORD), (int) settings.number(STRIDE, source));
    }

    /** What the model directory keeps of it. */
    Map<String, Object> settings() {
        return new TreeMap<>(Map.of(NAME, windows ? WINDOWS_WORD : CUT_WORD, STRIDE, stride));
    }
}
