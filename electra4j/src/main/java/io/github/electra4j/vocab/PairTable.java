package io.github.electra4j.vocab;

import java.util.Arrays;

/**
 * Pairs of neighbouring symbols: how often each stands in the words, weighted by the words' counts, and in which words.
 * A list of words may hold words that have lost the pair since, and may hold a word twice; who reads it looks again.
 */
final class PairTable {
    private static final int[] NONE = {};

    private long[] keys = new long[1 << 12];
    private long[] counts = new long[1 << 12];
    private int[][] words = new int[1 << 12][];
    private int[] lengths = new int[1 << 12];
    /** Index of a pair plus one, or 0; a power of two long, at most half full. */
    private int[] slots = new int[1 << 13];

    private int size;

    /** A pair as one number, whose order is that of the left symbol, then the right one. */
    static long key(int left, int right) {
        return ((long) left << 32) | right;
    }

    static int left(long key) {
        return (int) (key >>> 32);
    }

    static int right(long key) {
        return (int) key;
    }

    /** The index of a pair, which is entered with count 0 where it is new. */
    int index(long key) {
        int mask = slots.length - 1;
        int slot = spread(key) & mask;
        for (int found; (found = slots[slot]) != 0; slot = (slot + 1) & mask) {
            if (keys[found - 1] == key) {
                return found - 1;
            }
        }
        return enter(key, slot);
    }

    /** Apart from {@link #index}, so that the common way stays short for the compiler. */
    private int enter(long key, int slot) {
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, 2 * size);
            counts = Arrays.copyOf(counts, 2 * size);
            words = Arrays.copyOf(words, 2 * size);
            lengths = Arrays.copyOf(lengths, 2 * size);
        }
        keys[size] = key;
        words[size] = NONE;
        slots[slot] = ++size;
        if (size > slots.length / 2) {
            rehash(slots.length * 2);
        }
        return size - 1;
    }

    /** Adds to a pair's count. */
    void add(int pair, long times) {
        counts[pair] += times;
    }

    /** Notes that a word has a pair. */
    void in(int pair, int word) {
        int n = lengths[pair];
        int[] list = words[pair];
        if (n > 0 && list[n - 1] == word) {
            return;
        }
        if (n == list.length) {
            list = Arrays.copyOf(list, n == 0 ? 2 : n + (n >> 1) + 1);
            words[pair] = list;
        }
        list[n] = word;
        lengths[pair] = n + 1;
    }

    /** The words noted for a pair, which are forgotten here: whoever takes them merges the pair in all of them. */
    int[] takeWords(int pair) {
        int[] list = Arrays.copyOf(words[pair], lengths[pair]);
        words[pair] = NONE;
        lengths[pair] = 0;
        return list;
    }

    /** Number of pairs. */
    int size() {
        return size;
    }

    long key(int pair) {
        return keys[pair];
    }

    long count(int pair) {
        return counts[pair];
    }

    private void rehash(int length) {
        int[] wider = new int[length];
        int mask = length - 1;
        for (int p = 0; p < size; p++) {
            int slot = spread(keys[p]) & mask;
            while (wider[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            wider[slot] = p + 1;
        }
        slots = wider;
    }

    private static int spread(long key) {
        long h = key * 0x9E3779B97F4A7C15L;
        return (int) (h >>> 32);
    }
}
