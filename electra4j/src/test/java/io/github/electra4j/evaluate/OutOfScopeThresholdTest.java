package io.github.electra4j.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.evaluate.OutOfScopeThreshold.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * By hand: six rows with a class, of which five are named right; four without one, of which the likeliest label says so of one.
 */
class OutOfScopeThresholdTest {
    private static final List<Answer> ANSWERS = List.of(
            new Answer(0.2, true, false, false),
            new Answer(0.3, false, false, true),
            new Answer(0.4, true, false, false),
            new Answer(0.5, false, false, false),
            new Answer(0.6, false, false, true),
            new Answer(0.7, false, false, true),
            new Answer(0.7, true, false, false),
            new Answer(0.8, true, true, true),
            new Answer(0.9, false, false, true),
            new Answer(0.95, false, false, true));

    /** Below 0.25: (5/6 + 2/4) / 2 = 0.667; below 0.45: (4/6 + 3/4) / 2 = 0.708; below 0.75: (2/6 + 4/4) / 2 = 0.667. */
    @Test
    void balancedAccuracy_weighsBothKindsAlike() {
        OutOfScopeThreshold best = OutOfScopeThreshold.best(ANSWERS, "balanced_accuracy");
        assertThat(best.threshold()).isCloseTo(0.45, within(1e-12));
        assertThat(best.score()).isCloseTo(17 / 24.0, within(1e-12));
    }

    /** Without a threshold 6 of 10 are right, below 0.25 and below 0.45 or 0.55 7; the lowest is taken. */
    @Test
    void accuracy_countsRows() {
        OutOfScopeThreshold best = OutOfScopeThreshold.best(ANSWERS, "accuracy");
        assertThat(best.threshold()).isCloseTo(0.25, within(1e-12));
        assertThat(best.score()).isCloseTo(0.7, within(1e-12));
    }

    /** Below 0.45 3 of 4 are said rightly: 6 / 8; below 0.25 2 of 2: 4 / 6; below 0.75 4 of 8: 8 / 12. */
    @Test
    void f1_isOfSayingSo() {
        OutOfScopeThreshold best = OutOfScopeThreshold.best(ANSWERS, "f1");
        assertThat(best.threshold()).isCloseTo(0.45, within(1e-12));
        assertThat(best.score()).isCloseTo(0.75, within(1e-12));
    }

    @Test
    void whereNothingIsGained_thereIsNone() {
        List<Answer> good = List.of(new Answer(0.2, false, false, true), new Answer(0.9, true, true, true));
        assertThat(OutOfScopeThreshold.best(good, "balanced_accuracy")).isEqualTo(new OutOfScopeThreshold(0, 1));
    }

    @Test
    void rowsOfOneKind_areRefused() {
        assertThatThrownBy(() -> OutOfScopeThreshold.best(ANSWERS.subList(3, 6), "f1"))
                .hasMessage("0 of 3 rows belong to no class, expected some of both kinds to choose a threshold by");
    }
}
