package io.github.electra4j.examples;

import io.github.electra4j.vocab.Vocabulary;

/** Cuts examples into shorter ones of the same text: more rows of fewer tokens, nothing left out. */
public final class ShortExamples {
    private final int length;
    private final Vocabulary vocabulary;

    /**
     * A cut.
     *
     * @param length tokens of a row at most, [CLS] and [SEP] included; 3 or more
     */
    public ShortExamples(int length, Vocabulary vocabulary) {
        if (length < 3) {
            throw new IllegalArgumentException("length: " + length + ", expected at least 3: [CLS], a piece, [SEP]");
        }
        this.length = length;
        this.vocabulary = vocabulary;
    }

    /**
     * The batch with every example that is too long cut into as few rows as hold it, of about equal length, each between [CLS] and [SEP]
     * of its own; where a row has parts of both segments, they stay two. Keys of the rows differ.
     */
    public Batch cut(Batch batch) {
        RowCuts rows = new RowCuts(batch, vocabulary);
        for (int example = 0; example < batch.size(); example++) {
            int body = rows.body(example);
            if (body + 2 <= length) {
                rows.add(example, batch.keys()[example]);
                continue;
            }
            int parts = (body + length - 3) / (length - 2);
            for (int part = 0; part < parts; part++) {
                int from = 1 + (int) ((long) body * part / parts);
                int to = 1 + (int) ((long) body * (part + 1) / parts);
                rows.add(example, from, to, part);
            }
        }
        return rows.batch();
    }
}
