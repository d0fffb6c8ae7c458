package io.github.electra4j.task;

import java.util.Locale;

/**
 * An answer beside the label of its row, as people read them: for the analysis of errors.
 *
 * @param text the row, see {@link Excerpt}
 * @param gold its label, or what of it was missed
 * @param predicted the answer, or what of it is wrong
 * @param weight how bad the error is: 0 where the answer is right; else above 0 and greater the surer the model is of what is wrong, or
 *     the further off it is
 */
public record Judgement(String text, String gold, String predicted, double weight) {
    /** Something with its probability, {@code PER (0.98)}. */
    public static String sure(String what, double probability) {
        return String.format(Locale.ROOT, "%s (%.2f)", what, probability);
    }
}
