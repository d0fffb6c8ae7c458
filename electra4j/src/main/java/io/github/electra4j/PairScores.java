package io.github.electra4j;

import io.github.electra4j.evaluate.MinimalPairs;
import io.github.electra4j.task.LabeledText;
import java.util.ArrayList;
import java.util.List;

/**
 * What a model says of minimal pairs (Warstadt et al., BLiMP, 2020, section 3): the scores of both texts of each.
 *
 * @param good scores of the better texts
 * @param bad scores of the worse texts
 */
public record PairScores(double[] good, double[] bad) {
    /**
     * Of pairs whose better text comes first.
     *
     * @throws IllegalArgumentException where a text is missing or blank, with file and line; where the model does not score texts
     */
    public static PairScores of(Electra electra, List<LabeledText> pairs) {
        requireWhole(pairs);
        List<String> texts = new ArrayList<>();
        for (LabeledText pair : pairs) {
            texts.add(pair.text());
            texts.add(String.valueOf(pair.pair()));
        }
        List<TextScore> scores = electra.score(texts);
        double[] good = new double[pairs.size()];
        double[] bad = new double[pairs.size()];
        for (int i = 0; i < good.length; i++) {
            good[i] = scores.get(2 * i).total();
            bad[i] = scores.get(2 * i + 1).total();
        }
        return new PairScores(good, bad);
    }

    /**
     * Checks that there is something to score.
     *
     * @throws IllegalArgumentException where a text is missing or blank, with file and line
     */
    public static void requireWhole(List<LabeledText> pairs) {
        for (LabeledText pair : pairs) {
            boolean lacksGood = pair.text().isBlank();
            if (lacksGood || pair.pair() == null || pair.pair().isBlank()) {
                throw new IllegalArgumentException(pair.place() + ": the " + (lacksGood ? "good" : "bad")
                        + " text is empty: there is nothing to score; fill it in or leave the row out");
            }
        }
    }

    /** Which are right: the better text has the higher score. */
    public boolean[] right() {
        boolean[] right = new boolean[good.length];
        for (int i = 0; i < right.length; i++) {
            right[i] = good[i] > bad[i];
        }
        return right;
    }

    /** All of them counted. */
    public MinimalPairs counted() {
        MinimalPairs pairs = MinimalPairs.none();
        for (int i = 0; i < good.length; i++) {
            pairs = pairs.with(good[i], bad[i]);
        }
        return pairs;
    }
}
