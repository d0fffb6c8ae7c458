package io.github.electra4j.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The figures of entities or chunks, as conlleval defines them; shares, where that prints percent. A chunk is right where both its bounds
 * and its type are.
 *
 * <p>Keys: {@code f1}, {@code precision}, {@code recall} over all chunks, {@code accuracy} of the words' tags, and for each type
 * {@code f1:TYPE}, {@code precision:TYPE}, {@code recall:TYPE}. What is undefined is 0, as there.
 */
public final class ChunkScores {
    private final List<ChunkCounts> sentences;
    private final List<String> types;

    private ChunkScores(List<ChunkCounts> sentences, List<String> types) {
        this.sentences = sentences;
        this.types = types;
    }

    /**
     * Counts the chunks of sentences.
     *
     * @param gold tags of each sentence; B and I, whatever else is read as {@link Chunk#of} says
     * @param predicted as many tags of each
     * @param types that are given figures of their own, beside those that stand in the tags
     */
    public static ChunkScores of(List<List<String>> gold, List<List<String>> predicted, List<String> types) {
        Rows.check(gold.size(), predicted.size(), 1);
        List<ChunkCounts> sentences = new ArrayList<>();
        for (int i = 0; i < gold.size(); i++) {
            if (gold.get(i).size() != predicted.get(i).size()) {
                throw new IllegalArgumentException(
                        "sentence " + i + ": " + gold.get(i).size() + " gold tags and "
                                + predicted.get(i).size() + " predicted ones");
            }
            sentences.add(ChunkCounts.of(gold.get(i), predicted.get(i)));
        }
        return new ChunkScores(sentences, List.copyOf(types));
    }

    /** The figures of all sentences. */
    public Evaluation evaluate() {
        return evaluate(IntStream.range(0, sentences.size()).toArray());
    }

    /**
     * The figures of some sentences.
     *
     * @param drawn their indices; one may stand there twice
     */
    public Evaluation evaluate(int[] drawn) {
        ChunkCounts sum = new ChunkCounts();
        for (int sentence : drawn) {
            sum.add(sentences.get(sentence));
        }
        Map<String, FoundCounts> byType = new TreeMap<>(sum.byType);
        types.forEach(type -> byType.computeIfAbsent(type, t -> new FoundCounts()));
        Map<String, Double> figures = new LinkedHashMap<>();
        sum.all.put(figures, "", "");
        figures.put("accuracy", FoundCounts.ratio(sum.sameTags, sum.words));
        byType.forEach((type, counts) -> counts.put(figures, "", ":" + type));
        return new Evaluation(drawn.length, figures, null);
    }
}
