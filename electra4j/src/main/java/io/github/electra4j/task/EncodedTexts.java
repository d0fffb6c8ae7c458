package io.github.electra4j.task;

import io.github.electra4j.examples.Batch;
import io.github.electra4j.vocab.Vocabulary;
import io.github.electra4j.vocab.WordPieceTokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Texts as the network reads them: {@code [CLS] text [SEP]}, or {@code [CLS] text [SEP] pair [SEP]}, up to a greatest length. Immutable.
 */
public final class EncodedTexts {
    private final List<TextWindow> windows;
    private final int padId;

    private EncodedTexts(List<TextWindow> windows, int padId) {
        this.windows = windows;
        this.padId = padId;
    }

    /**
     * Encodes a text or a pair, with what is to be learned of it.
     *
     * @param maxLength most tokens of a window, [CLS] and [SEP] included: at least 3, with pairs 5
     * @return one window, where it fits into one or is to be cut
     */
    static List<TextWindow> windows(
            LabeledText text, WordPieceTokenizer tokenizer, int maxLength, double target, LongTexts longTexts) {
        int[] first = tokenizer.encode(text.text());
        int[] second = text.pair() == null ? null : tokenizer.encode(text.pair());
        return longTexts.windows()
                ? TextWindows.of(first, second, tokenizer.vocabulary(), maxLength, longTexts.stride(), target)
                : List.of(cut(first, second, false, tokenizer.vocabulary(), maxLength, target));
    }

    /**
     * A pair of texts that are word pieces already.
     *
     * @param keepsEnd whether of a first text that is too long the end is kept, or else the beginning
     */
    public static TextWindow pair(int[] first, int[] second, boolean keepsEnd, Vocabulary vocabulary, int maxLength) {
        return cut(first, second, keepsEnd, vocabulary, maxLength, Double.NaN);
    }

    /** The parts of a text that windows hold, overlapping by half; the whole text where it fits into one. */
    public static List<int[]> parts(int[] text, int maxLength) {
        return TextWindows.parts(text, room(maxLength, false), 0);
    }

    /**
     * The parts of a first text that windows hold beside a second one, overlapping by half; the whole text where both fit into one.
     *
     * @param second pieces of the second text
     */
    public static List<int[]> parts(int[] first, int second, int maxLength) {
        return TextWindows.parts(first, keptOfFirst(first.length, second, room(maxLength, true)), 0);
    }

    /**
     * Of a pair that is too long, the longer text loses its last piece until both fit, the second where they are equally long (the
     * published truncation).
     */
    private static TextWindow cut(
            int[] first,
            int @Nullable [] second,
            boolean keepsEnd,
            Vocabulary vocabulary,
            int maxLength,
            double target) {
        int room = room(maxLength, second != null);
        int all = first.length + (second == null ? 0 : second.length);
        int kept = keptOfFirst(first.length, second == null ? 0 : second.length, room);
        int[] part = keepsEnd ? Arrays.copyOfRange(first, first.length - kept, first.length) : first;
        int[] ids = join(part, kept, second, Math.min(all, room) - kept, vocabulary);
        return new TextWindow(ids, kept + 2, Math.max(0, all - room), target);
    }

    /** Texts that are word pieces already, each short enough; [CLS] and [SEP] are put around them. */
    public static EncodedTexts ofPieces(List<int[]> pieces, Vocabulary vocabulary) {
        List<TextWindow> windows = new ArrayList<>();
        for (int[] text : pieces) {
            int[] ids = join(text, text.length, null, 0, vocabulary);
            windows.add(new TextWindow(ids, ids.length, 0, Double.NaN));
        }
        return new EncodedTexts(windows, vocabulary.padId());
    }

    /**
     * Pieces that a window has room for.
     *
     * @throws IllegalArgumentException where it has none for each text
     */
    static int room(int maxLength, boolean pair) {
        (pair ? LeastLength.PAIR : LeastLength.SINGLE).require(maxLength);
        return maxLength - (pair ? 3 : 2);
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

    static int[] join(int[] first, int kept, int @Nullable [] second, int keptOfSecond, Vocabulary vocabulary) {
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

    /** Tokens of each text. */
    public int[] lengths() {
        return windows.stream().mapToInt(window -> window.ids().length).toArray();
    }

    /**
     * A batch of some of the texts, padded to the longest of them, whose numbers are the keys.
     *
     * @param rows which texts, in the batch's order
     */
    public Batch batch(int[] rows) {
        long[] keys = Arrays.stream(rows).asLongStream().toArray();
        return WindowBatch.of(Arrays.stream(rows).mapToObj(windows::get).toList(), keys, padId)
                .batch();
    }
}
