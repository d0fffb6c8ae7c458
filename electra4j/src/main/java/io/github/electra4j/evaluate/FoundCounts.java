package io.github.electra4j.evaluate;

import java.util.Map;

/** How many there are of what is looked for, how many were found, and how many of these are right. */
final class FoundCounts {
    long gold;
    long predicted;
    long right;

    void add(FoundCounts others) {
        gold += others.gold;
        predicted += others.predicted;
        right += others.right;
    }

    /** Puts precision, recall and F1 to the figures; what is undefined is 0, as for conlleval. */
    void put(Map<String, Double> figures, String prefix, String suffix) {
        figures.put(prefix + "f1" + suffix, ratio(2 * right, gold + predicted));
        figures.put(prefix + "precision" + suffix, ratio(right, predicted));
        figures.put(prefix + "recall" + suffix, ratio(right, gold));
    }

    static double ratio(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
