package io.github.electra4j.train.study;

import io.github.electra4j.examples.Batch;
import io.github.electra4j.examples.ExampleSource;
import io.github.electra4j.train.pretrain.ConfigFiles;
import io.github.electra4j.train.pretrain.PretrainingConfig;
import io.github.electra4j.train.pretrain.PretrainingCost;
import io.github.electra4j.train.pretrain.PretrainingModel;
import io.github.electra4j.train.pretrain.PretrainingPlan;
import io.github.electra4j.train.pretrain.PretrainingStep.Stage;
import io.github.electra4j.train.pretrain.StepBatches;
import io.github.electra4j.train.pretrain.Stretch;
import io.github.electra4j.vocab.Vocabulary;
import java.util.Arrays;

/**
 * How many steps cost so many operations. A step costs what its tokens cost, and batches of short examples cost less, so the very batches
 * that a run will see are counted; behind the first {@value #COUNTED} of them their mean is taken.
 */
public final class EqualCompute {
    private static final int COUNTED = 10_000;

    /** Early, late and contrasted steps, of short and of whole examples. */
    private static final int KINDS = 6;

    /** So many are looked at for the mean. */
    private static final int LEAST = 100;

    private final PretrainingConfig config;
    private int batches;
    /** Sums over the first n batches, by n. */
    private double[] tokens = new double[LEAST + 1];

    /** By {@link #kind}. */
    private double[][] costs = new double[KINDS][LEAST + 1];

    private EqualCompute(PretrainingConfig config) {
        this.config = config;
    }

    /**
     * The cost of the steps of a run.
     *
     * @param most operations that will be asked for: so many batches are looked at as cost that
     */
    public static EqualCompute of(
            PretrainingConfig config, Vocabulary vocabulary, ExampleSource examples, long seed, double most) {
        StepBatches loader = new StepBatches(config, vocabulary, examples, seed);
        PretrainingCost cost =
                new PretrainingCost(PretrainingModel.of(config, vocabulary.size(), vocabulary.padId()), config);
        Stage lateStage = PretrainingPlan.lateStage(config);
        EqualCompute sums = new EqualCompute(config);
        while (sums.batches < LEAST || (sums.batches < COUNTED && sums.least() < most)) {
            Batch whole = loader.whole(sums.batches + 1);
            boolean shortens = config.firstLength() != null;
            Batch shortened = shortens ? loader.shortened(sums.batches + 1) : whole;
            Batch halves = loader.halves(whole);
            sums.add(
                    (double) whole.tokens(),
                    cost(cost, Stage.GENERATOR, false, shortened),
                    cost(cost, Stage.GENERATOR, false, whole),
                    cost(cost, lateStage, false, shortened),
                    cost(cost, lateStage, false, whole),
                    cost(cost, lateStage, true, shortens ? loader.halves(shortened) : halves),
                    cost(cost, lateStage, true, halves));
        }
        return sums;
    }

    private static double cost(PretrainingCost cost, Stage stage, boolean contrasts, Batch batch) {
        return batch.tokens() * cost.perToken(stage, contrasts, batch.length()) + cost.update(stage);
    }

    /** Where the costs of steps like one stand. */
    private static int kind(PretrainingConfig run, long number) {
        int stage = number <= run.generatorSteps() ? 0 : run.contrastsAt(number) ? 2 : 1;
        return 2 * stage + (number <= run.firstLengthSteps() ? 0 : 1);
    }

    private void add(double count, double... ofKinds) {
        if (batches + 1 == tokens.length) {
            tokens = Arrays.copyOf(tokens, 2 * tokens.length);
            for (int kind = 0; kind < KINDS; kind++) {
                costs[kind] = Arrays.copyOf(costs[kind], tokens.length);
            }
        }
        tokens[batches + 1] = tokens[batches] + count;
        for (int kind = 0; kind < KINDS; kind++) {
            costs[kind][batches + 1] = costs[kind][batches] + ofKinds[kind];
        }
        batches++;
    }

    /** What a run of all batches so far costs at least. */
    private double least() {
        return Arrays.stream(costs)
                .mapToDouble(sums -> sums[batches])
                .filter(sum -> sum > 0)
                .min()
                .orElse(0);
    }

    /** The configuration with the number of steps, at least 1, whose cost is nearest to this. */
    public PretrainingConfig config(double flops) {
        long low = 1;
        long high = 2;
        while (flops(with(high)) < flops) {
            low = high;
            high *= 2;
        }
        while (high - low > 1) {
            long middle = (low + high) >>> 1;
            if (flops(with(middle)) < flops) {
                low = middle;
            } else {
                high = middle;
            }
        }
        PretrainingConfig below = with(low);
        PretrainingConfig above = with(high);
        return Math.abs(flops(below) - flops) <= Math.abs(flops(above) - flops) ? below : above;
    }

    /** Operations of a run in which so many tokens of text are seen. */
    double ofTokens(double count) {
        long many = 1_000_000;
        return count / at(tokens, many) * flops(with(many));
    }

    /** Operations of a whole run. */
    double flops(PretrainingConfig run) {
        double sum = 0;
        for (Stretch stretch : Stretch.of(run)) {
            long before = stretch.first() - 1;
            long lastShort = Math.max(before, Math.min(run.firstLengthSteps(), stretch.last()));
            sum += between(run, before, lastShort) + between(run, lastShort, stretch.last());
        }
        return sum;
    }

    /** Operations of like steps behind one and up to another. */
    private double between(PretrainingConfig run, long before, long last) {
        double[] sums = costs[kind(run, last)];
        return at(sums, last) - at(sums, before);
    }

    private PretrainingConfig with(long steps) {
        return ConfigFiles.with(config, "steps", steps);
    }

    private double at(double[] sums, long steps) {
        return steps <= batches ? sums[(int) steps] : sums[batches] / batches * steps;
    }
}
