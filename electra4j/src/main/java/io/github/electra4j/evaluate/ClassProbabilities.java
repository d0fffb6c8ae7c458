package io.github.electra4j.evaluate;

import java.util.Arrays;

/**
 * The probabilities that a model gave to the classes of rows, or to their options, beside the truth: how far they are to be believed, and by which
 * temperature they can be more (Guo et al., On Calibration of Modern Neural Networks, ICML 2017).
 *
 * @param gold true classes
 * @param probabilities of every class for every row, {@code [rows][classes]}; rows may differ in their number
 */
public record ClassProbabilities(int[] gold, double[][] probabilities) {
    private static final int BINS = 15;
    /** Beyond these temperatures probabilities are certainties or all the same. */
    private static final double LEAST = 0.01;

    private static final double GREATEST = 100;
    private static final int HALVINGS = 60;

    public ClassProbabilities {
        Rows.check(gold.length, probabilities.length, 1);
    }

    /** The probabilities of one row at another temperature: softmax(log(p) / temperature), which is that of the scores divided by it. */
    public static double[] at(double[] row, double temperature) {
        double[] powers = new double[row.length];
        double greatest = Arrays.stream(row).max().orElseThrow();
        double sum = 0;
        for (int i = 0; i < row.length; i++) {
            powers[i] = Math.pow(row[i] / greatest, 1 / temperature);
            sum += powers[i];
        }
        for (int i = 0; i < row.length; i++) {
            powers[i] /= sum;
        }
        return powers;
    }

    /** The same at another temperature. */
    public ClassProbabilities at(double temperature) {
        return new ClassProbabilities(
                gold,
                Arrays.stream(probabilities).map(row -> at(row, temperature)).toArray(double[][]::new));
    }

    /** Mean negative logarithm of the probability that was given to the truth. */
    public double logLoss() {
        return LogLoss.of(gold, probabilities);
    }

    /**
     * The expected calibration error over 15 bins of equal width, by the probability of the likeliest class: the mean over the rows of how far the mean
     * probability of their bin is from the share of its rows that are right. A bin has its upper bound, not its lower one.
     */
    public double calibrationError() {
        double[] differences = new double[BINS];
        for (int i = 0; i < gold.length; i++) {
            int best = Evaluation.best(probabilities[i]);
            double confidence = probabilities[i][best];
            int bin = Math.min(BINS - 1, Math.max(0, (int) Math.ceil(confidence * BINS) - 1));
            differences[bin] += confidence - (best == gold[i] ? 1 : 0);
        }
        return Arrays.stream(differences).map(Math::abs).sum() / gold.length;
    }

    /**
     * The temperature with the least log loss, from 0.01 to 100. Where every row is right there is none, since the loss falls with the temperature
     * for ever: then it is 1.
     */
    public double temperature() {
        boolean allRight = true;
        for (int i = 0; i < gold.length; i++) {
            allRight &= Evaluation.best(probabilities[i]) == gold[i];
        }
        if (allRight) {
            return 1;
        }
        double[][] logs = logs();
        if (slope(logs, 1 / GREATEST) >= 0) {
            return GREATEST;
        }
        if (slope(logs, 1 / LEAST) <= 0) {
            return LEAST;
        }
        // The loss is convex in the inverse of the temperature, so that its slope has one change of sign.
        double low = Math.log(1 / GREATEST);
        double high = Math.log(1 / LEAST);
        for (int i = 0; i < HALVINGS; i++) {
            double middle = low + (high - low) / 2;
            if (slope(logs, Math.exp(middle)) < 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return Math.exp(-low);
    }

    /**
     * Derivative of the summed loss by the inverse of the temperature: expected minus true log probability.
     *
     * @param logs of the probabilities at temperature 1
     */
    private double slope(double[][] logs, double inverse) {
        double slope = 0;
        for (int i = 0; i < gold.length; i++) {
            double greatest = Arrays.stream(logs[i]).max().orElseThrow();
            double sum = 0;
            double expected = 0;
            for (double log : logs[i]) {
                double power = Math.exp(inverse * (log - greatest));
                sum += power;
                expected += power * log;
            }
            slope += expected / sum - logs[i][gold[i]];
        }
        return slope;
    }

    private double[][] logs() {
        return Arrays.stream(probabilities)
                .map(row -> Arrays.stream(row)
                        .map(p -> Math.log(Math.max(p, Double.MIN_NORMAL)))
                        .toArray())
                .toArray(double[][]::new);
    }
}
