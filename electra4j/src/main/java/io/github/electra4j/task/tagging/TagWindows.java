package io.github.electra4j.task.tagging;

import io.github.electra4j.vocab.Vocabulary;
import io.github.electra4j.vocab.WordPieceTokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The windows of a sentence: each begins at a word, as many pieces behind the one before as the stride says, and holds as many words as go in. A word is
 * read in the window where it has the most context: the lesser of the pieces to its left and to its right (the rule of the authors' code for
 * question answering).
 */
final class TagWindows {
    private final Vocabulary vocabulary;
    private final int width;
    private final int stride;
    private final int[] targets;
    private final int[][] pieces;
    /** Pieces before each word, and behind the last. */
    private final int[] before;

    private int cut;

    private TagWindows(TaggedText row, int[] targets, WordPieceTokenizer tokenizer, int maxLength, int stride) {
        this.vocabulary = tokenizer.vocabulary();
        this.width = maxLength - 2;
        this.stride = stride;
        this.targets = targets;
        pieces = new int[row.words().size()][];
        before = new int[pieces.length + 1];
        for (int w = 0; w < pieces.length; w++) {
            int[] all = tokenizer.encode(row.word(w));
            // A word of nothing that the tokenizer keeps is still a word.
            pieces[w] =
                    all.length == 0 ? new int[] {vocabulary.unkId()} : Arrays.copyOf(all, Math.min(all.length, width));
            cut += Math.max(0, all.length - width);
            before[w + 1] = Math.addExact(before[w], pieces[w].length);
        }
    }

    /**
     * Makes them.
     *
     * @param targets ids of the words' labels; empty where they are not known
     * @param stride pieces from the beginning of a window to that of the next; 0 for half of what a window holds
     */
    static List<TagWindow> of(TaggedText row, int[] targets, WordPieceTokenizer tokenizer, int maxLength, int stride) {
        int width = maxLength - 2;
        return new TagWindows(row, targets, tokenizer, maxLength, stride > 0 ? stride : Math.max(1, width / 2)).all();
    }

    private record Range(int from, int to) {}

    private List<TagWindow> all() {
        if (pieces.length == 0) {
            return List.of(
                    new TagWindow(new int[] {vocabulary.clsId(), vocabulary.sepId()}, new int[] {0}, targets, 0, 0));
        }
        List<Range> ranges = ranges();
        List<TagWindow> windows = new ArrayList<>();
        int word = 0;
        for (int r = 0; r < ranges.size(); r++) {
            int first = word;
            while (word < pieces.length && best(ranges, word) == r) {
                word++;
            }
            if (word > first) {
                windows.add(window(ranges.get(r), first, word, windows.isEmpty() ? cut : 0));
            }
        }
        return windows;
    }

    private List<Range> ranges() {
        List<Range> ranges = new ArrayList<>();
        int from = 0;
        while (true) {
            int to = from;
            while (to < pieces.length && before[to + 1] - before[from] <= width) {
                to++;
            }
            ranges.add(new Range(from, to));
            if (to == pieces.length) {
                return ranges;
            }
            // Not behind the window's end, so that no word is left out.
            int next = from + 1;
            while (next < to && before[next] - before[from] < stride) {
                next++;
            }
            from = next;
        }
    }

    /** The window in which a word has the most context; the first of equal ones. Words of one window stand together. */
    private int best(List<Range> ranges, int word) {
        int best = -1;
        int most = -1;
        for (int r = firstHolding(ranges, word);
                r < ranges.size() && ranges.get(r).from() <= word;
                r++) {
            int context = Math.min(
                    before[word] - before[ranges.get(r).from()],
                    before[ranges.get(r).to()] - before[word + 1]);
            if (context > most) {
                most = context;
                best = r;
            }
        }
        return best;
    }

    /** Both ends of windows only grow. */
    private static int firstHolding(List<Range> ranges, int word) {
        int low = 0;
        int high = ranges.size() - 1;
        while (low < high) {
            int middle = (low + high) / 2;
            if (ranges.get(middle).to() > word) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private TagWindow window(Range range, int first, int end, int lost) {
        int[] ids = new int[before[range.to()] - before[range.from()] + 2];
        ids[0] = vocabulary.clsId();
        ids[ids.length - 1] = vocabulary.sepId();
        for (int w = range.from(); w < range.to(); w++) {
            System.arraycopy(pieces[w], 0, ids, 1 + before[w] - before[range.from()], pieces[w].length);
        }
        int[] positions = new int[end - first];
        Arrays.setAll(positions, i -> 1 + before[first + i] - before[range.from()]);
        int[] own = targets.length == 0 ? targets : Arrays.copyOfRange(targets, first, end);
        return new TagWindow(ids, positions, own, end - first, lost);
    }
}
