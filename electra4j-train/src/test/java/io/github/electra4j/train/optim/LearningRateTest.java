package io.github.electra4j.train.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.train.optim.LearningRate.Schedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LearningRateTest {
    /** Peak 2, warm-up 10 of 100 steps; by hand. */
    @ParameterizedTest
    @CsvSource({
        // linear: 2 x (100 - step) / 100, times step / 10 in the warm-up
        "LINEAR, 1, 0.198",
        "LINEAR, 5, 0.95",
        "LINEAR, 10, 1.8",
        "LINEAR, 55, 0.9",
        "LINEAR, 99, 0.02",
        "LINEAR, 100, 0",
        // cosine: 1 + cos(pi (step - 10) / 90) behind the warm-up
        "COSINE, 1, 0.2",
        "COSINE, 10, 2",
        "COSINE, 40, 1.5",
        "COSINE, 55, 1",
        "COSINE, 70, 0.5",
        "COSINE, 100, 0",
        // trapezoid: flat until 80, then 2 x (100 - step) / 20
        "TRAPEZOID, 1, 0.2",
        "TRAPEZOID, 10, 2",
        "TRAPEZOID, 80, 2",
        "TRAPEZOID, 90, 1",
        "TRAPEZOID, 99, 0.1",
        "TRAPEZOID, 100, 0",
        "LINEAR, 101, 0",
        "COSINE, 150, 0",
        "TRAPEZOID, 101, 0"
    })
    void at_eachSchedule_byHand(Schedule schedule, long step, double expected) {
        assertThat(new LearningRate(schedule, 2, 10, 100).at(step)).isCloseTo(expected, within(1e-12));
    }

    @Test
    void at_noWarmup_startsNearThePeak() {
        assertThat(new LearningRate(Schedule.LINEAR, 1, 0, 4).at(1)).isEqualTo(0.75);
        assertThat(new LearningRate(Schedule.COSINE, 1, 0, 4).at(2)).isCloseTo(0.5, within(1e-12));
        assertThat(new LearningRate(Schedule.TRAPEZOID, 1, 0, 4).at(1)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Schedule.class)
    void at_theOnlyStep_isThePeakWithAndWithoutWarmup(Schedule schedule) {
        assertThat(new LearningRate(schedule, 2, 0, 1).at(1)).isEqualTo(2);
        assertThat(new LearningRate(schedule, 2, 1, 1).at(1)).isEqualTo(2);
        assertThat(new LearningRate(schedule, 2, 0, 1).at(2)).isZero();
    }

    @Test
    void constructor_impossibleNumbers_areRefused() {
        assertThatThrownBy(() -> new LearningRate(Schedule.LINEAR, -1, 0, 4)).hasMessageContaining("-1");
        assertThatThrownBy(() -> new LearningRate(Schedule.LINEAR, Double.NaN, 0, 4))
                .hasMessageContaining("NaN");
        assertThatThrownBy(() -> new LearningRate(Schedule.LINEAR, 1, -1, 4)).hasMessageContaining("warm-up -1");
        assertThatThrownBy(() -> new LearningRate(Schedule.LINEAR, 1, 0, 0)).hasMessageContaining("steps 0");
    }
}
