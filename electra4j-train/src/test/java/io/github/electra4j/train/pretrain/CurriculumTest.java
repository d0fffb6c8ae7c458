package io.github.electra4j.train.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.train.pretrain.PretrainingStep.Stage;
import org.junit.jupiter.api.Test;

/** What changes over a run beside the learning rate. */
class CurriculumTest {
    private static PretrainingCost cost(PretrainingConfig config) {
        return new PretrainingCost(PretrainingModel.of(config, 97, 0), config);
    }

    @Test
    void maskShareAt_ofAFallingShare_isOnALine() {
        PretrainingConfig config = Configs.tiny("maskShare", 0.3, "finalMaskShare", 0.15, "steps", 11L);

        assertThat(config.maskShareAt(1)).isEqualTo(0.3);
        assertThat(config.maskShareAt(6)).isCloseTo(0.225, within(1e-12));
        assertThat(config.maskShareAt(11)).isCloseTo(0.15, within(1e-12));
        assertThat(cost(config).meanMaskShare(false)).isCloseTo(0.225, within(1e-12));
        // Two stages of halves: 0.3 to 0.225, and on to 0.15.
        PretrainingConfig stages = Configs.tiny(
                Configs.with(Configs.TWO_STAGE, "maskShare", 0.3, "finalMaskShare", 0.15, "generatorShare", 0.5));
        assertThat(cost(stages).meanMaskShare(true)).isCloseTo(0.2625, within(1e-12));
        assertThat(cost(stages).meanMaskShare(false)).isCloseTo(0.1875, within(1e-12));
        assertThat(Configs.tiny("maskShare", 0.3, "steps", 11L).maskShareAt(11)).isEqualTo(0.3);
    }

    /** A line costs what its mean costs, step by step and in all. */
    @Test
    void perToken_ofAFallingShare_sumsToThatOfItsMean() {
        PretrainingConfig config = Configs.tiny("maskShare", 0.3, "finalMaskShare", 0.1, "steps", 101L);
        PretrainingCost cost = new PretrainingCost(PretrainingModel.of(config, 97, 0), config);

        double sum = 0;
        for (long step = 1; step <= 101; step++) {
            sum += cost.perToken(Stage.BOTH, false, 12, config.maskShareAt(step));
        }

        assertThat(sum / 101).isCloseTo(cost.perToken(Stage.BOTH, false, 12), within(1e-6));
        assertThat(cost.perToken(Stage.BOTH, false, 12, 0.3)).isGreaterThan(cost.perToken(Stage.BOTH, false, 12, 0.1));
    }

    /** 1 + (2 - 1) exp(-u / 0.1) by hand: u = 0, 0.1, 0.5. */
    @Test
    void temperatureAt_ofAFallingOne_isExponentialOverTheStepsThatDraw() {
        PretrainingConfig joint = Configs.tiny("temperature", 2.0, "temperatureDecay", 0.1, "steps", 100L);

        assertThat(joint.temperatureAt(1)).isEqualTo(2);
        assertThat(joint.temperatureAt(11)).isCloseTo(1.3678794, within(1e-6));
        assertThat(joint.temperatureAt(51)).isCloseTo(1.0067379, within(1e-6));
        assertThat(joint.evaluationTemperature()).isEqualTo(1);
        assertThat(Configs.tiny("temperature", 2.0).temperatureAt(7)).isEqualTo(2);
        assertThat(Configs.tiny("temperature", 2.0).evaluationTemperature()).isEqualTo(2);
    }

    @Test
    void temperatureAt_ofTwoStages_beginsWithTheSecond() {
        PretrainingConfig twoStage = Configs.tiny(Configs.with(
                Configs.TWO_STAGE, "temperature", 2.0, "temperatureDecay", 0.1, "steps", 100L, "generatorShare", 0.5));

        assertThat(twoStage.temperatureAt(51)).isEqualTo(2);
        assertThat(twoStage.temperatureAt(56)).isCloseTo(1.3678794, within(1e-6));
    }
}
