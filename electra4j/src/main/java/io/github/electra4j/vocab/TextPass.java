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

    /** The word under way: the state of the match, its characters so far, those that have a piece, its first piece. */
    private int state;

    private int length;
    private int matched;
    private int firstPiece;
    private int word;

    /**
     * Where the word's characters come from: mostly from {@code origin} on, one unit each; otherwise ({@code origin} is
     * -1) character k comes from {@code from[k]} to {@code to[k]}.
     */
    private int origin;

    private int[] from = new int[128];
    private int[] to = new int[128];

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
        origin = -1;
    }

    /** Follows the text by its entries; false if it needs canonical ordering. */
    private boolean scan(int n) {
        char[] s = text;
        CharacterTable table = tables.characters();
        int[] first = table.firstBlock();
        int[] nodes = tables.trie().nodes();
        for (int i = 0; i < n; ) {
            int entry = 0;
            if (length == 0 || (origin >= 0 && i == origin + length)) {
                // The way of nearly all text: down the trie, one unit a character.
                int u = state;
                int begin = i;
                for (; i < n; i++) {
                    char c = s[i];
                    entry = c < first.length ? first[c] : table.get(c);
                    if ((entry & CharacterTable.KIND) != CharacterTable.PLAIN) {
                        break;
                    }
                    int v = nodes[u + PieceTrie.BASE] + PieceTrie.ROW * (entry >>> CharacterTable.KIND_BITS);
                    if (nodes[v + PieceTrie.PARENT] != u) {
                        break;
                    }
                    u = v;
                }
                state = u;
                origin = length == 0 ? begin : origin;
                length += i - begin;
                if (i == n) {
                    break;
                }
            } else {
                entry = table.get(s[i]);
            }
            int next = i + 1;
            int kind = entry & CharacterTable.KIND;
            if (kind == CharacterTable.SPACE) {
                endWord();
            } else if (kind == CharacterTable.SURROGATE) {
                int whole = Character.codePointAt(s, i, n);
                next = i + Character.charCount(whole);
                if (next == i + 2 && !feed(table.get(whole), i, next)) {
                    return false;
                }
            } else if (!feed(entry, i, next)) {
                return false;
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
        put(id, start, end);
        word++;
        beginWord();
    }

    /** One more character of the word, with all that can happen. */
    private void plain(int entry, int start, int end) {
        if (length == 0 && end == start + 1) {
            origin = start;
        } else if (length == 0 || (origin >= 0 && (start != origin + length || end != start + 1))) {
            listCharacters();
        }
        if (origin < 0) {
            if (length == from.length) {
                from = Arrays.copyOf(from, 2 * length);
                to = Arrays.copyOf(to, 2 * length);
            }
            from[length] = start;
            to[length] = end;
        }
        length++;
        int[] nodes = tables.trie().nodes();
        int step = PieceTrie.ROW * (entry >>> CharacterTable.KIND_BITS);
        while (state != PieceTrie.DEAD) {
            int v = nodes[state + PieceTrie.BASE] + step;
            if (nodes[v + PieceTrie.PARENT] == state) {
                state = v;
                return;
            }
            pop();
        }
    }

    /** From here on the word's characters do not stand one behind the other. */
    private void listCharacters() {
        if (length >= from.length) {
            from = new int[2 * length];
            to = new int[2 * length];
        }
        for (int k = 0; k < length; k++) {
            from[k] = origin + k;
            to[k] = origin + k + 1;
        }
        origin = -1;
    }

    /** Follows a failure link, and takes the pieces that it makes certain. */
    private void pop() {
        PieceTrie trie = tables.trie();
        int[] nodes = trie.nodes();
        int at = nodes[state + PieceTrie.POPS];
        state = nodes[state + PieceTrie.FAIL];
        if (at < 0) {
            emit(~at, trie.pieceLengths());
        } else {
            int[] pool = trie.pool();
            for (int i = 1; i <= pool[at]; i++) {
                emit(pool[at + i], trie.pieceLengths());
            }
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
            put(tables.unknown(), start(0), end(length - 1));
        }
        word++;
        beginWord();
    }

    private void emit(int id, int[] pieceLengths) {
        if (offsets) {
            int begin = matched;
            matched += pieceLengths[id];
            put(id, start(begin), end(matched - 1));
        } else {
            put(id, 0, 0);
        }
    }

    private int start(int character) {
        return origin < 0 ? from[character] : origin + character;
    }

    private int end(int character) {
        return origin < 0 ? to[character] : origin + character + 1;
    }

    private void put(int id, int start, int end) {
        if (pieces == ids.length) {
            grow();
        }
        if (offsets) {
            starts[pieces] = start;
            ends[pieces] = end;
            words[pieces] = word;
        }
        ids[pieces++] = id;
    }

    private void grow() {
        ids = Arrays.copyOf(ids, 2 * pieces);
        if (offsets) {
            starts = Arrays.copyOf(starts, ids.length);
            ends = Arrays.copyOf(ends, ids.length);
            words = Arrays.copyOf(words, ids.length);
        }
    }
}
