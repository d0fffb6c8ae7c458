package io.github.electra4j.evaluate;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the figures of chunks are made of, of one sentence or of several. */
final class ChunkCounts {
    final FoundCounts all = new FoundCounts();
    final Map<String, FoundCounts> byType = new HashMap<>();
    long words;
    long sameTags;

    /** Of one sentence; as many tags in both. */
    static ChunkCounts of(List<String> gold, List<String> predicted) {
        ChunkCounts counts = new ChunkCounts();
        Set<Chunk> right = new HashSet<>(Chunk.of(gold));
        for (Chunk chunk : right) {
            counts.all.gold++;
            counts.ofType(chunk.type()).gold++;
        }
        for (Chunk chunk : Chunk.of(predicted)) {
            FoundCounts own = counts.ofType(chunk.type());
            counts.all.predicted++;
            own.predicted++;
            if (right.contains(chunk)) {
                counts.all.right++;
                own.right++;
            }
        }
        counts.words = gold.size();
        for (int w = 0; w < gold.size(); w++) {
            counts.sameTags += gold.get(w).equals(predicted.get(w)) ? 1 : 0;
        }
        return counts;
    }

    void add(ChunkCounts others) {
        all.add(others.all);
        others.byType.forEach((type, counts) -> ofType(type).add(counts));
        words += others.words;
        sameTags += others.sameTags;
    }

    private FoundCounts ofType(String type) {
        return byType.computeIfAbsent(type, t -> new FoundCounts());
    }
}
