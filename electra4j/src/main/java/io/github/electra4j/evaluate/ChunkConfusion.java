package io.github.electra4j.evaluate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * For which type each chunk was taken. A chunk is compared with that of the same bounds; one without such a counterpart was missed, or is none, and
 * counts beside {@link #NONE}. So precision, recall and F1 of a type are those of {@link ChunkScores}.
 */
public final class ChunkConfusion {
    /** What stands where there is no chunk of these bounds. */
    public static final String NONE = "(none)";

    private record Bounds(int start, int end) {
        static Bounds of(Chunk chunk) {
            return new Bounds(chunk.start(), chunk.end());
        }
    }

    private final Map<String, Map<String, Long>> counts = new TreeMap<>();

    /** Counts the chunks of a sentence. */
    public void add(List<Chunk> gold, List<Chunk> predicted) {
        Map<Bounds, String> open = new HashMap<>();
        gold.forEach(chunk -> open.put(Bounds.of(chunk), chunk.type()));
        for (Chunk chunk : predicted) {
            String type = open.remove(Bounds.of(chunk));
            count(type == null ? NONE : type, chunk.type());
        }
        open.values().forEach(type -> count(type, NONE));
    }

    private void count(String gold, String predicted) {
        counts.computeIfAbsent(gold, type -> new TreeMap<>()).merge(predicted, 1L, Long::sum);
    }

    /**
     * The table, {@link #NONE} last.
     *
     * @param types that stand in it, beside those that were counted
     */
    public ConfusionTable table(List<String> types) {
        TreeSet<String> all = new TreeSet<>(types);
        counts.forEach((gold, row) -> {
            all.add(gold);
            all.addAll(row.keySet());
        });
        all.remove(NONE);
        List<String> labels = new ArrayList<>(all);
        labels.add(NONE);
        long[][] table = new long[labels.size()][labels.size()];
        for (int g = 0; g < table.length; g++) {
            for (int p = 0; p < table.length; p++) {
                table[g][p] = counts.getOrDefault(labels.get(g), Map.of()).getOrDefault(labels.get(p), 0L);
            }
        }
        return new ConfusionTable(labels, table);
    }
}
