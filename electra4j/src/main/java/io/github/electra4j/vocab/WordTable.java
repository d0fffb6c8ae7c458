package io.github.electra4j.vocab;

import java.util.Arrays;

/**
 * How often each word stands in a text: an open-addressing hash table whose words lie one behind the other in one array
 * of characters, so that a million words are a handful of arrays. Not thread-safe; each thread counts into its own.
 */
final class WordTable {
    private static final int HASH_FACTOR = 31;

    private char[] characters = new char[1 << 16];
    private int[] ends = new int[1 << 12];
    private int[] hashes = new int[1 << 12];
    private long[] counts = new long[1 << 12];
    /** Index of a word plus one, or 0; a power of two long, at most half full. */
    private int[] slots = new int[1 << 13];

    private int size;

    /** The hash of a word. */
    static int hash(char[] source, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = hash * HASH_FACTOR + source[i];
        }
        return hash;
    }

    /** Counts {@code times} more of a word of a given {@link #hash}. */
    void add(char[] source, int from, int to, int hash, long times) {
        int mask = slots.length - 1;
        int slot = spread(hash) & mask;
        for (int found; (found = slots[slot]) != 0; slot = (slot + 1) & mask) {
            int word = found - 1;
            if (hashes[word] == hash && Arrays.equals(characters, start(word), ends[word], source, from, to)) {
                counts[word] += times;
                return;
            }
        }
        enter(source, from, to, hash, times, slot);
    }

    /** Apart from {@link #add}, so that the common way stays short for the compiler. */
    private void enter(char[] source, int from, int to, int hash, long times, int slot) {
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, 2 * size);
            hashes = Arrays.copyOf(hashes, 2 * size);
            counts = Arrays.copyOf(counts, 2 * size);
        }
        int start = start(size);
        int end = Math.addExact(start, to - from);
        if (end > characters.length) {
            characters = Arrays.copyOf(
                    characters, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(end, 2L * characters.length)));
        }
        System.arraycopy(source, from, characters, start, to - from);
        ends[size] = end;
        hashes[size] = hash;
        counts[size] = times;
        slots[slot] = ++size;
        if (size > slots.length / 2) {
            rehash(slots.length * 2);
        }
    }

    /** Adds the counts of another table to these. */
    void addAll(WordTable other) {
        for (int w = 0; w < other.size; w++) {
            add(other.characters, other.start(w), other.ends[w], other.hashes[w], other.counts[w]);
        }
    }

    /** A table of the words that stand here more than {@code least} times. */
    WordTable above(long least) {
        WordTable kept = new WordTable();
        for (int w = 0; w < size; w++) {
            if (counts[w] > least) {
                kept.add(characters, start(w), ends[w], hashes[w], counts[w]);
            }
        }
        return kept;
    }

    /** Distinct words. */
    int size() {
        return size;
    }

    /** How often a word stands in the text. */
    long count(int word) {
        return counts[word];
    }

    /** All words, those that stand more than once as often as they stand. */
    long total() {
        return Arrays.stream(counts, 0, size).sum();
    }

    /** The array that holds all words. */
    char[] characters() {
        return characters;
    }

    /** Where a word starts in {@link #characters()}. */
    int start(int word) {
        return word == 0 ? 0 : ends[word - 1];
    }

    /** Behind a word's last character in {@link #characters()}. */
    int end(int word) {
        return ends[word];
    }

    private void rehash(int length) {
        int[] wider = new int[length];
        int mask = length - 1;
        for (int w = 0; w < size; w++) {
            int slot = spread(hashes[w]) & mask;
            while (wider[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            wider[slot] = w + 1;
        }
        slots = wider;
    }

    private static int spread(int hash) {
        int h = hash * 0x9E3779B9;
        return h ^ (h >>> 15);
    }
}
