package io.github.electra4j.task;

import io.github.electra4j.checkpoint.TaskSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the scores of classes become probabilities and an answer, where that is not the softmax and its greatest: chosen by answers to labelled rows, and kept in the model directory.
 *
 * @param temperature that scores are divided by
 * @param threshold of two classes the second is said where its probability is above this; null where the likelier one is said
 * @param outOfScope the label that is said where no probability is as great as {@code leastConfidence}; null for none
 * @param leastConfidence 0 without such a label
 */
public record ClassDecision(
        double temperature,
        @Nullable Double threshold,
        @Nullable String outOfScope,
        double leastConfidence) {
    /** The likeliest class. */
    public static final ClassDecision LIKELIEST = new ClassDecision(1, null, null, 0);

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
                temperature(settings, source),
                extra.containsKey(THRESHOLD) ? settings.number(THRESHOLD, source) : null,
                outside,
                outside == null ? 0 : settings.number(LEAST_CONFIDENCE, source));
    }

    /** The temperature that a model directory says; 1 where it says none. */
    public static double temperature(TaskSettings settings, String source) {
        double temperature = settings.extra().containsKey(TaskSettings.TEMPERATURE)
                ? settings.number(TaskSettings.TEMPERATURE, source)
                : 1;
        if (!(temperature > 0 && Double.isFinite(temperature))) {
            throw new IllegalArgumentException(source + ": extra." + TaskSettings.TEMPERATURE + ": " + temperature
                    + ", expected a number above 0; fine-tune the model again, or take the key away");
        }
        return temperature;
    }

    ClassDecision withTemperature(double other) {
        return new ClassDecision(other, threshold, outOfScope, leastConfidence);
    }

    /** What the model directory keeps of it. */
    Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        if (temperature != 1) {
            settings.put(TaskSettings.TEMPERATURE, temperature);
        }
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
        return outOfScope != null && probabilities[best] < leastConfidence
                ? labels.names().indexOf(outOfScope)
                : best;
    }
}
