package io.github.electra4j.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MinimalPairsTest {
    @Test
    void with_somePairs_countsThoseWhoseBetterTextIsAbove() {
        MinimalPairs pairs =
                MinimalPairs.none().with(-1, -2).with(-2, -1).with(-3, -3).with(0.5, Double.NEGATIVE_INFINITY);

        assertThat(pairs).isEqualTo(new MinimalPairs(4, 2, 1));
        assertThat(pairs.accuracy()).isEqualTo(0.5);
        assertThat(MinimalPairs.none().accuracy()).isNaN();
    }

    @Test
    void with_scoreThatIsNoNumber_isRefused() {
        assertThatThrownBy(() -> MinimalPairs.none().with(1, Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1.0 and NaN");
    }
}
