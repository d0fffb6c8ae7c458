package io.github.electra4j.train.pretrain;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.checkpoint.ElectraConfig.FeedForward;
import io.github.electra4j.checkpoint.ElectraConfig.Norm;
import io.github.electra4j.checkpoint.ElectraConfig.Positions;
import io.github.electra4j.examples.Batch;
import io.github.electra4j.examples.MemoryExamples;
import io.github.electra4j.random.CounterRandom;
import io.github.electra4j.train.optim.LearningRate.Schedule;
import io.github.electra4j.train.tensor.Parameters;
import io.github.electra4j.train.tensor.Precision;
import io.github.electra4j.train.tensor.Tensors;
import io.github.electra4j.train.tensor.TestDevice;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A tiny run of each objective, of each source of replacements, and of each strategy. */
class ObjectiveLearningIT {
    private static final int KINDS = 30;

    private static final Tensors FP32 = new Tensors(TestDevice.CHOSEN, Precision.FP32);

    /**
     * A text is one token over and over, so that every objective can be learned from the tokens around a position. Each is measured by what
     * it minimises: knowing nothing of a text, a language model names one in 30 and the AUC is 0.5. Over four seeds the least were: AUC
     * 0.92 (0.79 at the chosen positions alone), accuracy 0.998. Detection at the chosen positions alone sees one label a text, so there
     * are three kinds of texts for it.
     */
    @ParameterizedTest
    @CsvSource({
        "ELECTRA_CHOSEN, UNIGRAM, 3, discriminator_auc, 0.7",
        "REPLACE_MLM, GENERATOR, 30, encoder_accuracy, 0.8",
        "ALL_TOKENS_MLM, GENERATOR, 30, encoder_accuracy, 0.8",
        "MASKED_LM, GENERATOR, 30, encoder_accuracy, 0.8",
        "ELECTRA, UNIGRAM, 30, discriminator_auc, 0.85",
        "ELECTRA, UNIFORM, 30, discriminator_auc, 0.85"
    })
    void train_textsOfOneTokenEach_areLearned(
            Objective objective, Replacements replacements, int kinds, String figure, double least) {
        MemoryExamples examples = new MemoryExamples();
        for (int i = 0; i < 300; i++) {
            examples.add(repeating("objectives", i, 1, kinds).ids(), 12);
        }
        PretrainingConfig config = config(objective, replacements, 150);
        try (Learner learner = new Learner(config, Configs.vocabulary(97), examples, FP32, 2, 1)) {
            Map<String, Double> before =
                    Metrics.of(learner.evaluate(repeating("objectives", 1_000, 640, kinds)), config);
            for (long number = 1; number <= 150; number++) {
                assertThat(learner.train(repeating("objectives", number, 32, kinds), number, false)
                                .update()
                                .applied())
                        .isTrue();
            }
            Map<String, Double> after =
                    Metrics.of(learner.evaluate(repeating("objectives", 1_000, 640, kinds)), config);

            assertThat(before.get(figure)).as("untrained").isLessThan(0.65);
            assertThat(after.get(figure)).isGreaterThan(least);
        }
    }

    /** Both networks of a joint run: the generator must come to name the token, and the discriminator to see what is another. */
    @ParameterizedTest
    @CsvSource({
        "PRE, true, GELU",
        "SANDWICH, true, GELU",
        "PRE, false, GELU",
        "PRE, true, GEGLU",
        "SANDWICH, false, GEGLU"
    })
    void train_bothNetworks_areLearned(Norm norm, boolean biases, FeedForward feedForward) {
        PretrainingConfig config = config(
                Objective.ELECTRA,
                Replacements.GENERATOR,
                120,
                "norm",
                norm,
                "biases",
                biases,
                "feedForward",
                feedForward);
        Batch seen = repeating("repeating", 0, 32, 30);
        try (Learner learner = new Learner(config, Configs.vocabulary(97), new MemoryExamples(), FP32, 2, 1)) {
            StepResult before = learner.evaluate(seen);
            for (long number = 1; number <= 120; number++) {
                learner.train(repeating("repeating", number, 32, 30), number, false);
            }
            StepResult after = learner.evaluate(seen);

            assertThat(mean(before.generator())).isGreaterThan(4);
            assertThat(before.detection().loss() / before.counts().tokens()).isGreaterThan(0.5);
            // Knowing nothing of a text, the generator would stay at ln 30 = 3.4 and the discriminator at about 0.27.
            assertThat(mean(after.generator())).isLessThan(1.7);
            assertThat(after.detection().loss() / after.counts().tokens()).isLessThan(0.15);
        }
    }

