package io.github.electra4j.train.pretrain;

import static io.github.electra4j.train.pretrain.LearnerTest.batch;
import static io.github.electra4j.train.pretrain.LearnerTest.hidden;
import static io.github.electra4j.train.pretrain.LearnerTest.learner;
import static io.github.electra4j.train.pretrain.LearnerTest.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.checkpoint.ElectraConfig.FeedForward;
import io.github.electra4j.checkpoint.ElectraConfig.Norm;
import io.github.electra4j.train.model.Encoder.Sharing;
import io.github.electra4j.train.tensor.Precision;
import io.github.electra4j.train.tensor.Tensors;
import io.github.electra4j.train.tensor.TestDevice;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What two-stage training and one encoder for both networks make of the weights. */
class LearnerStagesTest {
    private static final Tensors FP32 = new Tensors(TestDevice.CHOSEN, Precision.FP32);

    /** A second stage at rate 0 shows the copy itself. */
    @ParameterizedTest
    @CsvSource({"DISENTANGLED, POST, true, GELU", "SEPARATE, POST, true, GELU", "DISENTANGLED, SANDWICH, false, GEGLU"})
    void train_secondStageBegins_discriminatorComputesWhatTheGeneratorDoes(
            Sharing sharing, Norm norm, boolean biases, FeedForward feedForward) {
        Object[] modern = {
            "embeddings", sharing, "norm", norm, "biases", biases, "feedForward", feedForward, "secondStageRate", 0.0
        };
        try (Learner learner = learner(FP32, 2, 1, Configs.with(Configs.TWO_STAGE, modern))) {
            Map<String, float[]> start = values(learner);
            for (long number = 1; number <= 4; number++) {
                learner.train(batch(number), number, false);
            }
            Map<String, float[]> first = values(learner);
            start.forEach((name, value) -> assertThat(Arrays.equals(first.get(name), value))
                    .as(name)
                    .isEqualTo(name.startsWith("discriminator/")));

            learner.train(batch(5), 5, false);

            Map<String, float[]> second = values(learner);
            assertThat(second.get("generator/generator_lm_head.bias"))
                    .isEqualTo(first.get("generator/generator_lm_head.bias"));
            float[] generator =
                    hidden(learner, ((MaskedGenerator) learner.model().generator()).encoder(), FP32);
            float[] discriminator = hidden(learner, learner.model().encoder(), FP32);
            assertThat(discriminator).isEqualTo(generator);
            assertThat(second.get("discriminator/discriminator_predictions.dense.weight"))
                    .as("the head has no twin")
                    .isEqualTo(start.get("discriminator/discriminator_predictions.dense.weight"));
        }
    }

    @Test
    void train_secondStageFrozen_changesEveryWeightOfTheDiscriminatorAndNoneOfTheGenerator() {
        try (Learner learner = learner(FP32, 2, 1, Configs.TWO_STAGE)) {
            learner.train(batch(5), 5, false);
            Map<String, float[]> before = values(learner);

            learner.train(batch(6), 6, false);

            before.forEach(
                    (name, value) -> assertThat(Arrays.equals(values(learner).get(name), value))
                            .as(name)
                            .isEqualTo(name.startsWith("generator/")));
        }
    }

    /** The discriminator's moments start at 0 in the second stage: its first corrected update moves a weight by the rate, 0.005 here. */
    @Test
    void train_secondStageWithBiasCorrection_startsWithAStepOfTheRate() {
        try (Learner learner = learner(
                FP32,
                2,
                1,
                Configs.with(
                        Configs.TWO_STAGE,
                        "biasCorrection",
                        true,
                        "weightDecay",
                        0.0,
                        "adamEpsilon",
                        1e-12,
                        "learningRate",
                        0.006))) {
            String name = "/electra.encoder.layer.0.output.dense.weight";
            float[] copied = learner.parameters().get("generator" + name);

            double rate = learner.train(batch(5), 5, false).rate();

            assertThat(rate).isCloseTo(0.005, within(1e-12));
            float[] updated = learner.parameters().get("discriminator" + name);
            for (int i = 0; i < updated.length; i++) {
                assertThat(Math.abs(updated[i] - copied[i])).isCloseTo((float) rate, within(1e-5f));
            }
        }
    }

