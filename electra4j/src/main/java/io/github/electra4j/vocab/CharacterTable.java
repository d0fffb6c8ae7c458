package io.github.electra4j.vocab;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntUnaryOperator;

/**
 * What to do at every character of a text, for one set of options: an entry is a kind in its lowest three bits and a payload
 * above. Entries are worked out in blocks of neighbours when a text first asks for one, since few texts have Hangul and
 * hieroglyphs. Thread-safe.
 */
final class CharacterTable {
    /** Goes on with the word; payload: its symbol, 0 if no piece has it. */
    static final int PLAIN = 0;
    /** Is a word by itself; payload: what the caller gave for it, for example the id of its piece. */
    static final int ALONE = 1;
    /** Ends a word. */
    static final int SPACE = 2;
    /** Counts as not being there. */
    static final int REMOVED = 3;
    /** Becomes several characters; payload: where their entries stand in the pool, behind their number. */
    static final int SEQUENCE = 4;
    /** Stays, but canonical order can move it: the whole text takes the way of {@link CanonicalOrder}. */
    static final int REORDERED = 5;
    /** One half of a character above U+FFFF. */
    static final int SURROGATE = 6;

    static final int KIND_BITS = 3;
    static final int KIND = (1 << KIND_BITS) - 1;

    private static final int BLOCK_BITS = 8;
    private static final int BLOCK = 1 << BLOCK_BITS;

    /** Above what any character becomes: 4 by decomposition, 3 by lower-casing one. */
    private static final int MOST_PARTS = 12;

    private final TokenizerOptions options;
    private final IntUnaryOperator symbol;
    private final IntUnaryOperator alone;
    private final AtomicReferenceArray<int[]> blocks =
            new AtomicReferenceArray<>((Character.MAX_CODE_POINT + 1) >> BLOCK_BITS);
    private final int[] firstBlock;
    /** Only appended to; a block is published after what it refers to here. */
    private volatile int[] pool = new int[256];

    private int pooled;

    /**
     * @param symbol the symbol of a normalised character, 0 for one that no piece has
     * @param alone the payload of a normalised character that is a word by itself
     */
    CharacterTable(TokenizerOptions options, IntUnaryOperator symbol, IntUnaryOperator alone) {
        this.options = options;
        this.symbol = symbol;
        this.alone = alone;
        this.firstBlock = block(0);
    }

    /** The entry of a character of the original text. */
    int get(int c) {
        int[] block = blocks.get(c >> BLOCK_BITS);
        return (block == null ? block(c >> BLOCK_BITS) : block)[c & (BLOCK - 1)];
    }

    private synchronized int[] block(int number) {
        int[] block = blocks.get(number);
        if (block == null) {
            block = new int[BLOCK];
            for (int i = 0; i < BLOCK; i++) {
                block[i] = entry(number << BLOCK_BITS | i);
            }
            blocks.set(number, block);
        }
        return block;
    }

    /** The entries of U+0000 to U+00FF. */
    int[] firstBlock() {
        return firstBlock;
    }

    /** The entries of sequences. */
    int[] pool() {
        return pool;
    }

    /** The entry of a character that is normalised already and no space. */
    int normalised(int c) {
        return BertCharacters.PINNED.isPunctuation(c) ? alone.applyAsInt(c) << KIND_BITS | ALONE : plain(c);
    }

    private int plain(int c) {
        return symbol.applyAsInt(c) << KIND_BITS | PLAIN;
    }

    private int entry(int c) {
        BertCharacters characters = BertCharacters.PINNED;
        if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
            return SURROGATE;
        }
        if (characters.isRemoved(c)) {
            return REMOVED;
        }
        if (characters.isSpace(c)) {
            return SPACE;
        }
        int[] kept = new int[MOST_PARTS];
        int n = 0;
        for (int part : options.stripAccents() ? characters.decompose(c) : new int[] {c}) {
            boolean mark = characters.isMark(part);
            if (options.stripAccents() && !mark && characters.combiningClass(part) != 0) {
                return REORDERED;
            }
            if (!options.stripAccents() || !mark) {
                for (int lower : options.lowerCase() ? characters.lower(part) : new int[] {part}) {
                    kept[n++] = lower;
                }
            }
        }
        boolean ideograph = options.splitCjk() && characters.isIdeograph(c);
        if (n == 0) {
            return REMOVED;
        }
        if (n == 1) {
            return ideograph ? alone.applyAsInt(kept[0]) << KIND_BITS | ALONE : normalised(kept[0]);
        }
        return sequence(Arrays.copyOf(kept, n), ideograph);
    }

    private int sequence(int[] characters, boolean ideograph) {
        int size = characters.length + (ideograph ? 2 : 0);
        int[] target = pool;
        if (pooled + size + 1 > target.length) {
            target = Arrays.copyOf(target, 2 * target.length);
            pool = target;
        }
        int at = pooled;
        target[pooled++] = size;
        if (ideograph) {
            target[pooled++] = SPACE;
        }
        for (int c : characters) {
            target[pooled++] = normalised(c);
        }
        if (ideograph) {
            target[pooled++] = SPACE;
        }
        return at << KIND_BITS | SEQUENCE;
    }
}
