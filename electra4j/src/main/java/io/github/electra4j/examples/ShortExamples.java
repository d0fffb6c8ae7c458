package io.github.electra4j.examples;

import io.github.electra4j.random.CounterRandom;
import io.github.electra4j.vocab.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cuts examples into shorter ones of the same text: more rows of fewer tokens, nothing left out. */
public final class ShortExamples {
    private final int length;
    private final int clsId;
    private final int sepId;

    /** One row of a batch. */
    private record Row(int[] ids, int firstLength, long key) {}

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
        clsId = vocabulary.clsId();
        sepId = vocabulary.sepId();
    }

    /**
     * The batch with every example that is too long cut into as few rows as hold it, of about equal length, each between [CLS] and [SEP]
     * of its own; where a row has parts of both segments, they stay two. Keys of the rows differ.
     */
    public Batch cut(Batch batch) {
        List<Row> rows = new ArrayList<>();
        for (int row = 0; row < batch.size(); row++) {
            int start = row * batch.length();
            int[] ids = Arrays.copyOfRange(batch.ids(), start, start + batch.lengths()[row]);
            if (ids.length <= length) {
                rows.add(new Row(ids, batch.firstLengths()[row], batch.keys()[row]));
            } else {
                cut(ids, batch.firstLengths()[row], batch.keys()[row], rows);
            }
        }
        int longest = rows.stream().mapToInt(row -> row.ids().length).max().orElse(0);
        int padding = padding(batch);
        int[] ids = new int[rows.size() * longest];
        Arrays.fill(ids, padding);
        for (int i = 0; i < rows.size(); i++) {
            int[] row = rows.get(i).ids();
            System.arraycopy(row, 0, ids, i * longest, row.length);
        }
        return new Batch(
                ids,
                rows.stream().mapToInt(row -> row.ids().length).toArray(),
                rows.stream().mapToInt(Row::firstLength).toArray(),
                rows.stream().mapToLong(Row::key).toArray(),
                rows.size(),
                longest);
    }

    private void cut(int[] ids, int firstLength, long key, List<Row> rows) {
        int body = ids.length - 2;
        int parts = (body + length - 3) / (length - 2);
        for (int part = 0; part < parts; part++) {
            int from = 1 + (int) ((long) body * part / parts);
            int to = 1 + (int) ((long) body * (part + 1) / parts);
            // [SEP] between the segments needs no other [SEP] beside it, and begins no row.
            int begin = ids[from] == sepId ? from + 1 : from;
            int end = to > begin && ids[to - 1] == sepId ? to - 1 : to;
            if (end <= begin) {
                continue;
            }
            int[] row = new int[end - begin + 2];
            row[0] = clsId;
            System.arraycopy(ids, begin, row, 1, end - begin);
            row[row.length - 1] = sepId;
            boolean both = begin < firstLength && end > firstLength;
            rows.add(new Row(row, both ? firstLength - begin + 1 : row.length, CounterRandom.at(key, part)));
        }
    }

    /** What stands behind an example's end; any id where no example is padded. */
    private static int padding(Batch batch) {
        for (int row = 0; row < batch.size(); row++) {
            if (batch.lengths()[row] < batch.length()) {
                return batch.ids()[row * batch.length() + batch.lengths()[row]];
            }
        }
        return 0;
    }
}
