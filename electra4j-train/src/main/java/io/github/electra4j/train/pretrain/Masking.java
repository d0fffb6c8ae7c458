package io.github.electra4j.train.pretrain;

import io.github.electra4j.examples.Batch;
import io.github.electra4j.random.CounterRandom;
import io.github.electra4j.train.tensor.KernelShapes;
import io.github.electra4j.vocab.Vocabulary;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the positions that the generator predicts, and masks them (reference, section 3.1 and 3.2): so many of a text, or for Electric
 * each with the same probability, whatever becomes of the others. Each example's draws depend on
 * the seed and the example's key alone: not on the batch, the step or the number of replicas.
 */
public final class Masking {
    private final PretrainingConfig config;
    private final long seed;
    private final boolean[] special;
    private final int maskId;
    private final int[] ordinary;
    private final @Nullable WordChoice words;

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
        words = config.maskUnits() == MaskUnits.PIECES
                ? null
                : new WordChoice(vocabulary, config.maskUnits() == MaskUnits.SPANS);
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
     * @param candidates places of all tokens that could have been chosen, ordered
     */
    public record Masked(
            Batch batch, int[] ids, int[] positions, int[] originals, long[] keys, int[] rowStarts, int[] candidates) {
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
            int[] starts = Arrays.copyOfRange(rowStarts, from, to + 1);
            for (int i = 0; i < starts.length; i++) {
                starts[i] -= start;
            }
            return new Masked(
                    part,
                    rows,
                    moved(Arrays.copyOfRange(positions, start, end), from, length),
                    Arrays.copyOfRange(originals, start, end),
                    Arrays.copyOfRange(keys, start, end),
                    starts,
                    moved(
                            Arrays.stream(candidates)
                                    .filter(place -> place >= from * batch.length() && place < to * batch.length())
                                    .toArray(),
                            from,
                            length));
        }

        /** The same padded to another length, which must not be below that of the longest example. */
        public Masked padded(int wider, int padId) {
            Batch masked =
                    new Batch(ids, batch.lengths(), batch.firstLengths(), batch.keys(), batch.size(), batch.length());
            return new Masked(
                    batch.padded(wider, padId),
                    masked.padded(wider, padId).ids(),
                    moved(positions, 0, wider),
                    originals,
                    keys,
                    rowStarts,
                    moved(candidates, 0, wider));
        }

        /**
         * The places whose last hidden states are computed where the chosen ones alone teach: these, and behind them others, so that their
         * number is a round one ({@link KernelShapes}).
         */
        int[] read() {
            BitSet chosen = new BitSet(ids.length);
            IntStream.of(positions).forEach(chosen::set);
            int rows = KernelShapes.rows(positions.length, positions.length + ids.length - chosen.cardinality());
            int[] places = Arrays.copyOf(positions, rows);
            for (int i = positions.length, free = 0; i < rows; i++, free++) {
                free = chosen.nextClearBit(free);
                places[i] = free;
            }
            return places;
        }

        /** The same places where {@code from} is the first row, and rows are {@code length} wide. */
        private int[] moved(int[] places, int from, int length) {
            return Arrays.stream(places)
                    .map(place -> (place / batch.length() - from) * length + place % batch.length())
                    .toArray();
        }
    }

    /** Chooses the configuration's first share, and masks. */
    public Masked mask(Batch batch) {
        return mask(batch, config.maskShare());
    }

    /**
     * Chooses and masks.
     *
     * @param share of the tokens that are chosen
     */
    public Masked mask(Batch batch, double share) {
        int most = batch.ids().length;
        int[] ids = batch.ids().clone();
        int[] positions = new int[most];
        int[] originals = new int[most];
        long[] keys = new long[most];
        int[] rowStarts = new int[batch.size() + 1];
        int[] candidates = new int[batch.length()];
        int[] all = new int[batch.ids().length];
        int chosen = 0;
        int known = 0;
        for (int row = 0; row < batch.size(); row++) {
            int start = row * batch.length();
            int found = 0;
            for (int i = start; i < start + batch.lengths()[row]; i++) {
                if (!special[batch.ids()[i]]) {
                    candidates[found++] = i;
                }
            }
            System.arraycopy(candidates, 0, all, known, found);
            known += found;
            CounterRandom random = CounterRandom.of(seed, "masking", batch.keys()[row], 0);
            Choice choice = draw(batch.ids(), Arrays.copyOf(candidates, found), batch.lengths()[row], share, random);
            for (int i = 0; i < choice.positions().length; i++) {
                int position = choice.positions()[i];
                positions[chosen] = position;
                originals[chosen] = batch.ids()[position];
                keys[chosen] = random.nextLong();
                double fate = choice.fates() == null ? random.nextDouble() : choice.fates()[i];
                if (fate < config.maskTokenShare()) {
                    ids[position] = maskId;
                } else if (fate < config.maskTokenShare() + config.randomTokenShare()) {
                    ids[position] = ordinary[random.nextInt(ordinary.length)];
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
                rowStarts,
                Arrays.copyOf(all, known));
    }

    /**
     * Positions of one example.
     *
     * @param positions in order
     * @param fates what becomes of each, from 0 to 1, where those of a run share one; null where each has its own
     */
    private record Choice(int[] positions, double @Nullable [] fates) {}

    private Choice draw(int[] ids, int[] candidates, int length, double share, CounterRandom random) {
        if (config.objective() == Objective.ELECTRIC) {
            return new Choice(
                    Arrays.stream(candidates)
                            .filter(candidate -> random.nextDouble() < share)
                            .toArray(),
                    null);
        }
        int count = candidates.length == 0 ? 0 : count(length, share);
        if (words == null) {
            int pieces = config.maskWithReplacement() ? count : Math.min(count, candidates.length);
            return new Choice(choose(candidates, pieces, random), null);
        }
        List<WordChoice.Chosen> chosen = words.choose(ids, candidates, count, random);
        int[] positions = chosen.stream().mapToInt(WordChoice.Chosen::position).toArray();
        if (config.maskUnits() != MaskUnits.SPANS) {
            return new Choice(positions, null);
        }
        Map<Integer, Double> fates = new HashMap<>();
        return new Choice(
                positions,
                chosen.stream()
                        .mapToDouble(each -> fates.computeIfAbsent(each.run(), run -> random.nextDouble()))
                        .toArray());
    }

    private int most(double share) {
        return (int) ((share + 0.005) * config.length());
    }

    /** How many positions an example of {@code n} tokens gets, [CLS] and [SEP] counted; halves go to the even number. */
    int count(int n, double share) {
        return Math.max(1, Math.min(most(share), (int) Math.rint(share * n)));
    }

    /** Draws candidates, in order: without replacement, or by the authors' quirk with it. */
    private int[] choose(int[] candidates, int count, CounterRandom random) {
        int found = candidates.length;
        int[] chosen = candidates.clone();
        for (int i = 0; i < count; i++) {
            if (config.maskWithReplacement()) {
                chosen[i] = candidates[random.nextInt(found)];
                continue;
            }
            int j = i + random.nextInt(found - i);
            int swap = chosen[i];
            chosen[i] = chosen[j];
            chosen[j] = swap;
        }
        int[] first = Arrays.copyOf(chosen, count);
        Arrays.sort(first);
        return first;
    }
}
