package io.github.electra4j.examples;

import io.github.electra4j.random.CounterRandom;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Batches in a shuffled order, each a pure function of the source, the batch size, the seed and the step: a resumed run
 * needs no state to go on with the same examples.
 *
 * <p>The order is a permutation of the whole source, not of a window, and a new one each epoch. One epoch follows the
 * other without a gap, so a batch may hold the last examples of one and the first of the next, and none is ever dropped.
 * Memory does not grow with the source. Thread-safe.
 */
public final class BatchLoader {
    /** Batches whose examples are sorted by length together; enough that a batch's lengths are close to each other. */
    private static final int WINDOW_BATCHES = 64;

    private final ExampleSource source;
    private final int batchSize;
    private final long seed;
    private final int padId;
    private final int windowBatches;
    private volatile @Nullable Permutation permutation;
    private volatile @Nullable Window window;

    /** Positions of the shuffled order, sorted by their examples' length, and the order in which its batches are dealt. */
    private record Window(long number, long[] positions, int[] deal) {}

    /**
     * A loader.
     *
     * @param source the examples, at least one
     * @param batchSize examples a batch, at least 1
     * @param seed of the order
     * @param padId id of [PAD]
     * @param groupByLength whether examples of similar length share a batch: 64 batches of the shuffled order at a time
     *     are sorted by length and dealt in a shuffled order
     */
    public BatchLoader(ExampleSource source, int batchSize, long seed, int padId, boolean groupByLength) {
        if (source.size() < 1) {
            throw new IllegalArgumentException("no examples to make batches of; build them from more text");
        }
        if (batchSize < 1) {
            throw new IllegalArgumentException("batch size: " + batchSize + ", expected at least 1");
        }
        this.source = source;
        this.batchSize = batchSize;
        this.seed = seed;
        this.padId = padId;
        // Never wider than an epoch, or a small source would repeat examples before all have been seen.
        this.windowBatches = groupByLength ? (int) Math.max(1, Math.min(WINDOW_BATCHES, source.size() / batchSize)) : 1;
    }

    /** Steps after which every example has been seen at least once; rounded up. */
    public long stepsPerEpoch() {
        return (source.size() + batchSize - 1) / batchSize;
    }

    /**
     * The batch of a step, counted from 0. Its keys are {@code epoch * size + example}, unique over the run.
     *
     * @throws IllegalArgumentException if {@code step} is negative
     */
    public Batch batch(long step) {
        if (step < 0) {
            throw new IllegalArgumentException("step: " + step + ", expected at least 0");
        }
        long[] keys = new long[batchSize];
        if (windowBatches == 1) {
            for (int i = 0; i < batchSize; i++) {
                keys[i] = key(Math.addExact(Math.multiplyExact(step, batchSize), i));
            }
        } else {
            Window w = window(step / windowBatches);
            int from = w.deal[(int) (step % windowBatches)] * batchSize;
            for (int i = 0; i < batchSize; i++) {
                keys[i] = key(w.positions[from + i]);
            }
        }
        return collate(keys);
    }

    /**
     * Examples {@code from} to {@code to} (exclusive) in the source's own order, for evaluation. Their keys are their
     * numbers.
     */
    public Batch range(long from, long to) {
        if (from < 0 || to <= from || to > source.size()) {
            throw new IllegalArgumentException(
                    "examples " + from + " to " + to + ", expected a range within 0 to " + source.size());
        }
        long[] keys = new long[Math.toIntExact(to - from)];
        Arrays.setAll(keys, i -> from + i);
        return collate(keys);
    }

    private Batch collate(long[] keys) {
        int n = keys.length;
        int[] lengths = new int[n];
        int[] firstLengths = new int[n];
        int longest = 0;
        for (int i = 0; i < n; i++) {
            long example = keys[i] % source.size();
            lengths[i] = source.length(example);
            firstLengths[i] = source.firstLength(example);
            longest = Math.max(longest, lengths[i]);
        }
        int[] ids = new int[n * longest];
        if (padId != 0) {
            Arrays.fill(ids, padId);
        }
        for (int i = 0; i < n; i++) {
            source.copy(keys[i] % source.size(), ids, i * longest);
        }
        return new Batch(ids, lengths, firstLengths, keys, n, longest);
    }

    /** The key of the example at a position of the endless shuffled order. */
    private long key(long position) {
        long epoch = position / source.size();
        Permutation p = permutation;
        if (p == null || p.epoch() != epoch) {
            p = new Permutation(source.size(), seed, epoch);
            permutation = p;
        }
        return epoch * source.size() + p.apply(position % source.size());
    }

    private Window window(long number) {
        Window w = window;
        if (w == null || w.number != number) {
            w = makeWindow(number);
            window = w;
        }
        return w;
    }

    private Window makeWindow(long number) {
        int n = Math.multiplyExact(windowBatches, batchSize);
        long first = Math.multiplyExact(number, n);
        // Length in the high bits, place in the low ones: a plain sort is then stable and needs no boxes.
        long[] order = new long[n];
        for (int i = 0; i < n; i++) {
            order[i] = (long) source.length(key(first + i) % source.size()) << Integer.SIZE | i;
        }
        Arrays.sort(order);
        for (int i = 0; i < n; i++) {
            order[i] = first + (int) order[i];
        }
        int[] deal = new int[windowBatches];
        CounterRandom random = CounterRandom.of(seed, "deal", number, 0);
        for (int i = 0; i < windowBatches; i++) {
            int j = random.nextInt(i + 1);
            deal[i] = deal[j];
            deal[j] = i;
        }
        return new Window(number, order, deal);
    }
}
