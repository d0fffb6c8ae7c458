package io.github.electra4j.task;

import org.jspecify.annotations.Nullable;

/**
 * What is to be chosen by a model's answers to labelled rows.
 *
 * @param thresholdFor the figure that a threshold on probabilities is to be best for; null for no threshold, or with a label for the usual one
 * @param outOfScope the label of rows that belong to no class, which a confidence below the threshold is to mean; null for none
 */
public record Fitting(@Nullable String thresholdFor, @Nullable String outOfScope) {
    /** What belongs to a task anyway. */
    public static final Fitting NONE = new Fitting(null, null);

    /** Whether there is to be a threshold. */
    public boolean hasThreshold() {
        return thresholdFor != null || outOfScope != null;
    }
}
