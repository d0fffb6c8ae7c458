package io.github.electra4j.train.pretrain;

import static io.github.electra4j.train.pretrain.LearnerTest.learner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.train.pretrain.PretrainingStep.Stage;
import io.github.electra4j.train.tensor.Precision;
import io.github.electra4j.train.tensor.Tensors;
import io.github.electra4j.train.tensor.TestDevice;
import org.junit.jupiter.api.Test;

/** The learning rate of each optimiser at each step, by hand. */
class LearnerRatesTest {
    private static final Tensors FP32 = new Tensors(TestDevice.CHOSEN, Precision.FP32);

    @Test
    void rates_joint_areOneScheduleOverAllSteps() {
        try (Learner learner = learner(FP32, 1, 1, "steps", 10L, "learningRate", 1.0, "warmup", 4L)) {
            assertThat(learner.rates(1)).containsExactly(0.25 * 0.9);
            assertThat(learner.rates(5)).containsExactly(0.5);
            assertThat(learner.rates(10)).containsExactly(0.0);
        }
    }

    @Test
    void rates_twoOptimisers_haveAPeakEach() {
        try (Learner learner = learner(FP32, 1, 1, "steps", 10L, "learningRate", 1.0, "generatorLearningRate", 4.0)) {
            assertThat(learner.rates(5)).containsExactly(0.5, 2.0);
        }
    }

    /** Warm-up of at most a share of each stage's own steps. */
    @Test
    void rates_twoStage_areOneScheduleAStage() {
        try (Learner learner = learner(
                FP32,
                1,
                1,
                Configs.with(
                        Configs.TWO_STAGE,
                        "learningRate",
                        1.0,
                        "secondStageRate",
                        0.25,
                        "warmup",
                        100L,
                        "warmupCap",
                        0.5))) {
            // Stage one: 4 steps, 2 of warm-up. Stage two: 6 steps, 3 of warm-up, peak 0.25.
            assertThat(learner.rates(1)).containsExactly(0.5 * 0.75);
            assertThat(learner.rates(2)).containsExactly(0.5);
            assertThat(learner.rates(4)).containsExactly(0.0);
            assertThat(learner.rates(5).get(0)).isCloseTo(0.25 / 3 * 5 / 6, within(1e-12));
            assertThat(learner.rates(7).get(0)).isCloseTo(0.25 * 0.5, within(1e-12));
            assertThat(learner.rates(10)).containsExactly(0.0);
            assertThat(learner.stageOf(4)).isEqualTo(Stage.GENERATOR);
            assertThat(learner.stageOf(5)).isEqualTo(Stage.DISCRIMINATOR);
        }
        try (Learner learner = learner(
                FP32, 1, 1, Configs.with(Configs.TWO_STAGE, "freezeGenerator", false, "generatorLearningRate", 2.0))) {
            assertThat(learner.stageOf(5)).isEqualTo(Stage.BOTH);
            // The generator goes on: its own schedule spans all 10 steps.
            assertThat(learner.rates(6).get(1)).isCloseTo(2.0 * 0.4, within(1e-12));
        }
    }
}
