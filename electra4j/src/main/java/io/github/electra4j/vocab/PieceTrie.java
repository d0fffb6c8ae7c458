package io.github.electra4j.vocab;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * The pieces of a vocabulary as a trie with failure links, which finds the greedy longest match of a word in one pass:
 * LinMaxMatch of Song et al., <i>Fast WordPiece Tokenization</i> (EMNLP 2021), section 3.
 *
 * <p>The trie is a double array (Aoe, 1989): the child of node u by symbol c is at {@code base(u) + c}, if what stands there
 * has u as its {@code parent}. Where u has no such child, the pieces {@code pops(u)} are certain, and the match goes on from
 * {@code fail(u)}, without looking at any character twice.
 */
final class PieceTrie {
    /** Ints a node. A state is where its node's row begins. */
    static final int ROW = 4;

    /** The state of a word that no pieces fit. */
    static final int DEAD = 0;
    /** The state before a word's first character. */
    static final int ROOT = ROW;
    /** The state behind a piece: that of "##". */
    static final int SUFFIX = 2 * ROW;

    /** The state whose child this is. */
    static final int PARENT = 0;
    /** Where the children begin: the child by a symbol is here + {@value #ROW} x symbol. */
    static final int BASE = 1;
    /** The state that a match goes on from where there is no child. */
    static final int FAIL = 2;
    /** The pieces that are certain then: ~id if it is one, otherwise a place in the pool. */
    static final int POPS = 3;

    private static final int NOBODY = -1;
    private static final int NO_POPS = 0;
    private static final String CONTINUES = "##";

    /** Above this many children a node goes behind all others, rather than into gaps. */
    private static final int MANY = 64;

    /** After this many places that were not free, the gaps so far count as full. */
    private static final int TRIES = 16;

    private final int[][] symbols = new int[(Character.MAX_CODE_POINT + 1) >> 8][];
    private int symbolCount;
    private final BitSet taken = new BitSet();
    private int[] nodes = new int[1 << 14];
    private int[] pool = new int[1 << 12];
    private int pooled = 1; // behind that of NO_POPS
    private final int[] pieceLengths;
    private int firstFree = SUFFIX / ROW + 1;
    private int searchFrom = SUFFIX / ROW + 1;

    /** A piece without its "##": code points at first, then symbols. */
    private record Piece(int[] symbols, int id) {}

    /** The pieces [from, to) begin with the characters that lead to a node; so many are they. */
    private record Subtree(int node, int depth, Piece[] pieces, int from, int to) {}

    PieceTrie(Vocabulary vocabulary) {
        List<String> tokens = vocabulary.tokens();
        pieceLengths = new int[tokens.size()];
        List<Piece> whole = new ArrayList<>();
        List<Piece> continued = new ArrayList<>();
        for (int id = 0; id < tokens.size(); id++) {
            String token = tokens.get(id);
            boolean continues = token.startsWith(CONTINUES);
            int[] characters = codePoints(token, continues ? CONTINUES.length() : 0);
            pieceLengths[id] = characters.length;
            // Punctuation is always a word by itself, so no word has such a piece.
            if (characters.length > 0 && !hasPunctuation(characters)) {
                (continues ? continued : whole).add(new Piece(characters, id));
            }
        }
        numberSymbols(whole, continued);
        build(sorted(whole), sorted(continued));
    }

    private static int[] codePoints(String token, int from) {
        int[] found = new int[token.codePointCount(from, token.length())];
        for (int i = 0, at = from; i < found.length; i++) {
            found[i] = token.codePointAt(at);
            at += Character.charCount(found[i]);
        }
        return found;
    }

    private static boolean hasPunctuation(int[] characters) {
        for (int c : characters) {
            if (BertCharacters.PINNED.isPunctuation(c)) {
                return true;
            }
        }
        return false;
    }

    /** Frequent symbols get small numbers, so that the rows of the double array overlap well. */
    private void numberSymbols(List<Piece> whole, List<Piece> continued) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (List<Piece> pieces : List.of(whole, continued)) {
            for (Piece piece : pieces) {
                for (int c : piece.symbols) {
                    counts.merge(c, 1, Integer::sum);
                }
            }
        }
        counts.entrySet().stream()
                .sorted(Map.Entry.<Integer, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(entry -> addSymbol(entry.getKey()));
    }

    /** The pieces with symbols in place of code points, in the order of these. */
    private Piece[] sorted(List<Piece> pieces) {
        for (Piece piece : pieces) {
            for (int i = 0; i < piece.symbols.length; i++) {
                piece.symbols[i] = symbol(piece.symbols[i]);
            }
        }
        Piece[] sorted = pieces.toArray(new Piece[0]);
        Arrays.sort(sorted, (a, b) -> Arrays.compare(a.symbols, b.symbols));
        return sorted;
    }

    private void addSymbol(int c) {
        if (symbols[c >> 8] == null) {
            symbols[c >> 8] = new int[256];
        }
        symbols[c >> 8][c & 0xFF] = ++symbolCount;
    }

