package io.github.electra4j.documents.measure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts at which rank the first right passage of each question stands. */
final class RankCount {
    private final List<Integer> depths;
    private final int[] within;
    private double reciprocals;
    private int questions;

    /**
     * @param depths the k of recall@k
     */
    RankCount(List<Integer> depths) {
        this.depths = depths;
        this.within = new int[depths.size()];
    }

    /** A question whose first right passage has this rank, from 1; 0 where none was found. */
    void add(int rank) {
        questions++;
        if (rank > 0) {
            reciprocals += 1.0 / rank;
            for (int i = 0; i < within.length; i++) {
                within[i] += rank <= depths.get(i) ? 1 : 0;
            }
        }
    }

    /** {@code recall@k}, the share of questions with a right passage among the first k, and {@code mrr}, the mean of 1 / rank, 0 where none was found. */
    Map<String, Double> figures() {
        Map<String, Double> figures = new LinkedHashMap<>();
        for (int i = 0; i < within.length; i++) {
            figures.put("recall@" + depths.get(i), (double) within[i] / questions);
        }
        figures.put("mrr", reciprocals / questions);
        return figures;
    }
}
