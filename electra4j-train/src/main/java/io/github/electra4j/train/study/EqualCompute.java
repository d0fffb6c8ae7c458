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
import java.util.Arrays;

/**
 * How many steps cost so many operations. A step costs what its tokens cost, and batches of short examples cost less, so the very batches
 * that a run will see are counted; behind the first {@value #COUNTED} of them their mean is taken, which is known to one in a thousand by
 * then.
 */
final class EqualCompute {
    private static final int COUNTED = 10_000;

    /** So many are looked at for the mean. */
    private static final int LEAST = 100;

    private final PretrainingConfig config;
    private int batches;
    /** Sums over the first n batches, by n. */
    private double[] tokens = new double[LEAST + 1];

    private double[] early = new double[LEAST + 1];
    private double[] late = new double[LEAST + 1];

    private EqualCompute(PretrainingConfig config) {
        this.config = config;
    }

    /**
     * The cost of the steps of a run.
     *
     * @param most operations that will be asked for: so many batches are looked at as cost that
     */
    static EqualCompute of(
            PretrainingConfig config, Vocabulary vocabulary, ExampleSource examples, long seed, double most) {
        BatchLoader loader = new BatchLoader(examples, config.batch(), seed, vocabulary.padId(), true);
        PretrainingCost cost =
                new PretrainingCost(PretrainingModel.of(config, vocabulary.size(), vocabulary.padId()), config);
        Stage lateStage = PretrainingPlan.lateStage(config);
        EqualCompute sums = new EqualCompute(config);
        while (sums.batches < LEAST || (sums.batches < COUNTED && sums.least() < most)) {
            Batch batch = loader.batch(sums.batches);
            sums.add(
                    (double) batch.tokens(),
                    batch.tokens() * cost.perToken(Stage.GENERATOR, batch.length()),
                    batch.tokens() * cost.perToken(lateStage, batch.length()));
        }
        return sums;
    }

    private void add(double count, double ofEarly, double ofLate) {
        if (batches + 1 == tokens.length) {
            tokens = Arrays.copyOf(tokens, 2 * tokens.length);
            early = Arrays.copyOf(early, tokens.length);
            late = Arrays.copyOf(late, tokens.length);
        }
        tokens[batches + 1] = tokens[batches] + count;
        early[batches + 1] = early[batches] + ofEarly;
        late[batches + 1] = late[batches] + ofLate;
        batches++;
    }

    /** What a run of all batches so far costs at least. */
    private double least() {
        return config.generatorSteps() == 0 ? late[batches] : Math.min(early[batches], late[batches]);
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
        return count / tokens[batches] * (share * early[batches] + (1 - share) * late[batches]);
    }

    /** Operations of a whole run. */
    double flops(PretrainingConfig run) {
        long first = Math.min(run.generatorSteps(), run.steps());
        return at(early, first) + at(late, run.steps()) - at(late, first);
    }

    private PretrainingConfig with(long steps) {
        return ConfigFiles.with(config, "steps", steps);
    }

    private double at(double[] sums, long steps) {
        return steps <= batches ? sums[(int) steps] : sums[batches] / batches * steps;
    }
}
