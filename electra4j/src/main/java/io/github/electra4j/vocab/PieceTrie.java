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

    private final int[][] symbols = new int[(Character.MAX_CODE_POINT + 1) >> 8][];
    private int symbolCount;
    private final BitSet taken = new BitSet();
    private int[] nodes = new int[1 << 14];
    private int[] pool = new int[1 << 12];
    private int pooled = 1; // behind that of NO_POPS
    private final int[] pieceLengths;

    private record Piece(int[] symbols, int id) {}

    private record Subtree(int node, int depth, List<Piece> pieces) {}

    PieceTrie(Vocabulary vocabulary) {
        List<String> tokens = vocabulary.tokens();
        pieceLengths = new int[tokens.size()];
        List<Integer> reachable = new ArrayList<>();
        for (int id = 0; id < tokens.size(); id++) {
            String characters = characters(tokens.get(id));
            pieceLengths[id] = characters.codePointCount(0, characters.length());
            // Punctuation is always a word by itself, so no word has such a piece.
            if (!characters.isEmpty() && characters.codePoints().noneMatch(BertCharacters.PINNED::isPunctuation)) {
                reachable.add(id);
            }
        }
        numberSymbols(reachable, tokens);
        List<Piece> whole = new ArrayList<>();
        List<Piece> continued = new ArrayList<>();
        for (int id : reachable) {
            int[] s = characters(tokens.get(id)).codePoints().map(this::symbol).toArray();
            (tokens.get(id).startsWith(CONTINUES) ? continued : whole).add(new Piece(s, id));
        }
        build(whole, continued);
    }

    private static String characters(String token) {
        return token.startsWith(CONTINUES) ? token.substring(CONTINUES.length()) : token;
    }

    /** Frequent symbols get small numbers, so that the rows of the double array overlap well. */
    private void numberSymbols(List<Integer> ids, List<String> tokens) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (int id : ids) {
            characters(tokens.get(id)).codePoints().forEach(c -> counts.merge(c, 1, Integer::sum));
        }
        counts.entrySet().stream()
                .sorted(Map.Entry.<Integer, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(entry -> addSymbol(entry.getKey()));
    }

    private void addSymbol(int c) {
        if (symbols[c >> 8] == null) {
            symbols[c >> 8] = new int[256];
        }
        symbols[c >> 8][c & 0xFF] = ++symbolCount;
    }

    /** Breadth first, so that the failure links of a node's parent and of everything above it are there. */
    private void build(List<Piece> whole, List<Piece> continued) {
        for (int node : new int[] {DEAD, ROOT, SUFFIX}) {
            occupy(node, NOBODY, DEAD, NO_POPS);
        }
        Queue<Subtree> queue = new ArrayDeque<>();
        whole.sort((a, b) -> Arrays.compare(a.symbols, b.symbols));
        continued.sort((a, b) -> Arrays.compare(a.symbols, b.symbols));
        queue.add(new Subtree(ROOT, 0, whole));
        queue.add(new Subtree(SUFFIX, 0, continued));
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
        List<Piece> pieces = subtree.pieces;
        int first = 0;
        while (first < pieces.size() && pieces.get(first).symbols.length == depth) {
            first++; // the piece that ends at u
        }
        if (first == pieces.size()) {
            return;
        }
        List<Integer> bounds = new ArrayList<>(List.of(first));
        for (int i = first + 1; i <= pieces.size(); i++) {
            if (i == pieces.size() || pieces.get(i).symbols[depth] != pieces.get(i - 1).symbols[depth]) {
                bounds.add(i);
            }
        }
        int[] children = new int[bounds.size() - 1];
        for (int i = 0; i < children.length; i++) {
            children[i] = pieces.get(bounds.get(i)).symbols[depth];
        }
        int base = freeBase(children);
        nodes[u + BASE] = ROW * base;
        for (int i = 0; i < children.length; i++) {
            List<Piece> below = pieces.subList(bounds.get(i), bounds.get(i + 1));
            Piece shortest = below.get(0);
            int v = ROW * (base + children[i]);
            if (shortest.symbols.length == depth + 1) {
                occupy(v, u, SUFFIX, pops(shortest.id));
            } else {
                fail(v, u, children[i]);
            }
            queue.add(new Subtree(v, depth + 1, below));
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

    private int freeBase(int[] children) {
        if (children.length > MANY) {
            return taken.length();
        }
        for (int slot = taken.nextClearBit(SUFFIX / ROW + children[0]); ; slot = taken.nextClearBit(slot + 1)) {
            int base = slot - children[0];
            int i = 1;
            while (i < children.length && !taken.get(base + children[i])) {
                i++;
            }
            if (i == children.length) {
                return base;
            }
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
