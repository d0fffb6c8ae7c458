package io.github.electra4j.vocab;

import java.util.Arrays;

/**
 * Pairs by falling count, equal counts by rising key: a binary heap in three arrays. An entry keeps the count that its
 * pair had on entering; who takes it compares.
 */
final class PairQueue {
    private long[] counts = new long[1 << 12];
    private long[] keys = new long[1 << 12];
    private int[] pairs = new int[1 << 12];
    private int size;

    void add(int pair, long key, long count) {
        if (size == counts.length) {
            counts = Arrays.copyOf(counts, 2 * size);
            keys = Arrays.copyOf(keys, 2 * size);
            pairs = Arrays.copyOf(pairs, 2 * size);
        }
        int at = size++;
        while (at > 0) {
            int parent = (at - 1) >>> 1;
            if (!before(count, key, counts[parent], keys[parent])) {
                break;
            }
            move(parent, at);
            at = parent;
        }
        put(at, pair, key, count);
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** The pair in front. */
    int pair() {
        return pairs[0];
    }

    /** The count with which the pair in front entered. */
    long count() {
        return counts[0];
    }

    /** Drops the pair in front. */
    void remove() {
        size--;
        int pair = pairs[size];
        long key = keys[size];
        long count = counts[size];
        int at = 0;
        for (int child; (child = 2 * at + 1) < size; at = child) {
            int other = child + 1;
            if (other < size && before(counts[other], keys[other], counts[child], keys[child])) {
                child = other;
            }
            if (!before(counts[child], keys[child], count, key)) {
                break;
            }
            move(child, at);
        }
        put(at, pair, key, count);
    }

    private static boolean before(long count, long key, long otherCount, long otherKey) {
        return count > otherCount || (count == otherCount && key < otherKey);
    }

    private void move(int from, int to) {
        put(to, pairs[from], keys[from], counts[from]);
    }

    private void put(int at, int pair, long key, long count) {
        pairs[at] = pair;
        keys[at] = key;
        counts[at] = count;
    }
}
