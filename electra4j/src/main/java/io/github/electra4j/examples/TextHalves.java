package io.github.electra4j.examples;

import io.github.electra4j.vocab.Vocabulary;

/**
 * Cuts every example in the middle, into two parts of the same text, which stand beside each other: rows 2i and 2i + 1 belong together.
 * Both are of one length, give or take a token, so that rows of a batch of equally long examples need no padding.
 */
public final class TextHalves {
    /** Tokens between [CLS] and [SEP] below which an example is too short to be cut, and stands there twice. */
    private static final int LEAST = 4;

    private final Vocabulary vocabulary;

    /** A cut of examples in a vocabulary's pieces. */
    public TextHalves(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /** The batch of twice as many rows. No piece is lost, and the keys of the rows differ. */
    public Batch cut(Batch batch) {
        RowCuts rows = new RowCuts(batch, vocabulary);
        for (int example = 0; example < batch.size(); example++) {
            int body = rows.body(example);
            // Of an example that is too short both parts are empty.
            int end = body < LEAST ? 1 : 1 + body;
            int middle = (1 + end) / 2;
            part(rows, example, 1, middle, 0);
            part(rows, example, middle, end, 1);
        }
        return rows.batch();
    }

    /** Adds a part, or the whole example where the part has no piece: a row must not be without its other one. */
    private static void part(RowCuts rows, int example, int from, int to, int number) {
        if (from == to || !rows.add(example, from, to, number)) {
            rows.add(example, rows.key(example, number));
        }
    }
}
