package io.github.electra4j.evaluate;

import java.util.Arrays;

/** How well scores put the positive before the negative. */
public final class Ranking {
    private Ranking() {}

    /**
     * Area under the receiver's curve: the probability that a positive has a higher score than a negative, equal scores
     * counting one half (Mann and Whitney's U).
     *
     * @param scores higher means positive
     * @param positive as many
     * @return between 0 and 1; NaN, as in scikit-learn, where all are positive or none is
     */
    public static double auc(double[] scores, boolean[] positive) {
        Rows.check(positive.length, scores.length, 1);
        Rows.checkFinite("score", scores);
        int n = 0;
        for (boolean p : positive) {
            n += p ? 1 : 0;
        }
        double[] high = new double[n];
        double[] low = new double[scores.length - n];
        int h = 0;
        for (int i = 0; i < scores.length; i++) {
            if (positive[i]) {
                high[h++] = scores[i];
            } else {
                low[i - h] = scores[i];
            }
        }
        if (high.length == 0 || low.length == 0) {
            return Double.NaN;
        }
        Arrays.sort(high);
        Arrays.sort(low);
        double wins = 0;
        int below = 0;
        int notAbove = 0;
        for (double score : high) {
            while (below < low.length && low[below] < score) {
                below++;
            }
            while (notAbove < low.length && low[notAbove] <= score) {
                notAbove++;
            }
            wins += (below + notAbove) / 2.0;
        }
        return wins / high.length / low.length;
    }
}
