package io.github.electra4j.vocab;

/**
 * How often each short word stands in a text: words of up to eight characters below U+0100, which most words of most texts
 * in Latin script are once they are in lower case. A word is one number, so counting it takes one look at one place, a
 * third of the time that {@link WordTable} takes. Not thread-safe.
 */
final class ShortWords {
    /** The longest word, in characters. */
    static final int LONGEST = 8;

    /** The word of no characters, which is never counted. */
    static final long EMPTY = 0;

    /** Words and their counts in turn; a power of two long, at most half full. */
    private long[] slots = new long[1 << 13];

    private int size;

    /** A word with one more character, below U+0100 and not 0. */
    static long append(long word, char next) {
        return word << Byte.SIZE | next;
    }

    /** Counts one more of a word. */
    void add(long word) {
        long[] s = slots;
        int mask = s.length - 2;
        int slot = spread(word) & mask;
        while (s[slot] != word) {
            if (s[slot] == EMPTY) {
                enter(word, slot);
                return;
            }
            slot = (slot + 2) & mask;
        }
        s[slot + 1]++;
    }

    private void enter(long word, int slot) {
        slots[slot] = word;
        slots[slot + 1] = 1;
        size++;
        if (4 * size > slots.length) {
            long[] narrow = slots;
            slots = new long[2 * narrow.length];
            for (int i = 0; i < narrow.length; i += 2) {
                if (narrow[i] != EMPTY) {
                    int to = spread(narrow[i]) & (slots.length - 2);
                    while (slots[to] != EMPTY) {
                        to = (to + 2) & (slots.length - 2);
                    }
                    slots[to] = narrow[i];
                    slots[to + 1] = narrow[i + 1];
                }
            }
        }
    }

    /** Distinct words. */
    int size() {
        return size;
    }

    /** Adds these counts to a table. */
    void addTo(WordTable table) {
        char[] word = new char[LONGEST];
        for (int i = 0; i < slots.length; i += 2) {
            if (slots[i] != EMPTY) {
                int from = LONGEST;
                for (long rest = slots[i]; rest != EMPTY; rest >>>= Byte.SIZE) {
                    word[--from] = (char) (rest & 0xFF);
                }
                table.add(word, from, LONGEST, WordTable.hash(word, from, LONGEST), slots[i + 1]);
            }
        }
    }

    private static int spread(long word) {
        return (int) ((word * 0x9E3779B97F4A7C15L) >>> 32) << 1;
    }
}
