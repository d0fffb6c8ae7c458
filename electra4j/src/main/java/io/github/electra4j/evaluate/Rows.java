package io.github.electra4j.evaluate;

/** What every metric asks of its rows. */
final class Rows {
    private Rows() {}

    static void check(int gold, int predicted, int least) {
        if (gold != predicted) {
            throw new IllegalArgumentException(gold + " gold rows and " + predicted + " predictions, expected as many");
        }
        if (gold < least) {
            throw new IllegalArgumentException(gold + " rows, expected at least " + least);
        }
    }

    static void checkFinite(String what, double[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException("row " + i + ": " + what + " " + values[i] + ", expected a number");
            }
        }
    }
}
