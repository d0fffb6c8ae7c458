package io.github.electra4j;

import io.github.electra4j.task.tagging.WordSplitter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/** Rows by their length, in groups of about the same number: a fifth each, where lengths differ enough. */
final class LengthGroups {
    private static final int GROUPS = 5;

    private LengthGroups() {}

    /** Words of all texts of a row. */
    static int words(List<String> texts) {
        return texts.stream().mapToInt(text -> WordSplitter.words(text).size()).sum();
    }

    /** The numbers of the rows of each group, in their order, by the group's lengths, such as {@code 4-9}; rows of one length are in one group. */
    static <R> Map<String, int[]> of(List<R> rows, ToIntFunction<R> length) {
        int[] lengths = rows.stream().mapToInt(length).toArray();
        int[] sorted = IntStream.range(0, lengths.length)
                .boxed()
                .sorted(Comparator.comparingInt(row -> lengths[row]))
                .mapToInt(Integer::intValue)
                .toArray();
        Map<String, int[]> groups = new LinkedHashMap<>();
        int from = 0;
        for (int group = 1; group <= GROUPS; group++) {
            int to = (int) ((long) sorted.length * group / GROUPS);
            while (to > 0 && to < sorted.length && lengths[sorted[to]] == lengths[sorted[to - 1]]) {
                to++;
            }
            if (to > from) {
                int least = lengths[sorted[from]];
                int most = lengths[sorted[to - 1]];
                groups.put(
                        least == most ? "" + least : least + "-" + most,
                        IntStream.range(from, to).map(i -> sorted[i]).sorted().toArray());
                from = to;
            }
        }
        return groups;
    }
}
