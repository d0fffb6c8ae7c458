package io.github.electra4j.examples;

import io.github.electra4j.random.CounterRandom;
import io.github.electra4j.vocab.Vocabulary;

/** Cuts every example into two parts of the same text, which stand beside each other: rows 2i and 2i + 1 belong together. */
public final class TextHalves {
    /** Tokens between [CLS] and [SEP] below which an example is too short to be cut, and stands there twice. */
    private static final int LEAST = 4;

    /** The first part has from 0.3 of the tokens to 0.7. */
    private static final double FROM = 0.3;

    private static final double SPAN = 0.4;

    private final Vocabulary vocabulary;
    private final long seed;

    /**
     * A cut.
     *
     * @param seed of the places where examples are cut; each depends on it and on the example's key alone
     */
    public TextHalves(Vocabulary vocabulary, long seed) {
        this.vocabulary = vocabulary;
        this.seed = seed;
    }

    /** The batch of twice as many rows. No piece is lost, and the keys of the rows differ. */
    public Batch cut(Batch batch) {
        RowCuts rows = new RowCuts(batch, vocabulary);
        for (int example = 0; example < batch.size(); example++) {
            int body = rows.body(example);
            double share = FROM
                    + SPAN
                            * CounterRandom.of(seed, "halves", batch.keys()[example], 0)
                                    .nextDouble();
            // Of an example that is too short both parts are empty.
            int end = body < LEAST ? 1 : 1 + body;
            int cut = body < LEAST ? 1 : 1 + (int) Math.round(body * share);
            part(rows, example, 1, cut, 0);
            part(rows, example, cut, end, 1);
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
