package io.github.electra4j.fairness;

import java.util.Arrays;

/** Numbers by 64-bit keys, without objects: 16 to 32 bytes an entry. A key keeps the first number that it was given. */
final class LongIndex {
    private static final int NONE = -1;

    private long[] keys = new long[1 << 10];
    private int[] values = filled(1 << 10);
    private int size;

    private static int[] filled(int length) {
        int[] values = new int[length];
        Arrays.fill(values, NONE);
        return values;
    }

    int size() {
        return size;
    }

    /** The number of a key; -1 where it has none. */
    int get(long key) {
        return values[slot(keys, values, key)];
    }

    /**
     * Gives a key a number, where it has none.
     *
     * @param value 0 or more
     * @return the number that it has now
     */
    int putIfAbsent(long key, int value) {
        int at = slot(keys, values, key);
        if (values[at] != NONE) {
            return values[at];
        }
        keys[at] = key;
        values[at] = value;
        if (++size > keys.length / 4 * 3) {
            grow();
        }
        return value;
    }

    private static int slot(long[] keys, int[] values, long key) {
        int mask = keys.length - 1;
        int at = (int) (key ^ (key >>> 32)) & mask;
        while (values[at] != NONE && keys[at] != key) {
            at = (at + 1) & mask;
        }
        return at;
    }

    private void grow() {
        long[] more = new long[keys.length * 2];
        int[] numbers = filled(more.length);
        for (int i = 0; i < keys.length; i++) {
            if (values[i] != NONE) {
                int at = slot(more, numbers, keys[i]);
                more[at] = keys[i];
                numbers[at] = values[i];
            }
        }
        keys = more;
        values = numbers;
    }
}
