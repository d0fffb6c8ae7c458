package io.github.electra4j.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Thresholds by hand. */
class ClassThresholdTest {
    private static final double[] PROBABILITIES = {0.1, 0.2, 0.3, 0.4, 0.6};
    private static final boolean[] POSITIVE = {false, true, false, true, true};

    /** Above 0.15 are 3 true and 1 false positive: F1 = 6 / (6 + 1) = 0.857; above 0.35 2 and none: 4 / (4 + 1) = 0.8. */
    @Test
    void f1_isBestWhereAllAreFound() {
        ClassThreshold best = ClassThreshold.best(PROBABILITIES, POSITIVE, "f1");
        assertThat(best.threshold()).isCloseTo(0.15, within(1e-12));
        assertThat(best.score()).isCloseTo(6 / 7.0, within(1e-12));
    }

    /** 4 of 5 are right above 0.15 and above 0.35, which is nearer to a half. */
    @Test
    void accuracy_ofEqualThresholdsTakesThatNearestToAHalf() {
        ClassThreshold best = ClassThreshold.best(PROBABILITIES, POSITIVE, "accuracy");
        assertThat(best.threshold()).isCloseTo(0.35, within(1e-12));
        assertThat(best.score()).isCloseTo(0.8, within(1e-12));
    }

    /** Above 0.35: (2 * 2 - 0 * 1) / sqrt(2 * 3 * 2 * 3) = 2 / 3; above 0.15: (3 * 1 - 1 * 0) / sqrt(4 * 3 * 2 * 1) = 0.612. */
    @Test
    void matthews_isBestWhereNoneIsWronglyNamed() {
        ClassThreshold best = ClassThreshold.best(PROBABILITIES, POSITIVE, "matthews");
        assertThat(best.threshold()).isCloseTo(0.35, within(1e-12));
        assertThat(best.score()).isCloseTo(2 / 3.0, within(1e-12));
    }

    @Test
    void equalProbabilities_areOnOneSide() {
        ClassThreshold best =
                ClassThreshold.best(new double[] {0.2, 0.2, 0.2}, new boolean[] {true, false, true}, "f1");
        assertThat(best.threshold()).isCloseTo(0.1, within(1e-12));
        assertThat(best.score()).isCloseTo(0.8, within(1e-12));
        assertThat(ClassThreshold.best(new double[] {0.2, 0.4}, new boolean[] {false, false}, "accuracy")
                        .threshold())
                .isCloseTo(0.7, within(1e-12));
    }

    /** No threshold has a probability of 0 above it: of two positive rows one is found, F1 = 2 / (2 + 1). */
    @Test
    void probabilityOfZero_isAboveNoThreshold() {
        ClassThreshold best = ClassThreshold.best(new double[] {0, 0.5}, new boolean[] {true, true}, "f1");
        assertThat(best.threshold()).isCloseTo(0.25, within(1e-12));
        assertThat(best.score()).isCloseTo(2 / 3.0, within(1e-12));
    }

    @Test
    void unknownFigure_isRefused() {
        assertThatThrownBy(() -> ClassThreshold.best(PROBABILITIES, POSITIVE, "auc"))
                .hasMessage("no threshold for \"auc\"; there are f1, macro_f1, matthews, accuracy");
    }
}
