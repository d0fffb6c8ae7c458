package io.github.electra4j.task;

import io.github.electra4j.checkpoint.TaskSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the probabilities of classes become an answer, where that is not the greatest: chosen by answers to labelled rows, and kept in the model directory.
 *
 * @param threshold of two classes the second is said where its probability is above this; null where the likelier one is said
 * @param outOfScope the label that is said where no probability is as great as {@code leastConfidence}; null for none
 * @param leastConfidence 0 without such a label
 */
public record ClassDecision(
        @Nullable Double threshold,
        @Nullable String outOfScope,
        double leastConfidence) {
    /** The likeliest class. */
    public static final ClassDecision LIKELIEST = new ClassDecision(null, null, 0);

    private static final String THRESHOLD = "threshold";
    private static final String OUT_OF_SCOPE = "out_of_scope_label";
    private static final String LEAST_CONFIDENCE = "out_of_scope_threshold";

    /** What a model directory says. */
    static ClassDecision restored(TaskSettings settings, LabelSet labels, String source) {
        Map<String, Object> extra = settings.extra();
        String outside = extra.containsKey(OUT_OF_SCOPE) ? settings.text(OUT_OF_SCOPE, source) : null;
        if (outside != null && !labels.names().contains(outside)) {
            throw new IllegalArgumentException(source + ": extra." + OUT_OF_SCOPE + ": \"" + outside
                    + "\", expected one of the labels " + LabelSet.listed(labels.names()));
        }
        return new ClassDecision(
                extra.containsKey(THRESHOLD) ? settings.number(THRESHOLD, source) : null,
                outside,
                outside == null ? 0 : settings.number(LEAST_CONFIDENCE, source));
    }

    /** What the model directory keeps of it. */
    Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        if (threshold != null) {
            settings.put(THRESHOLD, threshold);
        }
        if (outOfScope != null) {
            settings.put(OUT_OF_SCOPE, outOfScope);
            settings.put(LEAST_CONFIDENCE, leastConfidence);
        }
        return settings;
    }

    /** The class that probabilities mean; of equal ones the first. */
    int of(double[] probabilities, LabelSet labels) {
        if (threshold != null) {
            return probabilities[1] > threshold ? 1 : 0;
        }
        int best = TextTask.best(probabilities);
        return outOfScope != null && probabilities[best] < leastConfidence ? labels.names().indexOf(outOfScope) : best;
    }
}
