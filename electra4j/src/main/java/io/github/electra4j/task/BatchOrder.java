package io.github.electra4j.task;

import io.github.electra4j.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Which texts make a batch: those of similar length together, so that little is computed on padding. */
public final class BatchOrder {
    /** Batches that are sorted by length together; fewer where the data have fewer than four times as many. */
    private static final int POOL = 50;

    private BatchOrder() {}

    /**
     * The batches of one epoch of training: the texts are shuffled, pools of 50 batches sorted by length, and the batches
     * shuffled. A pure function of its arguments; every text is in exactly one batch, and only one batch may be smaller.
     *
     * @param lengths tokens of each text
     * @return numbers of texts, by batch
     */
    public static List<int[]> training(int[] lengths, int batchSize, long seed, long epoch) {
        int[] order = new int[lengths.length];
        Arrays.setAll(order, i -> i);
        shuffle(order, CounterRandom.of(seed, "texts", epoch, 0));
        int batches = (lengths.length + batchSize - 1) / batchSize;
        int pool = batchSize * Math.max(1, Math.min(POOL, batches / 4));
        for (int from = 0; from < order.length; from += pool) {
            sortByLength(order, from, Math.min(order.length, from + pool), lengths);
        }
        List<int[]> cut = cut(order, batchSize);
        int[] deal = new int[cut.size()];
        Arrays.setAll(deal, i -> i);
        shuffle(deal, CounterRandom.of(seed, "batches", epoch, 0));
        return Arrays.stream(deal).mapToObj(cut::get).toList();
    }

    /** The batches of an evaluation: all texts by length, the longest first, so that memory runs out at once or never. */
    public static List<int[]> evaluation(int[] lengths, int batchSize) {
        int[] order = new int[lengths.length];
        Arrays.setAll(order, i -> i);
        sortByLength(order, 0, order.length, lengths);
        return cut(order, batchSize);
    }

    private static void shuffle(int[] order, CounterRandom random) {
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int t = order[i];
            order[i] = order[j];
            order[j] = t;
        }
    }

    /** Longest first; equal lengths stay in their order. */
    private static void sortByLength(int[] order, int from, int to, int[] lengths) {
        long[] keys = new long[to - from];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = (long) -lengths[order[from + i]] << Integer.SIZE | i;
        }
        int[] before = Arrays.copyOfRange(order, from, to);
        Arrays.sort(keys);
        for (int i = 0; i < keys.length; i++) {
            order[from + i] = before[(int) keys[i]];
        }
    }

    private static List<int[]> cut(int[] order, int batchSize) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("batch size: " + batchSize + ", expected at least 1");
        }
        List<int[]> batches = new ArrayList<>();
        for (int from = 0; from < order.length; from += batchSize) {
            batches.add(Arrays.copyOfRange(order, from, Math.min(order.length, from + batchSize)));
        }
        return batches;
    }
}
