package io.github.electra4j.task;

import org.jspecify.annotations.Nullable;

/**
 * What is to be chosen by a model's answers to labelled rows.
 *
 * @param thresholdFor the figure that a threshold on probabilities is to be best for; null for no threshold, or with a label for the usual one
 * @param outOfScope the label of rows that belong to no class, which a confidence below the threshold is to mean; null for none
 * @param calibrate whether probabilities are to get a temperature; null where rows are chosen on anyway
 */
public record Fitting(
        @Nullable String thresholdFor,
        @Nullable String outOfScope,
        @Nullable Boolean calibrate) {
    /** What belongs to a task anyway. */
    public static final Fitting NONE = new Fitting(null, null);

    /** With a temperature where rows are chosen on anyway. */
    public Fitting(@Nullable String thresholdFor, @Nullable String outOfScope) {
        this(thresholdFor, outOfScope, null);
    }

    /** Whether there is to be a threshold. */
    public boolean hasThreshold() {
        return thresholdFor != null || outOfScope != null;
    }

    /** Whether rows to choose on are needed. */
    public boolean needsRows() {
        return hasThreshold() || Boolean.TRUE.equals(calibrate);
    }

    /** Whether probabilities get a temperature where there are rows to choose it on. */
    public boolean calibrates() {
        return !Boolean.FALSE.equals(calibrate);
    }
}