    /** Options of one encoder for both networks, and of two stages, with the greatest loss and the least AUC. */
    private static Stream<Arguments> ways() {
        return Stream.of(
                Arguments.of("one encoder", Configs.with(Configs.TIED, "discriminatorWeight", 5.0), 0.8, 0.9),
                Arguments.of(
                        "two stages, draws ever sharper",
                        Configs.with(Configs.TWO_STAGE, "temperature", 2.0, "temperatureDecay", 0.1),
                        2.05,
                        0.8),
                Arguments.of(
                        "two stages from first weights",
                        Configs.with(Configs.TWO_STAGE, "startFromGenerator", false),
                        2.05,
                        0.85));
    }

    /**
     * Texts of ten tokens, and draws that are never the original, so that even a generator that knows all leaves something to detect;
     * untrained it would lose ln 97 = 4.6, and knowing nothing of a text ln 10 = 2.3. Over seeds 1 to 4 the greatest losses and least AUCs were
     * 0.41 and 0.978 with one encoder, and 1.81 and 0.876 with two stages, of which the generator has the first 24 steps. A
     * discriminator with first weights of its own had 0.929: the failure that the paper tells of (section 3.2) is not seen in texts as easy.
     */
    @ParameterizedTest(name = "{0}")
    @MethodSource("ways")
    void train_bothNetworksInOtherWays_areLearned(String way, Object[] options, double mostLoss, double leastAuc) {
        long steps = 60;
        Object[] same = {
            "steps", steps, "disallowCorrect", true, "learningRate", 7e-3, "biasCorrection", true, "adamBeta2", 0.98
        };
        PretrainingConfig config =
                config(Objective.ELECTRA, Replacements.GENERATOR, steps, Configs.with(options, same));
        Batch seen = repeating("ways", 1_000, 320, 10);
        try (Learner learner = new Learner(config, Configs.vocabulary(97), new MemoryExamples(), FP32, 2, 1)) {
            assertThat(mean(learner.evaluate(seen).generator())).as("untrained").isGreaterThan(4);
            for (long number = 1; number <= steps; number++) {
                learner.train(repeating("ways", number, 32, 10), number, false);
            }
            Map<String, Double> after = Metrics.of(learner.evaluate(seen), config);

            assertThat(after.get("generator_loss")).isLessThan(mostLoss);
            assertThat(after.get("discriminator_auc")).isGreaterThan(leastAuc);
        }
    }

    /**
     * A discriminator that has learned a little and learns no more, its generator rewarded for fooling it: its loss must rise. Over four
     * seeds it rose to twice what it was at least, and to seven times at most.
     */
    @Test
    void train_adversary_foolsTheDiscriminator() {
        long seed = 1;
        PretrainingConfig joint =
                ConfigFiles.with(config(Objective.ELECTRA, Replacements.GENERATOR, 60), "embeddings", "separate");
        PretrainingConfig adversarial = ConfigFiles.with(
                ConfigFiles.with(ConfigFiles.with(joint, "discriminator_weight", 0.0), "weight_decay", 0.0),
                "strategy",
                "adversarial");
        Batch seen = repeating("adversary", 1_000, 640, 30);
        try (Learner first = new Learner(joint, Configs.vocabulary(97), new MemoryExamples(), FP32, 2, seed);
                Learner second =
                        new Learner(adversarial, Configs.vocabulary(97), new MemoryExamples(), FP32, 2, seed)) {
            for (long number = 1; number <= 60; number++) {
                first.train(repeating("adversary", number, 32, 30), number, false);
            }
            for (Parameters.Slot slot : first.parameters().slots()) {
                second.parameters()
                        .set(
                                slot.spec().name(),
                                first.parameters().get(slot.spec().name()));
            }
            second.parameters().refresh(0, second.parameters().size());
            double before = detectionLoss(second.evaluate(seen));
            for (long number = 1; number <= 60; number++) {
                second.train(repeating("adversary", 100 + number, 32, 30), number, false);
            }

            assertThat(detectionLoss(second.evaluate(seen))).isGreaterThan(1.5 * before);
        }
    }

