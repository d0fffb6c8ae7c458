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

    /**
     * The figures of sentences.
     *
     * @param gold tags of each sentence; B and I, whatever else is read as {@link Chunk#of} says
     * @param predicted as many tags of each
     * @param types that are given figures of their own, beside those that stand in the tags
     */
    public static Evaluation of(List<List<String>> gold, List<List<String>> predicted, List<String> types) {
        Rows.check(gold.size(), predicted.size(), 1);
        FoundCounts all = new FoundCounts();
        Map<String, FoundCounts> byType = new TreeMap<>();
        types.forEach(type -> byType.put(type, new FoundCounts()));
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
                byType.computeIfAbsent(chunk.type(), type -> new FoundCounts()).gold++;
            }
            for (Chunk chunk : Chunk.of(predicted.get(i))) {
                FoundCounts own = byType.computeIfAbsent(chunk.type(), type -> new FoundCounts());
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
        all.put(figures, "", "");
        figures.put("accuracy", FoundCounts.ratio(same, words));
        byType.forEach((type, counts) -> counts.put(figures, "", ":" + type));
        return new Evaluation(gold.size(), figures, null);
    }
}
