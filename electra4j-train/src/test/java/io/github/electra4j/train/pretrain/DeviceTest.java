package io.github.electra4j.train.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.electra4j.checkpoint.ElectraConfig.FeedForward;
import io.github.electra4j.checkpoint.ElectraConfig.Norm;
import io.github.electra4j.checkpoint.ElectraConfig.Positions;
import io.github.electra4j.train.model.Encoder.Sharing;
import io.github.electra4j.train.tensor.Device;
import io.github.electra4j.train.tensor.Precision;
import io.github.electra4j.train.tensor.Tensors;
import io.github.electra4j.train.tensor.TestDevice;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Training on another device than the CPU against training on the CPU; nothing to compare where tests compute on the CPU. */
class DeviceTest {
    @BeforeEach
    void skipOnTheCpu() {
        assumeTrue(TestDevice.CHOSEN != Device.CPU, "tests compute on the CPU");
    }

    /** Draws, losses, gradients, clipping and Adam: three steps of each objective end at the same weights but for rounding. */
    @ParameterizedTest
    @EnumSource(Objective.class)
    void train_threeStepsInFp32_givesTheCpusWeights(Objective objective) {
        assertClose(
                "objective",
                objective,
                "correctiveWeight",
                objective == Objective.ELECTRA ? 5.0 : 0.0,
                "replacements",
                objective == Objective.ELECTRIC ? Replacements.TWO_TOWER : Replacements.GENERATOR);
    }

    @Test
    void train_threeStepsOfAModernEncoder_givesTheCpusWeights() {
        assertClose(
                "embeddings",
                Sharing.DISENTANGLED,
                "norm",
                Norm.SANDWICH,
                "positions",
                Positions.ROTARY,
                "feedForward",
                FeedForward.GEGLU,
                "generatorLearningRate",
                0.02,
                "disallowCorrect",
                true);
    }

    /** The second of three steps is the first of the second stage: the discriminator starts from the generator. */
    @Test
    void train_threeStepsInTwoStages_givesTheCpusWeights() {
        assertClose(Configs.with(Configs.TWO_STAGE, "generatorShare", 0.1));
    }

    /** In bf16 both round at every operator, and a draw may differ: the losses agree. */
    @Test
    void train_threeStepsInBf16_givesTheCpusLosses() {
        double[] here = losses(new Tensors(Device.CPU, Precision.BF16));
        double[] there = losses(new Tensors(TestDevice.CHOSEN, Precision.BF16));

        for (int i = 0; i < here.length; i++) {
            assertThat(there[i]).as("loss " + i).isCloseTo(here[i], within(0.02));
        }
    }

    private static double[] losses(Tensors tensors) {
        double[] losses = new double[6];
        try (Learner learner = LearnerTest.learner(tensors, 1, 1)) {
            for (int number = 1; number <= 3; number++) {
                StepResult result =
                        learner.train(LearnerTest.batch(number), number, true).result();
                losses[2 * number - 2] =
                        result.generator().loss() / result.generator().positions();
                losses[2 * number - 1] =
                        result.detection().loss() / result.detection().positions();
            }
        }
        return losses;
    }

    private static void assertClose(Object... options) {
        // A large epsilon: where a gradient is all but zero, its sign alone would decide the step.
        Object[] all = Configs.with(options, "adamEpsilon", 1e-3);
        float[] here = weights(new Tensors(Device.CPU, Precision.FP32), all, 3);
        float[] there = weights(new Tensors(TestDevice.CHOSEN, Precision.FP32), all, 3);

        assertThat(LearnerTest.largestDifference(there, here)).isLessThan(1e-5);
        assertThat(LearnerTest.largestDifference(weights(new Tensors(TestDevice.CHOSEN, Precision.FP32), all, 0), here))
                .isGreaterThan(1e-3);
    }

    private static float[] weights(Tensors tensors, Object[] options, long steps) {
        try (Learner learner = LearnerTest.learner(tensors, 1, 1, options)) {
            for (long number = 1; number <= steps; number++) {
                learner.train(LearnerTest.batch(number), number, false);
            }
            return Tensors.toArray(learner.parameters().master());
        }
    }
}
