package io.github.electra4j.examples;

import io.github.electra4j.random.CounterRandom;
import io.github.electra4j.vocab.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows of another batch that are made of parts of one batch's examples, each between [CLS] and [SEP] of its own. */
final class RowCuts {
    private final Batch batch;
    private final int clsId;
    private final int sepId;
    private final List<Row> rows = new ArrayList<>();

    private record Row(int[] ids, int firstLength, long key) {}

    RowCuts(Batch batch, Vocabulary vocabulary) {
        this.batch = batch;
        clsId = vocabulary.clsId();
        sepId = vocabulary.sepId();
    }

    /** Tokens of an example between its first, [CLS], and its last, [SEP]. */
    int body(int example) {
        return batch.lengths()[example] - 2;
    }

    /** Adds an example as it is, under a key. */
    void add(int example, long key) {
        rows.add(new Row(ids(example), batch.firstLengths()[example], key));
    }

    /**
     * Adds a part of an example, under a key made of its own and the part's number. Where it has tokens of both segments, they stay two.
     *
     * @param from index of the first token; 1 or more
     * @param to index behind the last one; at most that of the last [SEP]
     * @return false where there is no piece in it, and nothing was added
     */
    boolean add(int example, int from, int to, int part) {
        int[] ids = ids(example);
        int firstLength = batch.firstLengths()[example];
        // [SEP] between the segments needs no other [SEP] beside it, and begins no row.
        int begin = ids[from] == sepId ? from + 1 : from;
        int end = to > begin && ids[to - 1] == sepId ? to - 1 : to;
        if (end <= begin) {
            return false;
        }
        int[] row = new int[end - begin + 2];
        row[0] = clsId;
        System.arraycopy(ids, begin, row, 1, end - begin);
        row[row.length - 1] = sepId;
        boolean both = begin < firstLength && end > firstLength;
        rows.add(new Row(row, both ? firstLength - begin + 1 : row.length, key(example, part)));
        return true;
    }

    /** The key of a part of an example. */
    long key(int example, int part) {
        return CounterRandom.at(batch.keys()[example], part);
    }

    /** The rows, padded to the longest of them. */
    Batch batch() {
        int longest = rows.stream().mapToInt(row -> row.ids().length).max().orElse(0);
        int[] ids = new int[rows.size() * longest];
        Arrays.fill(ids, padding());
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

    private int[] ids(int example) {
        int start = example * batch.length();
        return Arrays.copyOfRange(batch.ids(), start, start + batch.lengths()[example]);
    }

    /** What stands behind an example's end; any id where no example is padded. */
    private int padding() {
        for (int row = 0; row < batch.size(); row++) {
            if (batch.lengths()[row] < batch.length()) {
                return batch.ids()[row * batch.length() + batch.lengths()[row]];
            }
        }
        return 0;
    }
}
