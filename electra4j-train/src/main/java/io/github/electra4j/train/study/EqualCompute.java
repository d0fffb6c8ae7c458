package io.github.electra4j.train.study;

import io.github.electra4j.examples.Batch;
import io.github.electra4j.examples.BatchLoader;
import io.github.electra4j.examples.ExampleSource;
import io.github.electra4j.train.pretrain.ConfigFiles;
import io.github.electra4j.train.pretrain.PretrainingConfig;
import io.github.electra4j.train.pretrain.PretrainingCost;
import io.github.electra4j.train.pretrain.PretrainingModel;
import io.github.electra4j.train.pretrain.PretrainingPlan;
import io.github.electra4j.train.pretrain.PretrainingStep.Stage;
import io.github.electra4j.vocab.Vocabulary;

/**
 * How many steps cost so many operations. A step costs what its tokens cost, and batches of short examples cost less, so the very batches
 * that a run will see are counted; behind the first {@value #COUNTED} of them their mean is taken, which is known to one in a thousand by
 * then.
 */
final class EqualCompute {
    private static final int COUNTED = 10_000;

    private final PretrainingConfig config;
    /** Sums over the first n batches, by n. */
    private final double[] tokens;

    private final double[] early;
    private final double[] late;

    private EqualCompute(PretrainingConfig config, int batches) {
        this.config = config;
        tokens = new double[batches + 1];
        early = new double[batches + 1];
        late = new double[batches + 1];
    }

    /** The cost of the steps of a run. */
    static EqualCompute of(PretrainingConfig config, Vocabulary vocabulary, ExampleSource examples, long seed) {
        BatchLoader loader = new BatchLoader(examples, config.batch(), seed, vocabulary.padId(), true);
        PretrainingCost cost =
                new PretrainingCost(PretrainingModel.of(config, vocabulary.size(), vocabulary.padId()), config);
        Stage lateStage = PretrainingPlan.lateStage(config);
        EqualCompute sums = new EqualCompute(config, (int) Math.min(COUNTED, 2 * loader.stepsPerEpoch()));
        for (int i = 0; i + 1 < sums.tokens.length; i++) {
            Batch batch = loader.batch(i);
            long count = batch.tokens();
            sums.tokens[i + 1] = sums.tokens[i] + count;
            sums.early[i + 1] = sums.early[i] + count * cost.perToken(Stage.GENERATOR, batch.length());
            sums.late[i + 1] = sums.late[i] + count * cost.perToken(lateStage, batch.length());
        }
        return sums;
    }

    /** The configuration with the number of steps, at least 1, whose cost is nearest to this. */
    PretrainingConfig config(double flops) {
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

    /** Operations of a run in which so many tokens are seen, at this configuration's share of the stages. */
    double ofTokens(double count) {
        double share = (double) with(1_000_000).generatorSteps() / 1_000_000;
        int all = tokens.length - 1;
        return count / tokens[all] * (share * early[all] + (1 - share) * late[all]);
    }

    /** Operations of a whole run. */
    double flops(PretrainingConfig run) {
        long first = Math.min(run.generatorSteps(), run.steps());
        return at(early, first) + at(late, run.steps()) - at(late, first);
    }

    private PretrainingConfig with(long steps) {
        return ConfigFiles.with(config, "steps", steps);
    }

    private static double at(double[] sums, long steps) {
        int all = sums.length - 1;
        return steps <= all ? sums[(int) steps] : sums[all] / all * steps;
    }
}
