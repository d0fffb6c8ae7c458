package io.github.electra4j.evaluate;

import java.util.Arrays;
import java.util.Locale;

/**
 * A figure over several seeds.
 *
 * @param n number of seeds
 * @param mean their mean
 * @param standardDeviation of the sample (n - 1); NaN for a single seed, whose spread is not known
 */
public record Summary(int n, double mean, double standardDeviation) {
    /** The summary of these figures, one a seed. */
    public static Summary of(double... figures) {
        if (figures.length == 0) {
            throw new IllegalArgumentException("no figures to summarise");
        }
        double mean = Arrays.stream(figures).average().orElseThrow();
        double squares =
                Arrays.stream(figures).map(f -> (f - mean) * (f - mean)).sum();
        int n = figures.length;
        return new Summary(n, mean, n == 1 ? Double.NaN : Math.sqrt(squares / (n - 1)));
    }

    /** Standard error of the mean; NaN for a single seed. */
    public double standardError() {
        return standardDeviation / Math.sqrt(n);
    }

    /** {@code 71.24 ± 0.35 (3)}: mean, standard deviation and number of seeds, times 100 for shares. */
    public String percent() {
        String format = n == 1 ? "%.2f" : "%.2f \u00b1 %.2f (%d)";
        return String.format(Locale.ROOT, format, 100 * mean, 100 * standardDeviation, n);
    }
}