    /**
     * Two tokens are one text, each by itself a part: that they belong together is to be learned, for untrained they are as far from each
     * other as from any, so that one part in 59 is found by guessing; over four
     * seeds at most 0.17 of the parts were found in the first five steps, and all in the last.
     */
    @ParameterizedTest
    @EnumSource(
            value = Objective.class,
            names = {"ELECTRA", "MASKED_LM"})
    void train_partsOfTexts_areFound(Objective objective) {
        PretrainingConfig config = config(objective, Replacements.UNIFORM, 150, "contrastiveWeight", 10.0);
        try (Learner learner = new Learner(config, Configs.vocabulary(97), new MemoryExamples(), FP32, 2, 1)) {
            double before = 0;
            double after = 0;
            for (long number = 1; number <= 150; number++) {
                StepResult.Contrast found =
                        learner.train(pairs(number), number, false).result().contrast();
                before += number <= 5 ? found.found() / (5.0 * found.rows()) : 0;
                after += number > 145 ? found.found() / (5.0 * found.rows()) : 0;
            }

            assertThat(before).as("untrained").isLessThan(0.35);
            assertThat(after).isGreaterThan(0.9);
        }
    }

    /** A text of each kind's two tokens, a row of each. */
    private static Batch pairs(long number) {
        int rows = 2 * KINDS;
        int[] ids = new int[rows * 6];
        int[] lengths = new int[rows];
        long[] keys = new long[rows];
        Arrays.fill(lengths, 6);
        for (int row = 0; row < rows; row++) {
            Arrays.fill(ids, row * 6, (row + 1) * 6, 5 + row % 2 * KINDS + row / 2);
            ids[row * 6] = 2;
            ids[row * 6 + 5] = 3;
            keys[row] = number * rows + row;
        }
        return new Batch(ids, lengths, lengths.clone(), keys, rows, 6);
    }

    private static double detectionLoss(StepResult result) {
        return result.detection().loss() / result.detection().positions();
    }

    private static double mean(StepResult.Naming naming) {
        return naming.loss() / naming.positions();
    }

    private static PretrainingConfig config(
            Objective objective, Replacements replacements, long steps, Object... more) {
        Object[] options = {
            "objective",
            objective,
            "replacements",
            replacements,
            "norm",
            Norm.PRE,
            "positions",
            Positions.ROTARY,
            "batch",
            32,
            "steps",
            steps,
            "warmup",
            10L,
            "schedule",
            Schedule.TRAPEZOID,
            "learningRate",
            5e-3,
            "initializerRange",
            0.1
        };
        return Configs.tiny(Configs.with(options, more));
    }

    private static Batch repeating(String stream, long number, int size, int kinds) {
        CounterRandom random = CounterRandom.of(3, stream, number, 0);
        int[] ids = new int[size * 12];
        long[] keys = new long[size];
        int[] lengths = new int[size];
        Arrays.fill(lengths, 12);
        for (int row = 0; row < size; row++) {
            Arrays.fill(ids, row * 12, (row + 1) * 12, 5 + random.nextInt(kinds));
            ids[row * 12] = 2;
            ids[row * 12 + 11] = 3;
            keys[row] = number * size + row;
        }
        return new Batch(ids, lengths, lengths.clone(), keys, size, 12);
    }
}
