package io.github.electra4j.evaluate;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Correlations of predictions with gold values. All refuse what is not a finite number. */
public final class Correlation {
    private Correlation() {}

    /**
     * Pearson's r.
     *
     * @return between -1 and 1; NaN, as in scipy, where one side is constant
     */
    public static double pearson(double[] gold, double[] predicted) {
        check(gold, predicted, 2);
        if (isConstant(gold) || isConstant(predicted)) {
            return Double.NaN;
        }
        double[] x = centred(gold);
        double[] y = centred(predicted);
        double product = 0;
        for (int i = 0; i < x.length; i++) {
            product += x[i] * y[i];
        }
        return Math.max(-1, Math.min(1, product));
    }

    /**
     * Spearman's rho: Pearson's r of the ranks, equal values sharing their mean rank.
     *
     * @return between -1 and 1; NaN, as in scipy, where one side is constant
     */
    public static double spearman(double[] gold, double[] predicted) {
        check(gold, predicted, 2);
        return pearson(ranks(gold), ranks(predicted));
    }

    /** Mean squared difference. */
    public static double meanSquaredError(double[] gold, double[] predicted) {
        check(gold, predicted, 1);
        return IntStream.range(0, gold.length)
                .mapToDouble(i -> (gold[i] - predicted[i]) * (gold[i] - predicted[i]))
                .average()
                .orElseThrow();
    }

    /** Mean absolute difference. */
    public static double meanAbsoluteError(double[] gold, double[] predicted) {
        check(gold, predicted, 1);
        return IntStream.range(0, gold.length)
                .mapToDouble(i -> Math.abs(gold[i] - predicted[i]))
                .average()
                .orElseThrow();
    }

    private static void check(double[] gold, double[] predicted, int least) {
        Rows.check(gold.length, predicted.length, least);
        Rows.checkFinite("gold value", gold);
        Rows.checkFinite("prediction", predicted);
    }

    private static boolean isConstant(double[] values) {
        return Arrays.stream(values).allMatch(v -> v == values[0]);
    }

    /** Differences from the mean, divided by their Euclidean norm. */
    private static double[] centred(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        double[] centred = Arrays.stream(values).map(v -> v - mean).toArray();
        double norm = Math.sqrt(Arrays.stream(centred).map(v -> v * v).sum());
        return Arrays.stream(centred).map(v -> v / norm).toArray();
    }

    /** Ranks from 1; equal values get the mean of theirs. */
    static double[] ranks(double[] values) {
        int[] order = IntStream.range(0, values.length)
                .boxed()
                .sorted((a, b) -> Double.compare(values[a], values[b]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] ranks = new double[values.length];
        for (int from = 0; from < order.length; ) {
            int to = from;
            while (to < order.length && values[order[to]] == values[order[from]]) {
                to++;
            }
            for (int i = from; i < to; i++) {
                ranks[order[i]] = (from + 1 + to) / 2.0;
            }
            from = to;
        }
        return ranks;
    }
}
