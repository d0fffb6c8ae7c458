package io.github.electra4j.evaluate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How well texts that belong to no class are told from those that do (Larson et al., EMNLP 2019, section 3).
 *
 * @param rows number of rows
 * @param outOfScope rows that belong to no class
 * @param inScopeAccuracy share of the other rows whose class was named; NaN where there are none
 * @param recall share of the rows that belong to no class of which this was said; NaN where there are none
 * @param precision share of the rows of which it was said that belong to none; 0 where it was said of none
 * @param accuracy share of all rows that were judged right
 */
public record OutOfScope(
        int rows, int outOfScope, double inScopeAccuracy, double recall, double precision, double accuracy) {
    /**
     * Scores decisions.
     *
     * @param label what stands for "no class", in both lists
     * @param gold labels of the rows
     * @param decided as many
     */
    public static OutOfScope of(String label, List<String> gold, List<String> decided) {
        Rows.check(gold.size(), decided.size(), 1);
        int outside = 0;
        int said = 0;
        int found = 0;
        int named = 0;
        for (int i = 0; i < gold.size(); i++) {
            boolean right = gold.get(i).equals(decided.get(i));
            boolean isOutside = gold.get(i).equals(label);
            outside += isOutside ? 1 : 0;
            said += decided.get(i).equals(label) ? 1 : 0;
            found += isOutside && right ? 1 : 0;
            named += !isOutside && right ? 1 : 0;
        }
        return new OutOfScope(
                gold.size(),
                outside,
                (double) named / (gold.size() - outside),
                (double) found / outside,
                said == 0 ? 0 : (double) found / said,
                (double) (named + found) / gold.size());
    }

    /** The figures by key; what is undefined is left out. */
    public Map<String, Double> figures() {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("in_scope_accuracy", inScopeAccuracy);
        figures.put("out_of_scope_recall", recall);
        figures.put("out_of_scope_precision", precision);
        figures.put("accuracy", accuracy);
        figures.values().removeIf(figure -> figure.isNaN());
        return figures;
    }
}
