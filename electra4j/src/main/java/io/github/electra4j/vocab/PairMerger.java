package io.github.electra4j.vocab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Byte-pair encoding over counted words (Sennrich, Haddow and Birch, 2016, section 3.2), with characters for bytes: joins
 * the most frequent pair of neighbouring pieces, again and again. Of pairs that stand equally often, the one whose left
 * piece, then right piece, has the smaller id comes first, so the order of the words does not matter.
 *
 * <p>Many pieces are only steps to longer ones and stand in hardly any word at the end. So more pieces are made than
 * wanted, as long as the next pair stands more often than the least used piece, and the least used are dropped: the
 * tokenizer takes the longest piece that fits and needs no steps. On Wikipedia this gives 0.5 % fewer pieces a word. The
 * observation is that of Scaffold-BPE (Lian et al., 2024).
 *
 * <p>Counts are kept up to date: joining a pair touches only the words that hold it. A piece inside a word is written with
 * {@code ##} in front.
 */
final class PairMerger {
    private static final String CONTINUES = "##";

    private final List<String> pieces;
    private final Map<String, Integer> ids = new HashMap<>();

    /** Words as ids of pieces, one behind the other: word w is {@code lengths[w]} long from {@code starts[w]}. */
    private int[] symbols = new int[1 << 12];

    private final int[] starts;
    private final int[] lengths;
    private final long[] counts;
    private final PairTable pairs = new PairTable();
    private final PairQueue queue = new PairQueue();

    /** Pieces that stay whatever their use: special tokens, unused slots, characters. */
    private final int fixed;

    /** How often each joined piece stands in the words as they are spelled now. */
    private long[] uses = new long[1 << 12];

    /** Pairs known before a join that stand more often after it: its piece was there already, made of another pair. */
    private final List<Integer> grown = new ArrayList<>();

    private int merges;

    /**
     * Spells the words with the characters of an alphabet; words with another character are left out.
     *
     * @param first the pieces with the first ids: special tokens and unused slots, which are never joined
     */
    PairMerger(List<String> first, Alphabet alphabet, WordTable words) {
        pieces = new ArrayList<>(first);
        Alphabet.Ids starting = new Alphabet.Ids(alphabet.characters(), pieces.size());
        Arrays.stream(alphabet.characters()).mapToObj(Character::toString).forEach(this::enter);
        Alphabet.Ids continuing = new Alphabet.Ids(alphabet.continuing(), pieces.size());
        Arrays.stream(alphabet.continuing())
                .mapToObj(c -> CONTINUES + Character.toString(c))
                .forEach(this::enter);
        fixed = pieces.size();

        int known = words.size() - alphabet.unknownDistinct();
        starts = new int[known];
        lengths = new int[known];
        counts = new long[known];
        char[] text = words.characters();
        int end = 0;
        for (int w = 0, n = 0; w < words.size(); w++) {
            if (starting.spell(text, words.start(w), words.end(w))) {
                starts[n] = end;
                counts[n] = words.count(w);
                Alphabet.Ids symbol = starting;
                for (int at = words.start(w); at < words.end(w); ) {
                    int c = Character.codePointAt(text, at, words.end(w));
                    if (end == symbols.length) {
                        symbols = Arrays.copyOf(symbols, 2 * end);
                    }
                    symbols[end++] = symbol.of(c);
                    symbol = continuing;
                    at += Character.charCount(c);
                }
                lengths[n] = end - starts[n];
                n++;
            }
        }
    }

    private int enter(String piece) {
        Integer before = ids.putIfAbsent(piece, pieces.size());
        if (before != null) {
            return before;
        }
        pieces.add(piece);
        return pieces.size() - 1;
    }

    /**
     * Joins pairs as long as that is of use to a vocabulary of {@code size} pieces and the pair stands {@code minCount} times.
     *
     * @return the pieces by id, {@code size} of them if the words have as many, else fewer
     */
    List<String> run(int size, int minCount, WordPieceTrainer.ProgressSink progress) {
        countPairs(minCount);
        long judged = Long.MAX_VALUE;
        while (!queue.isEmpty()) {
            int pair = queue.pair();
            long entered = queue.count();
            queue.remove();
            long count = pairs.count(pair);
            if (count != entered) {
                // Joins around it took some of its places since it entered.
                enqueue(pair, minCount);
                continue;
            }
            if (pieces.size() >= size && count < judged) {
                judged = count;
                if (usedAtLeast(count) >= size) {
                    break;
                }
            }
            join(pair, minCount);
            progress.progress("joining", Math.min(pieces.size(), size), size);
        }
        return mostUsed(size);
    }

    /** Number of pieces that stand at least so often, with those that stay anyway. */
    private int usedAtLeast(long count) {
        int n = fixed;
        for (int p = fixed; p < pieces.size(); p++) {
            n += uses[p] >= count ? 1 : 0;
        }
        return n;
    }

    /** The pieces by id without the least used, of those used equally the later ones, that are too many. */
    private List<String> mostUsed(int size) {
        Set<Integer> dropped = IntStream.range(fixed, pieces.size())
                .boxed()
                .sorted(Comparator.comparingLong((Integer p) -> uses[p]).thenComparing(Comparator.reverseOrder()))
                .limit(Math.max(0, pieces.size() - size))
                .collect(Collectors.toSet());
        return IntStream.range(0, pieces.size())
                .filter(p -> !dropped.contains(p))
                .mapToObj(pieces::get)
                .toList();
    }

    private void countPairs(int minCount) {
        for (int w = 0; w < starts.length; w++) {
            int last = starts[w] + lengths[w] - 1;
            for (int i = starts[w]; i < last; i++) {
                int pair = pairs.index(PairTable.key(symbols[i], symbols[i + 1]));
                pairs.add(pair, counts[w]);
                pairs.in(pair, w);
            }
        }
        for (int pair = 0; pair < pairs.size(); pair++) {
            enqueue(pair, minCount);
        }
    }

    /** Makes one piece of a pair, in every word that has it. */
    private void join(int pair, int minCount) {
        long key = pairs.key(pair);
        int left = PairTable.left(key);
        int right = PairTable.right(key);
        int joined = enter(pieces.get(left) + withoutPrefix(pieces.get(right)));
        int known = pairs.size();
        merges++;
        long joinedUses = 0;
        for (int word : pairs.takeWords(pair)) {
            joinedUses += counts[word] * joinIn(word, left, right, joined, known);
        }
        pairs.add(pair, -joinedUses);
        if (pieces.size() > uses.length) {
            uses = Arrays.copyOf(uses, Math.max(pieces.size(), 2 * uses.length));
        }
        uses[joined] += joinedUses;
        uses[left] -= joinedUses;
        uses[right] -= joinedUses;
        for (int p = known; p < pairs.size(); p++) {
            enqueue(p, minCount);
        }
        for (int p : grown) {
            enqueue(p, minCount);
        }
        grown.clear();
    }

    /** Joins a pair in one word, from left to right, and corrects the counts around it; returns how often it stood there. */
    private int joinIn(int word, int left, int right, int joined, int known) {
        long times = counts[word];
        int from = starts[word];
        int end = from + lengths[word];
        int to = from;
        int found = 0;
        for (int i = from; i < end; i++) {
            int symbol = symbols[i];
            if (symbol == left && i + 1 < end && symbols[i + 1] == right) {
                found++;
                if (to > from) {
                    change(symbols[to - 1], left, symbols[to - 1], joined, word, times, known);
                }
                if (i + 2 < end) {
                    change(right, symbols[i + 2], joined, symbols[i + 2], word, times, known);
                }
                symbol = joined;
                i++;
            }
            symbols[to++] = symbol;
        }
        lengths[word] = to - from;
        return found;
    }

    /** One pair fewer and another more in a word. */
    private void change(int oldLeft, int oldRight, int newLeft, int newRight, int word, long times, int known) {
        pairs.add(pairs.index(PairTable.key(oldLeft, oldRight)), -times);
        int pair = pairs.index(PairTable.key(newLeft, newRight));
        pairs.add(pair, times);
        pairs.in(pair, word);
        if (pair < known && (grown.isEmpty() || grown.get(grown.size() - 1) != pair)) {
            grown.add(pair);
        }
    }

    private void enqueue(int pair, int minCount) {
        if (pairs.count(pair) >= minCount) {
            queue.add(pair, pairs.key(pair), pairs.count(pair));
        }
    }

    private static String withoutPrefix(String piece) {
        return piece.startsWith(CONTINUES) ? piece.substring(CONTINUES.length()) : piece;
    }

    /** Pairs joined so far, those of dropped pieces too; a piece that two different pairs make counts twice. */
    int merges() {
        return merges;
    }
}
