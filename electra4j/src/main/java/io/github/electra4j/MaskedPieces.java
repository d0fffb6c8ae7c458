package io.github.electra4j;

import io.github.electra4j.examples.Batch;
import io.github.electra4j.task.EncodedTexts;
import io.github.electra4j.vocab.Vocabulary;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Pieces of some texts masked in turn, in the window in whose middle it stands: a row a piece, which is made when its batch is, since
 * all together would be the square of a text's length.
 */
final class MaskedPieces {
    private final Windows windows;
    private final Vocabulary vocabulary;
    /** Of each row the text and the piece. */
    private final int[] texts;

    private final int[] pieces;

    /**
     * Pieces of texts.
     *
     * @param wanted of each text the numbers of the pieces that are masked
     */
    MaskedPieces(int[][] wanted, Windows windows, Vocabulary vocabulary) {
        this.windows = windows;
        this.vocabulary = vocabulary;
        texts = IntStream.range(0, wanted.length)
                .flatMap(t -> IntStream.of(wanted[t]).map(i -> t))
                .toArray();
        pieces = Arrays.stream(wanted).flatMapToInt(IntStream::of).toArray();
    }

    /** Tokens of each row, [CLS] and [SEP] included. */
    int[] lengths() {
        return IntStream.range(0, texts.length)
                .map(row -> window(row).length + 2)
                .toArray();
    }

    Batch batch(int[] rows) {
        return EncodedTexts.ofPieces(Arrays.stream(rows).mapToObj(this::masked).toList(), vocabulary)
                .batch(IntStream.range(0, rows.length).toArray());
    }

    private int[] masked(int row) {
        int[] ids = window(row).clone();
        ids[windows.column(texts[row], pieces[row])] = vocabulary.maskId();
        return ids;
    }

    /** Where the masked pieces of a batch of these rows stand, as indices into its ids. */
    int[] places(int[] rows, Batch batch) {
        // Behind [CLS].
        return IntStream.range(0, rows.length)
                .map(r -> r * batch.length() + 1 + windows.column(texts[rows[r]], pieces[rows[r]]))
                .toArray();
    }

    /** The pieces that were masked. */
    int[] originals(int[] rows) {
        return Arrays.stream(rows)
                .map(row -> window(row)[windows.column(texts[row], pieces[row])])
                .toArray();
    }

    int text(int row) {
        return texts[row];
    }

    int piece(int row) {
        return pieces[row];
    }

    private int[] window(int row) {
        return windows.pieces().get(windows.window(texts[row], pieces[row]));
    }
}
