package io.github.electra4j.train.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.examples.Batch;
import io.github.electra4j.examples.BatchLoader;
import io.github.electra4j.examples.MemoryExamples;
import io.github.electra4j.train.pretrain.ConfigFiles;
import io.github.electra4j.train.pretrain.PretrainingConfig;
import io.github.electra4j.train.pretrain.PretrainingCost;
import io.github.electra4j.train.pretrain.PretrainingModel;
import io.github.electra4j.train.pretrain.PretrainingStep.Stage;
import io.github.electra4j.train.pretrain.StepBatches;
import io.github.electra4j.train.pretrain.Strategy;
import io.github.electra4j.vocab.Vocabulary;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EqualComputeTest {
    private static final long SEED = 3;
    private final Vocabulary vocabulary = MadeExamples.vocabulary();
    private final MemoryExamples examples = MadeExamples.of(500, "equal compute test");

    private static PretrainingConfig config(Map<String, Object> changes) throws IOException {
        Map<String, @Nullable Object> values = new LinkedHashMap<>(ConfigFiles.read("tiny"));
        values.putAll(Map.of("strategy", "two-stage", "generator_size", 1.0));
        values.putAll(changes);
        return ConfigFiles.resolve(values, "test");
    }

    /** As the run itself counts: batch by batch. */
    private double counted(PretrainingConfig run) {
        PretrainingCost cost =
                new PretrainingCost(PretrainingModel.of(run, vocabulary.size(), vocabulary.padId()), run);
        StepBatches batches = new StepBatches(run, vocabulary, examples, SEED);
        double sum = 0;
        for (long step = 1; step <= run.steps(); step++) {
            Batch batch = batches.at(step);
            Stage late = run.strategy() == Strategy.JOINT && run.hasGenerator() ? Stage.BOTH : Stage.DISCRIMINATOR;
            Stage stage = step <= run.generatorSteps() ? Stage.GENERATOR : late;
            sum += batch.tokens() * cost.perToken(stage, run.contrastsAt(step), batch.length()) + cost.update(stage);
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e10, 3e10, 1e11})
    void config_ofABudget_isWithinAStepOfIt(double budget) throws IOException {
        PretrainingConfig asked = config(Map.of("batch", 16));

        PretrainingConfig run =
                EqualCompute.of(asked, vocabulary, examples, SEED, budget).config(budget);

        PretrainingCost cost =
                new PretrainingCost(PretrainingModel.of(run, vocabulary.size(), vocabulary.padId()), run);
        double longest =
                run.batch() * 64 * cost.perToken(Stage.DISCRIMINATOR, false, 64) + cost.update(Stage.DISCRIMINATOR);
        assertThat(Math.abs(counted(run) - budget)).isLessThan(longest);
    }

    /** Two stages, of which the first begins with short examples: counted step by step as the run does. */
    @ParameterizedTest
    @ValueSource(doubles = {0.3, 0.5, 0.8})
    void config_ofShortExamplesFirst_costsTheBudget(double share) throws IOException {
        PretrainingConfig asked = config(Map.of("batch", 16, "first_length", 16, "first_length_share", share));

        PretrainingConfig run =
                EqualCompute.of(asked, vocabulary, examples, SEED, 3e11).config(3e11);

        StepBatches batches = new StepBatches(run, vocabulary, examples, SEED);
        for (long step = 1; step <= run.steps(); step++) {
            assertThat(batches.at(step).length()).isLessThanOrEqualTo(step <= run.firstLengthSteps() ? 16 : 64);
        }
        assertThat(run.firstLengthSteps()).isEqualTo(Math.round(share * run.steps()));
        assertThat(counted(run)).isCloseTo(3e11, within(0.01 * 3e11));
    }

    /** Halves of texts in the second stage, or the one there is, or a share of it, counted step by step as the run does. */
    @ParameterizedTest
    @CsvSource({"two-stage, 1", "two-stage, 0.5", "two-stage, 0", "joint, 0.5"})
    void config_ofContrast_costsTheBudget(String strategy, double share) throws IOException {
        PretrainingConfig asked = config(Map.of(
                "strategy",
                strategy,
                "batch",
                16,
                "contrastive_weight",
                10.0,
                "contrastive_share",
                share,
                "generator_share",
                0.25));

        PretrainingConfig run =
                EqualCompute.of(asked, vocabulary, examples, SEED, 3e11).config(3e11);

        StepBatches batches = new StepBatches(run, vocabulary, examples, SEED);
        long first = run.generatorSteps();
        long last = first + Math.round(share * (run.steps() - first));
        for (long step = 1; step <= run.steps(); step++) {
            assertThat(batches.at(step).size()).isEqualTo(step > first && step <= last ? 32 : 16);
        }
        assertThat(counted(run)).isCloseTo(3e11, within(0.01 * 3e11));
    }

    @Test
    void config_ofTwoArms_costsTheSame() throws IOException {
        PretrainingConfig electra = config(Map.of("batch", 16));
        PretrainingConfig larger = config(Map.of(
                "batch",
                16,
                "hidden_size",
                256,
                "objective",
                "masked-lm",
                "strategy",
                "joint",
                "corrective_weight",
                0.0));
        double budget = 2e12;

        EqualCompute one = EqualCompute.of(electra, vocabulary, examples, SEED, budget);
        EqualCompute other = EqualCompute.of(larger, vocabulary, examples, SEED, budget);

        assertThat(one.flops(one.config(budget))).isCloseTo(budget, within(0.01 * budget));
        assertThat(other.flops(other.config(budget))).isCloseTo(budget, within(0.01 * budget));
    }

    @Test
    void ofTokens_ofARun_isWhatItsTokensCost() throws IOException {
        EqualCompute cost = EqualCompute.of(config(Map.of("batch", 16)), vocabulary, examples, SEED, 1e11);
        double budget = cost.ofTokens(200_000);

        PretrainingConfig run = cost.config(budget);

        BatchLoader loader = new BatchLoader(examples, run.batch(), SEED, vocabulary.padId(), true);
        double tokens = 0;
        for (long step = 0; step < run.steps(); step++) {
            tokens += loader.batch(step).tokens();
        }
        assertThat(tokens).isCloseTo(200_000, within(4_000.0));
    }
}
