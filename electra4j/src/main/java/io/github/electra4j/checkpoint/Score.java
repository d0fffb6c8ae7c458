package io.github.electra4j.checkpoint;

import org.jspecify.annotations.Nullable;

/**
 * One measured figure of a model.
 *
 * @param data what it was measured on, as in "SST-2 dev"
 * @param metric the metric's name, as in "accuracy"
 * @param value the figure, the mean where there were several seeds
 * @param deviation standard deviation over the seeds, or null for one
 * @param seeds number of seeds
 * @param baseline the figure of what it is compared with, or null
 * @param baselineName what it is compared with, as in "the same network untrained"; null where there is no baseline
 */
public record Score(
        String data,
        String metric,
        double value,
        @Nullable Double deviation,
        int seeds,
        @Nullable Double baseline,
        @Nullable String baselineName) {
    /** A figure by itself. */
    public static Score of(String data, String metric, double value) {
        return new Score(data, metric, value, null, 1, null, null);
    }
}
