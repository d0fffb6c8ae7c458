package io.github.electra4j.train.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.examples.Batch;
import io.github.electra4j.progress.MetricsLog;
import io.github.electra4j.train.optim.Optimizer.Matrices;
import io.github.electra4j.train.pretrain.Pretrainer.Outcome;
import io.github.electra4j.train.pretrain.PretrainingStep.Stage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a run reads at each step, seen by the tokens and operations that it has counted. */
class PretrainerBatchesTest extends PretrainerFixture {
    private static void assertCounted(
            Outcome outcome, PretrainingConfig config, LongFunction<Batch> batches, LongFunction<Stage> stages) {
        PretrainingCost cost = new PretrainingCost(PretrainingModel.of(config, 97, 0), config);
        long tokens = 0;
        double flops = 0;
        for (long step = 1; step <= config.steps(); step++) {
            Batch batch = batches.apply(step);
            tokens += batch.tokens();
            flops += batch.tokens() * cost.perToken(stages.apply(step), config.contrastsAt(step), batch.length())
                    + cost.update(stages.apply(step));
        }
        assertThat(outcome.tokens()).isEqualTo(tokens);
        assertThat(outcome.flops()).isCloseTo(flops, within(1.0));
    }

    private static StepBatches batches(PretrainingConfig config, PretrainingJob job) {
        return new StepBatches(config, job.vocabulary(), job.train(), job.seed());
    }

    /** The first half of the steps on examples cut to 8 tokens. */
    @Test
    void run_shortExamplesFirst_countsTheBatchesOfEachStep() throws IOException {
        PretrainingConfig config = Configs.tiny("steps", 6L, "firstLength", 8, "firstLengthShare", 0.5);
        PretrainingJob job = job("short", config, null);

        Outcome outcome = run(job, QUIET);

        StepBatches batches = batches(config, job);
        assertCounted(
                outcome, config, step -> step <= 3 ? batches.shortened(step) : batches.whole(step), step -> Stage.BOTH);
        for (long step = 1; step <= 6; step++) {
            assertThat(batches.at(step).length()).isLessThanOrEqualTo(step <= 3 ? 8 : 12);
        }
        assertThat(batches.shortened(1).size()).isGreaterThan(batches.whole(1).size());
        assertThat(batches.atFullLength(1).size()).isEqualTo(batches.whole(1).size());
    }

    /** Two stages: the second alone reads texts in two parts, and in a share of its steps where that is said. */
    @ParameterizedTest
    @CsvSource({", 7", "1, 7", "0.5, 5"})
    void run_contrastInTheSecondStage_countsTheBatchesOfEachStep(@Nullable Double share, long last) throws IOException {
        PretrainingConfig config = Configs.tiny(Configs.with(
                Configs.TWO_STAGE,
                "steps",
                7L,
                "optimizer",
                Matrices.MUON,
                "generatorShare",
                0.43,
                "contrastiveWeight",
                5.0,
                "contrastiveShare",
                share));
        PretrainingJob job = job("contrast", config, null);
        List<Map<String, Double>> trained = new ArrayList<>();

        Outcome outcome = run(job, new PretrainingListener() {
            @Override
            public void measured(String kind, long step, Map<String, Double> figures) {
                if (kind.equals(MetricsLog.TRAIN)) {
                    trained.add(figures);
                }
            }
        });

        StepBatches batches = batches(config, job);
        assertCounted(outcome, config, batches::at, step -> step <= 3 ? Stage.GENERATOR : Stage.DISCRIMINATOR);
        for (long step = 1; step <= 7; step++) {
            assertThat(batches.at(step).size()).isEqualTo(step <= 3 || step > last ? 4 : 8);
            assertThat(batches.atFullLength(step).size()).isEqualTo(step <= 3 || step > last ? 4 : 8);
        }
        assertThat(trained.get(0)).doesNotContainKey("contrastive_loss");
        assertThat(trained.get(1)).containsKeys("contrastive_loss", "contrastive_accuracy");
        assertThat(trained.get(trained.size() - 1).containsKey("contrastive_loss"))
                .isEqualTo(last == 7);
    }
}
