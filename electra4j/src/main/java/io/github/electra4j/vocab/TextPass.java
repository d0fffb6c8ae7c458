package io.github.electra4j.vocab;

import java.util.Arrays;

/**
 * One pass over a text, from characters to pieces. Not thread-safe; made to be used again for the next text.
 *
 * <p>The match runs along with the characters: no word is ever built.
 */
final class TextPass {
    private final WordPieceTokenizer.Tables tables;
    private final int maxWordLength;

    private char[] text = new char[1024];
    private boolean offsets;
    private int[] ids = new int[512];
    private int[] starts = new int[0];
    private int[] ends = new int[0];
    private int[] words = new int[0];
    private int pieces;

    /** The word under way: the state of the match, its characters so far, where they came from, its first piece. */
    private int state;

    private int length;
    private int[] from = new int[128];
    private int[] to = new int[128];
    private int firstPiece;
    private int matched;
    private int word;

    TextPass(WordPieceTokenizer.Tables tables, int maxWordLength) {
        this.tables = tables;
        this.maxWordLength = maxWordLength;
    }

    /** Whether this pass has become too large to be kept for later texts. */
    boolean isLarge() {
        return text.length > 1 << 16;
    }

    int[] encode(String whole) {
        run(whole, false);
        return Arrays.copyOf(ids, pieces);
    }

    Encoding encodeWithOffsets(String whole) {
        run(whole, true);
        return new Encoding(
                Arrays.copyOf(ids, pieces),
                Arrays.copyOf(starts, pieces),
                Arrays.copyOf(ends, pieces),
                Arrays.copyOf(words, pieces));
    }

    private void run(String whole, boolean withOffsets) {
        int n = whole.length();
        if (text.length < n) {
            text = new char[Math.max(n, 2 * text.length)];
        }
        whole.getChars(0, n, text, 0);
        offsets = withOffsets;
        if (offsets && starts.length < ids.length) {
            starts = new int[ids.length];
            ends = new int[ids.length];
            words = new int[ids.length];
        }
        begin();
        if (!scan(n)) {
            begin();
            scanReordered(n);
        }
        endWord();
    }

    private void begin() {
        pieces = 0;
        word = 0;
        beginWord();
    }

    private void beginWord() {
        state = PieceTrie.ROOT;
        length = 0;
        matched = 0;
        firstPiece = pieces;
    }

    /** Follows the text by its entries; false if it needs canonical ordering. */
    private boolean scan(int n) {
        char[] s = text;
        CharacterTable table = tables.characters();
        int[] first = table.firstBlock();
        int[] nodes = tables.trie().nodes();
        int limit = from.length;
        for (int i = 0; i < n; ) {
            char c = s[i];
            int next = i + 1;
            int entry = c < first.length ? first[c] : table.get(c);
            int kind = entry & CharacterTable.KIND;
            if (kind == CharacterTable.PLAIN) {
                int u = state;
                int v = nodes[PieceTrie.ROW * u + PieceTrie.BASE] + (entry >>> CharacterTable.KIND_BITS);
                if (nodes[PieceTrie.ROW * v + PieceTrie.PARENT] == u && length < limit) {
                    state = v;
                    if (offsets) {
                        from[length] = i;
                        to[length] = next;
                    }
                    length++;
                } else {
                    plain(entry, i, next);
                    limit = from.length;
                }
            } else if (kind == CharacterTable.SPACE) {
                endWord();
            } else if (kind == CharacterTable.SURROGATE) {
                int whole = Character.codePointAt(s, i, n);
                next = i + Character.charCount(whole);
                if (next == i + 2 && !feed(table.get(whole), i, next)) {
                    return false;
                }
                limit = from.length;
            } else if (!feed(entry, i, next)) {
                return false;
            } else {
                limit = from.length;
            }
            i = next;
        }
        return true;
    }

    private void scanReordered(int n) {
        TokenizerOptions options = tables.options();
        CanonicalOrder order = CanonicalOrder.of(text, n, options);
        for (int i = 0; i < order.size; i++) {
            int c = order.characters[i];
            if (c == ' ') {
                endWord();
            } else if (!BertCharacters.PINNED.isMark(c)) {
                int[] lower = options.lowerCase() ? BertCharacters.PINNED.lower(c) : new int[] {c};
                for (int l : lower) {
                    feed(tables.characters().normalised(l), order.starts[i], order.ends[i]);
                }
            }
        }
    }

    /** Takes one entry of any kind but surrogates; false if the text needs canonical ordering. */
    private boolean feed(int entry, int start, int end) {
        int payload = entry >>> CharacterTable.KIND_BITS;
        switch (entry & CharacterTable.KIND) {
            case CharacterTable.PLAIN -> plain(entry, start, end);
            case CharacterTable.ALONE -> alone(payload, start, end);
            case CharacterTable.SPACE -> endWord();
            case CharacterTable.SEQUENCE -> {
                int[] pool = tables.characters().pool();
                for (int i = 1; i <= pool[payload]; i++) {
                    feed(pool[payload + i], start, end);
                }
            }
            case CharacterTable.REORDERED -> {
                return false;
            }
            default -> {}
        }
        return true;
    }

    private void alone(int id, int start, int end) {
        endWord();
        from[0] = start;
        to[0] = end;
        length = 1;
        emit(id, 1);
        word++;
        beginWord();
    }

    /** One more character of the word, with all that can happen. */
    private void plain(int entry, int start, int end) {
        if (length == from.length) {
            if (length <= maxWordLength) {
                from = Arrays.copyOf(from, 2 * length);
                to = Arrays.copyOf(to, 2 * length);
            } else {
                // Too long already: only the word's end matters.
                to[length - 1] = end;
                return;
            }
        }
        from[length] = start;
        to[length] = end;
        length++;
        int[] nodes = tables.trie().nodes();
        int symbol = entry >>> CharacterTable.KIND_BITS;
        while (state != PieceTrie.DEAD) {
            int v = nodes[PieceTrie.ROW * state + PieceTrie.BASE] + symbol;
            if (nodes[PieceTrie.ROW * v + PieceTrie.PARENT] == state) {
                state = v;
                return;
            }
            pop();
        }
    }

    /** Follows a failure link, and takes the pieces that it makes certain. */
    private void pop() {
        int[] nodes = tables.trie().nodes();
        int[] pool = tables.trie().pool();
        int row = PieceTrie.ROW * state;
        state = nodes[row + PieceTrie.FAIL];
        int at = nodes[row + PieceTrie.POPS];
        for (int i = 1; i <= pool[at]; i++) {
            int id = pool[at + i];
            emit(id, tables.trie().pieceLengths()[id]);
        }
    }

    private void endWord() {
        if (length == 0) {
            return;
        }
        if (length > maxWordLength) {
            state = PieceTrie.DEAD;
        }
        while (state != PieceTrie.SUFFIX && state != PieceTrie.DEAD) {
            pop();
        }
        if (state == PieceTrie.DEAD) {
            pieces = firstPiece;
            matched = 0;
            emit(tables.unknown(), length);
        }
        word++;
        beginWord();
    }

    private void emit(int id, int characters) {
        if (pieces == ids.length) {
            ids = Arrays.copyOf(ids, 2 * pieces);
            if (offsets) {
                starts = Arrays.copyOf(starts, ids.length);
                ends = Arrays.copyOf(ends, ids.length);
                words = Arrays.copyOf(words, ids.length);
            }
        }
        if (offsets) {
            starts[pieces] = from[matched];
            ends[pieces] = to[matched + characters - 1];
            words[pieces] = word;
            matched += characters;
        }
        ids[pieces++] = id;
    }
}
