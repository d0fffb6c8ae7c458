package io.github.electra4j.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class OptionRanksTest {
    // By hand: ranks 1, 2, 4.
    @Test
    void ranks_countTheOptionsAbove() {
        OptionRanks ranks = OptionRanks.of(
                new int[] {0, 2, 3}, new double[][] {{0.9, 0.1, 0.2, 0.3}, {0.1, 0.9, 0.8, 0.3}, {0.9, 0.8, 0.7, 0.1}});
        assertThat(ranks.recallAt1()).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(ranks.recallAt2()).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(ranks.meanReciprocalRank()).isCloseTo((1 + 0.5 + 0.25) / 3, within(1e-12));
    }

    // By hand: of the orders of four equal options the right one stands first in 1/4, among two in 1/2; (1 + 1/2 + 1/3
    // + 1/4) / 4.
    @Test
    void equalScores_areTheMeanOverTheirOrders() {
        OptionRanks ranks = OptionRanks.of(new int[] {2}, new double[][] {{1, 1, 1, 1}});
        assertThat(ranks.recallAt1()).isCloseTo(0.25, within(1e-12));
        assertThat(ranks.recallAt2()).isCloseTo(0.5, within(1e-12));
        assertThat(ranks.meanReciprocalRank()).isCloseTo(25 / 48.0, within(1e-12));
        OptionRanks behind = OptionRanks.of(new int[] {0}, new double[][] {{1, 1, 2}});
        assertThat(behind.recallAt1()).isZero();
        assertThat(behind.recallAt2()).isCloseTo(0.5, within(1e-12));
        assertThat(behind.meanReciprocalRank()).isCloseTo((1 / 2.0 + 1 / 3.0) / 2, within(1e-12));
    }

    @Test
    void optionOutOfRange_isNamed() {
        assertThatThrownBy(() -> OptionRanks.of(new int[] {2}, new double[][] {{1, 2}}))
                .hasMessage("row 0: right option 2, expected 0 to 1");
        assertThatThrownBy(() -> OptionRanks.of(new int[] {1}, new double[][] {{1, Double.NaN}}))
                .hasMessageContaining("score of an option NaN");
    }
}
