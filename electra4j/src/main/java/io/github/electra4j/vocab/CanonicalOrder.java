package io.github.electra4j.vocab;

import java.util.Arrays;

/**
 * A text in canonical decomposition (NFD) with the places that its characters came from: the general way, step by step as
 * Hugging Face's normaliser goes, for the rare texts in which a character that is kept can change places with its neighbour.
 *
 * <p>A character that moved takes the place in the original of the one whose place it took: that is how Hugging Face counts.
 */
final class CanonicalOrder {
    int[] characters = new int[64];
    int[] starts = new int[64];
    int[] ends = new int[64];
    int size;

    private final TokenizerOptions options;
    private int[] combining = new int[64];
    /** Whether a character was made from the one before it and has no original of its own. */
    private boolean[] added = new boolean[64];

    private CanonicalOrder(TokenizerOptions options) {
        this.options = options;
    }

    /** Decomposes the first {@code length} units of a text; removed characters are left out, ideographs stand between spaces. */
    static CanonicalOrder of(char[] text, int length, TokenizerOptions options) {
        CanonicalOrder order = new CanonicalOrder(options);
        int[] originalStarts = new int[64];
        int[] originalEnds = new int[64];
        int originals = 0;
        for (int at = 0; at < length; ) {
            int c = Character.codePointAt(text, at, length);
            int next = at + Character.charCount(c);
            if (!BertCharacters.PINNED.isRemoved(c)) {
                if (originals == originalStarts.length) {
                    originalStarts = Arrays.copyOf(originalStarts, 2 * originals);
                    originalEnds = Arrays.copyOf(originalEnds, 2 * originals);
                }
                originalStarts[originals] = at;
                originalEnds[originals++] = next;
                order.decompose(c);
            }
            at = next;
        }
        order.align(originalStarts, originalEnds);
        return order;
    }

    private void decompose(int c) {
        if (BertCharacters.PINNED.isSpace(c)) {
            push(' ', false);
            return;
        }
        boolean ideograph = options.splitCjk() && BertCharacters.PINNED.isIdeograph(c);
        if (ideograph) {
            push(' ', true);
        }
        boolean first = true;
        for (int part : BertCharacters.PINNED.decompose(c)) {
            push(part, !first);
            first = false;
        }
        if (ideograph) {
            push(' ', true);
        }
    }

    /** Appends a character and moves it before the ones of a higher combining class, back to the last starter. */
    private void push(int c, boolean isAdded) {
        if (size == characters.length) {
            characters = Arrays.copyOf(characters, 2 * size);
            combining = Arrays.copyOf(combining, 2 * size);
            added = Arrays.copyOf(added, 2 * size);
        }
        int order = BertCharacters.PINNED.combiningClass(c);
        int at = size++;
        if (order != 0) {
            for (; at > 0 && combining[at - 1] > order; at--) {
                characters[at] = characters[at - 1];
                combining[at] = combining[at - 1];
                added[at] = added[at - 1];
            }
        }
        characters[at] = c;
        combining[at] = order;
        added[at] = isAdded;
    }

    private void align(int[] originalStarts, int[] originalEnds) {
        starts = new int[size];
        ends = new int[size];
        int original = -1;
        for (int i = 0; i < size; i++) {
            if (!added[i]) {
                original++;
            }
            starts[i] = originalStarts[Math.max(original, 0)];
            ends[i] = originalEnds[Math.max(original, 0)];
        }
    }
}
