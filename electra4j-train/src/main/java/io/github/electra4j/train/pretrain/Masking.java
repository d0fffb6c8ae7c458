package io.github.electra4j.train.pretrain;

import io.github.electra4j.examples.Batch;
import io.github.electra4j.random.CounterRandom;
import io.github.electra4j.vocab.Vocabulary;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Chooses the positions that the generator predicts, and masks them (reference, section 3.1 and 3.2). Each example's draws depend on
 * the seed and the example's key alone: not on the batch, the step or the number of replicas.
 */
public final class Masking {
    private final PretrainingConfig config;
    private final long seed;
    private final boolean[] special;
    private final int maskId;
    private final int[] ordinary;

    public Masking(PretrainingConfig config, Vocabulary vocabulary, long seed) {
        this.config = config;
        this.seed = seed;
        maskId = vocabulary.maskId();
        special = new boolean[vocabulary.size()];
        special[vocabulary.padId()] = true;
        special[vocabulary.clsId()] = true;
        special[vocabulary.sepId()] = true;
        special[maskId] = true;
        ordinary = IntStream.range(0, special.length).filter(id -> !special[id]).toArray();
    }

    /**
     * A batch with chosen positions.
     *
     * @param batch as it was
     * @param ids with [MASK] at most of the chosen positions, other pieces at some
     * @param positions chosen, as indices into {@code ids}, ordered by row
     * @param originals the ids at the chosen positions before masking
     * @param keys a random key for each chosen position
     * @param rowStarts index of each row's first chosen position, and their number at the end
     */
    public record Masked(Batch batch, int[] ids, int[] positions, int[] originals, long[] keys, int[] rowStarts) {
        /** Rows {@code from} to {@code to} (exclusive) alone. */
        public Masked slice(int from, int to) {
            Batch part = batch.slice(from, to);
            int length = part.length();
            int[] rows = new int[part.size() * length];
            for (int row = 0; row < part.size(); row++) {
                System.arraycopy(ids, (from + row) * batch.length(), rows, row * length, length);
            }
            int start = rowStarts[from];
            int end = rowStarts[to];
            int[] moved = new int[end - start];
            for (int i = start; i < end; i++) {
                int row = positions[i] / batch.length() - from;
                moved[i - start] = row * length + positions[i] % batch.length();
            }
            int[] starts = Arrays.copyOfRange(rowStarts, from, to + 1);
            for (int i = 0; i < starts.length; i++) {
                starts[i] -= start;
            }
            return new Masked(
                    part,
                    rows,
                    moved,
                    Arrays.copyOfRange(originals, start, end),
                    Arrays.copyOfRange(keys, start, end),
                    starts);
        }
    }

    /** Chooses and masks. */
    public Masked mask(Batch batch) {
        int most = batch.size() * Math.max(1, (int) ((config.maskShare() + 0.005) * config.length()) + 1);
        int[] ids = batch.ids().clone();
        int[] positions = new int[most];
        int[] originals = new int[most];
        long[] keys = new long[most];
        int[] rowStarts = new int[batch.size() + 1];
        int[] candidates = new int[batch.length()];
        int chosen = 0;
        for (int row = 0; row < batch.size(); row++) {
            int start = row * batch.length();
            int found = 0;
            for (int i = start; i < start + batch.lengths()[row]; i++) {
                if (!special[batch.ids()[i]]) {
                    candidates[found++] = i;
                }
            }
            CounterRandom random = CounterRandom.of(seed, "masking", batch.keys()[row], 0);
            int count = found == 0 ? 0 : count(batch.lengths()[row]);
            if (!config.maskWithReplacement()) {
                count = Math.min(count, found);
            }
            choose(candidates, found, count, random);
            Arrays.sort(candidates, 0, count);
            for (int i = 0; i < count; i++) {
                positions[chosen] = candidates[i];
                originals[chosen] = batch.ids()[candidates[i]];
                keys[chosen] = random.nextLong();
                double share = random.nextDouble();
                if (share < config.maskTokenShare()) {
                    ids[candidates[i]] = maskId;
                } else if (share < config.maskTokenShare() + config.randomTokenShare()) {
                    ids[candidates[i]] = ordinary[random.nextInt(ordinary.length)];
                }
                chosen++;
            }
            rowStarts[row + 1] = chosen;
        }
        return new Masked(
                batch,
                ids,
                Arrays.copyOf(positions, chosen),
                Arrays.copyOf(originals, chosen),
                Arrays.copyOf(keys, chosen),
                rowStarts);
    }

    /** How many positions an example of {@code n} tokens gets, [CLS] and [SEP] counted; halves go to the even number. */
    int count(int n) {
        int most = (int) ((config.maskShare() + 0.005) * config.length());
        return Math.max(1, Math.min(most, (int) Math.rint(config.maskShare() * n)));
    }

    /** Moves {@code count} drawn candidates to the front: without replacement, or by the authors' quirk with it. */
    private void choose(int[] candidates, int found, int count, CounterRandom random) {
        if (config.maskWithReplacement()) {
            int[] all = Arrays.copyOf(candidates, found);
            for (int i = 0; i < count; i++) {
                candidates[i] = all[random.nextInt(found)];
            }
            return;
        }
        for (int i = 0; i < count; i++) {
            int j = i + random.nextInt(found - i);
            int swap = candidates[i];
            candidates[i] = candidates[j];
            candidates[j] = swap;
        }
    }
}
