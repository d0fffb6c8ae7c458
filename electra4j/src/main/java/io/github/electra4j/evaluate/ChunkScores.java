package io.github.electra4j.evaluate;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The figures of entities or chunks, as conlleval defines them; shares, where that prints percent. A chunk is right where both its bounds
 * and its type are.
 *
 * <p>Keys: {@code f1}, {@code precision}, {@code recall} over all chunks, {@code accuracy} of the words' tags, and for each type
 * {@code f1:TYPE}, {@code precision:TYPE}, {@code recall:TYPE}. What is undefined is 0, as there.
 */
public final class ChunkScores {
    private ChunkScores() {}

    private static final class Counts {
        long gold;
        long predicted;
        long right;

        void put(Map<String, Double> figures, String suffix) {
            figures.put("f1" + suffix, ratio(2 * right, gold + predicted));
            figures.put("precision" + suffix, ratio(right, predicted));
            figures.put("recall" + suffix, ratio(right, gold));
        }
    }

    private static double ratio(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }

    /**
     * The figures of sentences.
     *
     * @param gold tags of each sentence; B and I, whatever else is read as {@link Chunk#of} says
     * @param predicted as many tags of each
     * @param types that are given figures of their own, beside those that stand in the tags
     */
    public static Evaluation of(List<List<String>> gold, List<List<String>> predicted, List<String> types) {
        Rows.check(gold.size(), predicted.size(), 1);
        Counts all = new Counts();
        Map<String, Counts> byType = new TreeMap<>();
        types.forEach(type -> byType.put(type, new Counts()));
        long words = 0;
        long same = 0;
        for (int i = 0; i < gold.size(); i++) {
            if (gold.get(i).size() != predicted.get(i).size()) {
                throw new IllegalArgumentException(
                        "sentence " + i + ": " + gold.get(i).size() + " gold tags and "
                                + predicted.get(i).size() + " predicted ones");
            }
            Set<Chunk> right = new HashSet<>(Chunk.of(gold.get(i)));
            for (Chunk chunk : right) {
                all.gold++;
                byType.computeIfAbsent(chunk.type(), type -> new Counts()).gold++;
            }
            for (Chunk chunk : Chunk.of(predicted.get(i))) {
                Counts own = byType.computeIfAbsent(chunk.type(), type -> new Counts());
                all.predicted++;
                own.predicted++;
                if (right.contains(chunk)) {
                    all.right++;
                    own.right++;
                }
            }
            for (int w = 0; w < gold.get(i).size(); w++) {
                words++;
                same += gold.get(i).get(w).equals(predicted.get(i).get(w)) ? 1 : 0;
            }
        }
        Map<String, Double> figures = new LinkedHashMap<>();
        all.put(figures, "");
        figures.put("accuracy", ratio(same, words));
        byType.forEach((type, counts) -> counts.put(figures, ":" + type));
        return new Evaluation(gold.size(), figures, null);
    }
}
