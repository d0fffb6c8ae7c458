package io.github.electra4j.vocab;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * What to do at every character of a text, worked out beforehand for one set of options: an entry is a kind in its lowest
 * three bits and a payload above.
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

    private final TokenizerOptions options;
    private final IntUnaryOperator symbol;
    private final IntUnaryOperator alone;
    private final int[][] blocks = new int[(Character.MAX_CODE_POINT + 1) >> BLOCK_BITS][];
    private int[] pool = new int[1024];
    private int pooled;

    /**
     * @param symbol the symbol of a normalised character, 0 for one that no piece has
     * @param alone the payload of a normalised character that is a word by itself
     */
    CharacterTable(TokenizerOptions options, IntUnaryOperator symbol, IntUnaryOperator alone) {
        this.options = options;
        this.symbol = symbol;
        this.alone = alone;
        int[] unknown = new int[BLOCK];
        int[] before = unknown;
        for (int b = 0; b < blocks.length; b++) {
            int first = b << BLOCK_BITS;
            int[] block = new int[BLOCK];
            boolean special = BertCharacters.PINNED.hasSpecial(first, first + BLOCK - 1);
            for (int i = 0; i < BLOCK; i++) {
                block[i] = special ? entry(first + i) : plain(first + i);
            }
            // Most blocks are the same as a neighbour: unassigned, private, ideographs without a piece.
            blocks[b] = Arrays.equals(block, before) ? before : Arrays.equals(block, unknown) ? unknown : block;
            before = blocks[b];
        }
        for (int b = Character.MIN_SURROGATE >> BLOCK_BITS; b <= Character.MAX_SURROGATE >> BLOCK_BITS; b++) {
            blocks[b] = new int[BLOCK];
            Arrays.fill(blocks[b], SURROGATE);
        }
    }

    /** The entry of a character of the original text. */
    int get(int c) {
        return blocks[c >> BLOCK_BITS][c & (BLOCK - 1)];
    }

    /** The entries of U+0000 to U+00FF. */
    int[] firstBlock() {
        return blocks[0];
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
        if (characters.isRemoved(c)) {
            return REMOVED;
        }
        if (characters.isSpace(c)) {
            return SPACE;
        }
        int[] parts = options.stripAccents() ? characters.decompose(c) : new int[] {c};
        if (options.stripAccents()
                && Arrays.stream(parts).anyMatch(p -> characters.combiningClass(p) != 0 && !characters.isMark(p))) {
            return REORDERED;
        }
        int[] kept = Arrays.stream(parts)
                .filter(p -> !options.stripAccents() || !characters.isMark(p))
                .flatMap(p -> options.lowerCase() ? Arrays.stream(characters.lower(p)) : Arrays.stream(new int[] {p}))
                .toArray();
        boolean ideograph = options.splitCjk() && characters.isIdeograph(c);
        if (kept.length == 0) {
            return REMOVED;
        }
        if (kept.length == 1) {
            return ideograph ? alone.applyAsInt(kept[0]) << KIND_BITS | ALONE : normalised(kept[0]);
        }
        return sequence(kept, ideograph);
    }

    private int sequence(int[] characters, boolean ideograph) {
        int size = characters.length + (ideograph ? 2 : 0);
        if (pooled + size + 1 > pool.length) {
            pool = Arrays.copyOf(pool, 2 * pool.length);
        }
        int at = pooled;
        pool[pooled++] = size;
        if (ideograph) {
            pool[pooled++] = SPACE;
        }
        for (int c : characters) {
            pool[pooled++] = normalised(c);
        }
        if (ideograph) {
            pool[pooled++] = SPACE;
        }
        return at << KIND_BITS | SEQUENCE;
    }
}
