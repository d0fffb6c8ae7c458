package io.github.electra4j.train.pretrain;

import static io.github.electra4j.train.pretrain.LearnerTest.batch;
import static io.github.electra4j.train.pretrain.LearnerTest.learner;
import static io.github.electra4j.train.pretrain.LearnerTest.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.examples.Batch;
import io.github.electra4j.train.model.Encoder.Sharing;
import io.github.electra4j.train.optim.Optimizer.Matrices;
import io.github.electra4j.train.pretrain.StepResult.Counts;
import io.github.electra4j.train.tensor.Parameters;
import io.github.electra4j.train.tensor.Precision;
import io.github.electra4j.train.tensor.Tensors;
import io.github.electra4j.train.tensor.TestDevice;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What options of after the paper do to a step. */
class LearnerOptionsTest {
    private static final Tensors FP32 = new Tensors(TestDevice.CHOSEN, Precision.FP32);
    private static final int PIECE = 50;

    /**
     * Adam's first corrected update moves a weight by its rate, whatever its gradient: of ten steps the first has nine tenths of the peak, of
     * either network's own (Dong et al., 2023). One at rate 0 stays as it is.
     */
    @ParameterizedTest
    @CsvSource({"0.01, 0.002", "0.01, 0", "0, 0.002"})
    void train_withRatesOfTheirOwn_movesEachNetworkByItsRate(double discriminator, double generator) {
        try (Learner learner = learner(
                FP32,
                2,
                1,
                "embeddings",
                Sharing.SEPARATE,
                "learningRate",
                discriminator,
                "generatorLearningRate",
                generator,
                "biasCorrection",
                true,
                "adamEpsilon",
                1e-12,
                "weightDecay",
                0.0)) {
            Map<String, float[]> before = values(learner);

            learner.train(batch(1), 1, false);

            values(learner).forEach((name, after) -> {
                double rate = 0.9 * (name.startsWith("generator/") ? generator : discriminator);
                float[] start = before.get(name);
                assertThat(start).isNotNull();
                assertThat(LearnerTest.largestDifference(after, start)).as(name).isCloseTo(rate, within(1e-5));
            });
        }
    }

    /** With Muon a first step of three times the rate takes matrices three times as far; vectors have Adam's, the rate. */
    @Test
    void train_withMuon_movesMatricesByTheirFactorAndVectorsAsAdamDoes() {
        String layer = "discriminator/electra.encoder.layer.1.output.dense.";
        float[] start;
        float[] once;
        try (Learner learner = muon(1)) {
            start = learner.parameters().get(layer + "weight");
            learner.train(batch(1), 1, false);
            once = learner.parameters().get(layer + "weight");
        }
        try (Learner learner = muon(3)) {
            float[] bias = learner.parameters().get(layer + "bias");

            learner.train(batch(1), 1, false);

            float[] thrice = learner.parameters().get(layer + "weight");
            for (int i = 0; i < start.length; i++) {
                assertThat(thrice[i] - start[i]).isCloseTo(3 * (once[i] - start[i]), within(1e-6f));
            }
            assertThat(LearnerTest.largestDifference(thrice, start)).isGreaterThan(1e-4);
            assertThat(LearnerTest.largestDifference(learner.parameters().get(layer + "bias"), bias))
                    .isCloseTo(0.009, within(1e-5));
        }
    }

    private static Learner muon(double factor) {
        return learner(
                FP32,
                2,
                1,
                "optimizer",
                Matrices.MUON,
                "matrixRate",
                factor,
                "biasCorrection",
                true,
                "adamEpsilon",
                1e-12,
                "weightDecay",
                0.0);
    }

    /**
     * Fast-ELECTRA (Dong et al., 2024): a frozen generator that is nearly sure of the one piece of the text, e^20 against 96 others of e^0. At
     * a temperature of 50 it draws that with a probability of e^0.4 / (e^0.4 + 96), a sixtieth, and at 1 always. Where the temperature falls,
     * the last step draws at 1 + 49 e^-10, 1.002.
     */
    @ParameterizedTest
    @CsvSource({"0.1, true", ", false"})
    void train_atAFallingTemperature_drawsFromASharperGeneratorLater(@Nullable Double decay, boolean falls) {
        Object[] options = Configs.with(
                Configs.TWO_STAGE,
                "generatorShare",
                0.1,
                "temperature",
                50.0,
                "temperatureDecay",
                decay,
                "learningRate",
                0.0,
                "maskShare",
                0.5);
        try (Learner learner = learner(FP32, 1, 1, Configs.with(options, "steps", 1000L))) {
            makeSureOfOnePiece(learner);

            Counts early = learner.train(onePiece(), 101, false).result().counts();
            Counts late = learner.train(onePiece(), 1000, false).result().counts();

            assertThat(early.drawn()).isEqualTo(late.drawn()).isEqualTo(15);
            assertThat(early.replaced()).isGreaterThan(10);
            assertThat(late.replaced() == 0).isEqualTo(falls);
        }
    }

    /** The same generator as two towers, which would draw nothing but the original. */
    @ParameterizedTest
    @CsvSource({"false, 0", "true, 15"})
    void train_withTowersThatMustNotDrawTheOriginal_replacesEveryChosenToken(boolean disallow, int replaced) {
        try (Learner learner = learner(
                FP32, 1, 1, "replacements", Replacements.TWO_TOWER, "disallowCorrect", disallow, "maskShare", 0.5)) {
            makeSureOfOnePiece(learner);

            Counts counts = learner.train(onePiece(), 1, false).result().counts();

            assertThat(counts.drawn()).isEqualTo(15);
            assertThat(counts.replaced()).isEqualTo(replaced);
        }
    }

    /**
     * The count of {@link MaskingTest} in texts of 12, 9, 4 and 7 tokens, of which 9, 7, 1 and 4 can be chosen: 6 + 4 + 1 + 4 of a half, in
     * the middle min(3, 4) + min(3, 3) + 1 + 2 of 0.325, and one of each at 0.15.
     */
    @Test
    void train_ofAFallingMaskShare_choosesFewerTokensLater() {
        try (Learner learner = learner(FP32, 1, 1, "steps", 11L, "maskShare", 0.5, "finalMaskShare", 0.15)) {
            assertThat(learner.train(batch(1), 1, false).result().counts().drawn())
                    .isEqualTo(15);
            assertThat(learner.train(batch(1), 6, false).result().counts().drawn())
                    .isEqualTo(9);
            assertThat(learner.train(batch(1), 11, false).result().counts().drawn())
                    .isEqualTo(4);
        }
    }

    /** {@link LearnerTest#batch} with one piece for all. */
    private static Batch onePiece() {
        Batch batch = batch(1);
        int[] ids = Arrays.stream(batch.ids()).map(id -> id < 5 ? id : PIECE).toArray();
        return new Batch(ids, batch.lengths(), batch.firstLengths(), batch.keys(), batch.size(), batch.length());
    }

    private static void makeSureOfOnePiece(Learner learner) {
        Parameters parameters = learner.parameters();
        float[] bias = new float[97];
        bias[PIECE] = 20;
        parameters.set("generator/generator_lm_head.bias", bias);
        parameters.refresh(0, parameters.size());
    }
}
