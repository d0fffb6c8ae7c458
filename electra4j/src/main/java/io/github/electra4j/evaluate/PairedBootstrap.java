package io.github.electra4j.evaluate;

import io.github.electra4j.random.CounterRandom;
import java.util.Arrays;

/**
 * Whether one system is better than another on the same rows, and how sure that is (Efron and Tibshirani, 1993; for text
 * Koehn, 2004): the rows are drawn again with replacement, many times.
 *
 * @param difference mean score of the first system less that of the second
 * @param low 2.5 % of the resampled differences are below
 * @param high 2.5 % of the resampled differences are above
 * @param notBetter share of the resampled differences that are 0 or less
 */
public record PairedBootstrap(double difference, double low, double high, double notBetter) {
    /**
     * Compares two systems.
     *
     * @param first score of the first system for every row: 1 or 0 for right or wrong, say
     * @param second the same of the second
     * @param samples how often the rows are drawn again, 1,000 or more
     */
    public static PairedBootstrap of(double[] first, double[] second, int samples, long seed) {
        Rows.check(first.length, second.length, 1);
        Rows.checkFinite("score", first);
        Rows.checkFinite("score", second);
        if (samples < 1) {
            throw new IllegalArgumentException("samples: " + samples + ", expected at least 1");
        }
        int n = first.length;
        double[] gaps = new double[n];
        Arrays.setAll(gaps, i -> first[i] - second[i]);
        double[] means = new double[samples];
        int notBetter = 0;
        for (int s = 0; s < samples; s++) {
            CounterRandom random = CounterRandom.of(seed, "bootstrap", s, 0);
            double sum = 0;
            for (int i = 0; i < n; i++) {
                sum += gaps[random.nextInt(n)];
            }
            means[s] = sum / n;
            notBetter += sum <= 0 ? 1 : 0;
        }
        Arrays.sort(means);
        int tail = (int) (0.025 * samples);
        return new PairedBootstrap(
                Arrays.stream(gaps).average().orElseThrow(),
                means[tail],
                means[samples - 1 - tail],
                (double) notBetter / samples);
    }
}
