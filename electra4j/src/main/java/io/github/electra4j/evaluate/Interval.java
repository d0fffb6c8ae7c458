package io.github.electra4j.evaluate;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A 95 % confidence interval.
 *
 * @param low its lower end
 * @param high its upper end
 */
public record Interval(double low, double high) {
    /** What both tails have together. */
    private static final double OUTSIDE = 0.05;

    /** Halvings of [0, 1] until no double lies between. */
    private static final int HALVINGS = 60;

    /**
     * The percentile interval of a figure that was drawn again and again (Efron and Tibshirani, 1993, section 13.3).
     *
     * @param draws those that are NaN are left out
     * @return null where fewer than half of the draws have a figure
     */
    public static @Nullable Interval ofDraws(double... draws) {
        double[] sorted = Arrays.stream(draws)
                .filter(draw -> !Double.isNaN(draw))
                .sorted()
                .toArray();
        return 2 * sorted.length < draws.length || sorted.length == 0
                ? null
                : new Interval(quantile(sorted, OUTSIDE / 2), quantile(sorted, 1 - OUTSIDE / 2));
    }

    private static double quantile(double[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
    }

    /**
     * The exact interval of a share (Clopper and Pearson, 1934): the shares that a two-sided test by the binomial distribution does not
     * reject. It is never too narrow.
     *
     * @param hits of the trials
     * @param trials at least one
     */
    public static Interval ofShare(long hits, long trials) {
        if (trials < 1 || hits < 0 || hits > trials) {
            throw new IllegalArgumentException(hits + " of " + trials + ": expected 0 to at least 1");
        }
        double low = hits == 0 ? 0 : root(share -> atLeast(hits, trials, share) - OUTSIDE / 2);
        // At most so many hits are at least the rest of misses.
        double high = hits == trials ? 1 : 1 - root(share -> atLeast(trials - hits, trials, share) - OUTSIDE / 2);
        return new Interval(low, high);
    }

    @FunctionalInterface
    private interface Rising {
        double at(double share);
    }

    private static double root(Rising function) {
        double low = 0;
        double high = 1;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (function.at(middle) < 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /** Probability of at least so many hits. */
    static double atLeast(long hits, long trials, double share) {
        double term = 0;
        for (long i = 1; i <= hits; i++) {
            term += Math.log((double) (trials - hits + i) / i);
        }
        term += hits * Math.log(share) + (trials - hits) * Math.log1p(-share);
        double odds = Math.log(share) - Math.log1p(-share);
        double sum = 0;
        for (long i = hits; i <= trials; i++) {
            sum += Math.exp(term);
            term += Math.log((double) (trials - i) / (i + 1)) + odds;
        }
        return sum;
    }
}