    @Test
    void constructor_twoStageThatCannotCopy_saysWhatToSet() {
        assertThatThrownBy(() -> learner(FP32, 1, 1, Configs.with(Configs.TWO_STAGE, "embeddings", Sharing.SHARED)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("embeddings=disentangled");
        assertThatThrownBy(() -> learner(FP32, 1, 1, Configs.with(Configs.TWO_STAGE, "generatorHiddenSize", 16)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2/16/64/4")
                .hasMessageContaining("2/32/64/4")
                .hasMessageContaining("generator_size=1");
    }

    /** Seed 0 masks as the evaluation does, so that the loss of a step and of an evaluation differ by dropout alone. */
    @ParameterizedTest
    @CsvSource({"true, 0", "false, 1e-3"})
    void train_secondStage_dropsOutInTheGeneratorUnlessItIsFrozen(boolean frozen, double leastDifference) {
        try (Learner learner = learner(
                FP32,
                1,
                0,
                Configs.with(
                        Configs.TWO_STAGE,
                        "freezeGenerator",
                        frozen,
                        "initializerRange",
                        0.3,
                        "hiddenDropout",
                        0.3,
                        "attentionDropout",
                        0.3))) {
            double evaluated = learner.evaluate(batch(1)).generator().loss();
            double trained =
                    learner.train(batch(1), 5, false).result().generator().loss();

            double difference = Math.abs(trained - evaluated);
            assertThat(difference).isGreaterThanOrEqualTo(leastDifference);
            assertThat(difference).isLessThan(frozen ? 1e-5 : 10);
        }
    }

    /** One encoder under both heads: as many parameters less, and both networks compute the same hidden states after training too. */
    @Test
    void train_tiedNetworks_haveOneEncoderThatBothTrain() {
        try (Learner learner = learner(FP32, 2, 1, Configs.TIED)) {
            Map<String, float[]> before = values(learner);
            assertThat(before.keySet()).noneMatch(name -> name.startsWith("discriminator/electra."));

            learner.train(batch(1), 1, false);

            values(learner).forEach((name, value) -> assertThat(Arrays.equals(before.get(name), value))
                    .as(name)
                    .isFalse());
            assertThat(hidden(learner, learner.model().encoder(), FP32))
                    .isEqualTo(
                            hidden(learner, ((MaskedGenerator) learner.model().generator()).encoder(), FP32));
        }
        for (Object[] wrong : new Object[][] {
            {"tied", true, "generatorHiddenSize", 24},
            {"tied", true, "embeddings", Sharing.SEPARATE},
            {"tied", true, "generatorLearningRate", 0.1},
            {"tied", true, "objective", Objective.MASKED_LM}
        }) {
            assertThatThrownBy(() -> Configs.tiny(Configs.with(Configs.TIED, wrong)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("tied");
        }
    }

    /** The failure that the paper tells of needs a discriminator that starts from its own first weights, and may have any shape. */
    @Test
    void train_secondStageWithoutStart_keepsTheDiscriminatorsFirstWeights() {
        Object[] options = Configs.with(
                Configs.TWO_STAGE,
                "startFromGenerator",
                false,
                "secondStageRate",
                0.0,
                "generatorHiddenSize",
                24,
                "generatorHeads",
                3,
                "embeddings",
                Sharing.SEPARATE);
        try (Learner learner = learner(FP32, 2, 1, options)) {
            Map<String, float[]> start = values(learner);
            for (long number = 1; number <= 5; number++) {
                learner.train(batch(number), number, false);
            }
            values(learner).forEach((name, value) -> assertThat(Arrays.equals(start.get(name), value))
                    .as(name)
                    .isEqualTo(name.startsWith("discriminator/")));
        }
    }
}
