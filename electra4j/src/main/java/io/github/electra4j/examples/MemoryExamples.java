package io.github.electra4j.examples;

import java.util.ArrayList;
import java.util.List;

/** Examples held in memory: for tests, and for data that is too small for a folder of its own. */
public final class MemoryExamples implements ExampleSource {
    private final List<int[]> ids = new ArrayList<>();
    private final List<Integer> firstLengths = new ArrayList<>();

    /**
     * Adds an example.
     *
     * @param example its ids, [CLS] and [SEP] included
     * @param firstLength how many of them are of segment type 0
     * @return this
     */
    public MemoryExamples add(int[] example, int firstLength) {
        if (firstLength < 1 || firstLength > example.length) {
            throw new IllegalArgumentException(
                    "firstLength: " + firstLength + ", expected 1 to the example's length, " + example.length);
        }
        ids.add(example.clone());
        firstLengths.add(firstLength);
        return this;
    }

    @Override
    public long size() {
        return ids.size();
    }

    @Override
    public int length(long i) {
        return ids.get(Math.toIntExact(i)).length;
    }

    @Override
    public int firstLength(long i) {
        return firstLengths.get(Math.toIntExact(i));
    }

    @Override
    public void copy(long i, int[] target, int offset) {
        int[] example = ids.get(Math.toIntExact(i));
        System.arraycopy(example, 0, target, offset, example.length);
    }
}
