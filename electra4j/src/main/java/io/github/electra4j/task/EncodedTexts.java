package io.github.electra4j.task;

import io.github.electra4j.examples.Batch;
import io.github.electra4j.examples.ExampleSource;
import io.github.electra4j.vocab.Vocabulary;
import io.github.electra4j.vocab.WordPieceTokenizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Texts as the network reads them: {@code [CLS] text [SEP]}, or {@code [CLS] text [SEP] pair [SEP]}, cut to a greatest
 * length. Of a pair that is too long, the longer text loses its last piece until both fit, the second where they are
 * equally long (the published truncation). Immutable.
 */
public final class EncodedTexts implements ExampleSource {
    private final int[][] ids;
    private final int[] firstLengths;
    private final int padId;
    private final int maxLength;
    private final int cutTexts;
    private final long cutPieces;
    private final long allPieces;

    private EncodedTexts(
            int[][] ids, int[] firstLengths, int padId, int maxLength, int cutTexts, long cutPieces, long allPieces) {
        this.ids = ids;
        this.firstLengths = firstLengths;
        this.padId = padId;
        this.maxLength = maxLength;
        this.cutTexts = cutTexts;
        this.cutPieces = cutPieces;
        this.allPieces = allPieces;
    }

    /**
     * Encodes texts, all single or all pairs.
     *
     * @param maxLength most tokens of an example, [CLS] and [SEP] included: at least 3, with pairs 5
     */
    public static EncodedTexts of(List<LabeledText> texts, WordPieceTokenizer tokenizer, int maxLength) {
        Vocabulary vocabulary = tokenizer.vocabulary();
        int[][] ids = new int[texts.size()][];
        int[] firstLengths = new int[texts.size()];
        int cutTexts = 0;
        long cutPieces = 0;
        long allPieces = 0;
        for (int i = 0; i < ids.length; i++) {
            LabeledText text = texts.get(i);
            int[] first = tokenizer.encode(text.text());
            int[] second = text.pair() == null ? null : tokenizer.encode(text.pair());
            int special = second == null ? 2 : 3;
            int room = maxLength - special;
            if (room < special - 1) {
                throw new IllegalArgumentException("maximal length: " + maxLength + ", expected at least "
                        + (second == null ? 3 : 5) + (second == null ? "" : " for pairs"));
            }
            int all = first.length + (second == null ? 0 : second.length);
            int kept = keptOfFirst(first.length, second == null ? 0 : second.length, room);
            firstLengths[i] = kept + 2;
            ids[i] = join(first, kept, second, Math.min(all, room) - kept, vocabulary);
            allPieces += all;
            if (all > room) {
                cutTexts++;
                cutPieces += all - room;
            }
        }
        return new EncodedTexts(ids, firstLengths, vocabulary.padId(), maxLength, cutTexts, cutPieces, allPieces);
    }

    /** Texts that are word pieces already, each short enough; [CLS] and [SEP] are put around them. */
    public static EncodedTexts ofPieces(List<int[]> pieces, Vocabulary vocabulary) {
        int[][] ids = new int[pieces.size()][];
        int[] lengths = new int[ids.length];
        long all = 0;
        for (int i = 0; i < ids.length; i++) {
            ids[i] = join(pieces.get(i), pieces.get(i).length, null, 0, vocabulary);
            lengths[i] = ids[i].length;
            all += pieces.get(i).length;
        }
        int longest = Arrays.stream(lengths).max().orElse(2);
        return new EncodedTexts(ids, lengths, vocabulary.padId(), longest, 0, 0, all);
    }

    /** How many pieces of the first text stay, when pieces are taken from the longer text one by one. */
    static int keptOfFirst(int first, int second, int room) {
        if (first + second <= room) {
            return first;
        }
        int half = (room + 1) / 2;
        if (second <= room - half) {
            return room - second;
        }
        return Math.min(first, half);
    }

    private static int[] join(int[] first, int kept, int @Nullable [] second, int keptOfSecond, Vocabulary vocabulary) {
        int[] row = new int[kept + 2 + (second == null ? 0 : keptOfSecond + 1)];
        row[0] = vocabulary.clsId();
        System.arraycopy(first, 0, row, 1, kept);
        row[kept + 1] = vocabulary.sepId();
        if (second != null) {
            System.arraycopy(second, 0, row, kept + 2, keptOfSecond);
            row[row.length - 1] = vocabulary.sepId();
        }
        return row;
    }

    @Override
    public long size() {
        return ids.length;
    }

    @Override
    public int length(long i) {
        return ids[Math.toIntExact(i)].length;
    }

    @Override
    public int firstLength(long i) {
        return firstLengths[Math.toIntExact(i)];
    }

    @Override
    public void copy(long i, int[] target, int offset) {
        int[] row = ids[Math.toIntExact(i)];
        System.arraycopy(row, 0, target, offset, row.length);
    }

    /** Tokens of each example. */
    public int[] lengths() {
        return Arrays.stream(ids).mapToInt(row -> row.length).toArray();
    }

    /** Number of texts (or pairs) that were cut. */
    public int cutTexts() {
        return cutTexts;
    }

    /** What was cut, as a sentence; null where nothing was. */
    public @Nullable String cutSaid() {
        return cutTexts == 0
                ? null
                : String.format(
                        Locale.ROOT,
                        "%,d of %,d texts are longer than %d tokens and were cut: %.1f %% of all pieces are lost",
                        cutTexts,
                        ids.length,
                        maxLength,
                        100.0 * cutPieces / allPieces);
    }

    /**
     * A batch of some of the texts, padded to the longest of them.
     *
     * @param rows which texts, in the batch's order
     * @param epoch the keys are {@code epoch * size + row}, so that dropout differs between epochs
     */
    public Batch batch(int[] rows, long epoch) {
        int longest = 0;
        for (int row : rows) {
            longest = Math.max(longest, ids[row].length);
        }
        int[] flat = new int[rows.length * longest];
        int[] lengths = new int[rows.length];
        int[] firsts = new int[rows.length];
        long[] keys = new long[rows.length];
        for (int i = 0; i < rows.length; i++) {
            int row = rows[i];
            lengths[i] = ids[row].length;
            firsts[i] = firstLengths[row];
            keys[i] = epoch * ids.length + row;
            System.arraycopy(ids[row], 0, flat, i * longest, lengths[i]);
            Arrays.fill(flat, i * longest + lengths[i], (i + 1) * longest, padId);
        }
        return new Batch(flat, lengths, firsts, keys, rows.length, longest);
    }
}