    /** Breadth first, so that the failure links of a node's parent and of everything above it are there. */
    private void build(Piece[] whole, Piece[] continued) {
        for (int node : new int[] {DEAD, ROOT, SUFFIX}) {
            occupy(node, NOBODY, DEAD, NO_POPS);
        }
        Queue<Subtree> queue = new ArrayDeque<>();
        queue.add(new Subtree(ROOT, 0, whole, 0, whole.length));
        queue.add(new Subtree(SUFFIX, 0, continued, 0, continued.length));
        while (!queue.isEmpty()) {
            addChildren(queue.remove(), queue);
        }
        // A symbol may be added to any base without leaving the array, and a free slot is nobody's child.
        nodes = Arrays.copyOf(nodes, ROW * (taken.length() + symbolCount + 1));
        for (int slot = taken.nextClearBit(0); ROW * slot < nodes.length; slot = taken.nextClearBit(slot + 1)) {
            nodes[ROW * slot + PARENT] = NOBODY;
        }
    }

    private void addChildren(Subtree subtree, Queue<Subtree> queue) {
        int u = subtree.node;
        int depth = subtree.depth;
        Piece[] pieces = subtree.pieces;
        int from = subtree.from;
        if (from < subtree.to && pieces[from].symbols.length == depth) {
            from++; // the piece that ends at u
        }
        if (from == subtree.to) {
            return;
        }
        int[] children = new int[16];
        int[] ends = new int[16];
        int n = 0;
        for (int i = from; i < subtree.to; i++) {
            int symbol = pieces[i].symbols[depth];
            if (n == 0 || symbol != children[n - 1]) {
                if (n == children.length) {
                    children = Arrays.copyOf(children, 2 * n);
                    ends = Arrays.copyOf(ends, 2 * n);
                }
                children[n++] = symbol;
            }
            ends[n - 1] = i + 1;
        }
        int base = freeBase(children, n);
        nodes[u + BASE] = ROW * base;
        for (int i = 0; i < n; i++) {
            Piece shortest = pieces[from];
            int v = ROW * (base + children[i]);
            if (shortest.symbols.length == depth + 1) {
                occupy(v, u, SUFFIX, pops(shortest.id));
            } else {
                fail(v, u, children[i]);
            }
            queue.add(new Subtree(v, depth + 1, pieces, from, ends[i]));
            from = ends[i];
        }
    }

    /** The failure link of a node that no piece ends at (Song et al., algorithm 2). */
    private void fail(int v, int parent, int symbol) {
        List<Integer> popped = new ArrayList<>();
        addPops(parent, popped);
        int z = nodes[parent + FAIL];
        while (z != DEAD && child(z, symbol) == DEAD) {
            addPops(z, popped);
            z = nodes[z + FAIL];
        }
        if (z == DEAD) {
            occupy(v, parent, DEAD, NO_POPS);
        } else {
            occupy(
                    v,
                    parent,
                    child(z, symbol),
                    pops(popped.stream().mapToInt(i -> i).toArray()));
        }
    }

    private void addPops(int node, List<Integer> target) {
        int at = nodes[node + POPS];
        if (at < 0) {
            target.add(~at);
            return;
        }
        for (int i = 1; i <= pool[at]; i++) {
            target.add(pool[at + i]);
        }
    }

    private int pops(int... ids) {
        if (ids.length == 1) {
            return ~ids[0];
        }
        while (pooled + ids.length + 1 > pool.length) {
            pool = Arrays.copyOf(pool, 2 * pool.length);
        }
        int at = pooled;
        pool[pooled++] = ids.length;
        for (int id : ids) {
            pool[pooled++] = id;
        }
        return at;
    }

    private int child(int node, int symbol) {
        int v = nodes[node + BASE] + ROW * symbol;
        return v < nodes.length && taken.get(v / ROW) && nodes[v + PARENT] == node ? v : DEAD;
    }

    /** A base at which the slots of all n children are free. Where many places fail in vain, later searches begin behind. */
    private int freeBase(int[] children, int n) {
        if (n > MANY) {
            return taken.length();
        }
        if (n == 1) {
            firstFree = taken.nextClearBit(firstFree);
            return taken.nextClearBit(Math.max(firstFree, children[0])) - children[0];
        }
        int slot = taken.nextClearBit(Math.max(searchFrom, children[0]));
        for (int tries = 0; ; tries++) {
            int base = slot - children[0];
            int i = 1;
            while (i < n && !taken.get(base + children[i])) {
                i++;
            }
            if (i == n) {
                if (tries > TRIES) {
                    searchFrom = slot;
                }
                return base;
            }
            slot = taken.nextClearBit(slot + 1);
        }
    }

    private void occupy(int node, int parent, int fail, int pops) {
        while (node + ROW > nodes.length) {
            nodes = Arrays.copyOf(nodes, 2 * nodes.length);
        }
        taken.set(node / ROW);
        nodes[node + PARENT] = parent;
        nodes[node + FAIL] = fail;
        nodes[node + POPS] = pops;
    }

    /** The symbol of a normalised character, 0 if no piece has it. */
    int symbol(int c) {
        int[] page = symbols[c >> 8];
        return page == null ? 0 : page[c & 0xFF];
    }

    /** The rows of all nodes, {@value #ROW} ints each. */
    int[] nodes() {
        return nodes;
    }

    /** Where a node's {@link #POPS} points: the number of pieces, then their ids. */
    int[] pool() {
        return pool;
    }

    /** Characters of each piece, "##" left out. */
    int[] pieceLengths() {
        return pieceLengths;
    }
}
