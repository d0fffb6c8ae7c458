package io.github.electra4j.evaluate;

/** Mean negative logarithm of the probability that was given to the truth, in nats. */
public final class LogLoss {
    /** A probability of 0 counts as this one, as in scikit-learn. */
    private static final double LEAST = Math.ulp(1.0);

    private LogLoss() {}

    /**
     * The loss.
     *
     * @param gold true classes
     * @param probabilities of every class for every row, {@code [rows][classes]}
     */
    public static double of(int[] gold, double[][] probabilities) {
        Rows.check(gold.length, probabilities.length, 1);
        double sum = 0;
        for (int i = 0; i < gold.length; i++) {
            double p = probabilities[i][gold[i]];
            if (!(p >= 0 && p <= 1)) {
                throw new IllegalArgumentException("row " + i + ": probability " + p + ", expected 0 to 1");
            }
            sum -= Math.log(Math.min(1 - LEAST, Math.max(LEAST, p)));
        }
        return sum / gold.length;
    }
}
