package io.github.electra4j.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeriesTest {
    private static Series series(int n, IntToDoubleFunction y) {
        return Series.of(
                "s",
                IntStream.range(0, n).asDoubleStream().toArray(),
                IntStream.range(0, n).mapToDouble(y).toArray(),
                0);
    }

    @Test
    void outline_fewerThanAsked_all() {
        assertThat(series(5, i -> i).outline(9)).containsExactly(0, 1, 2, 3, 4);
    }

    /** Expected: the Python package lttb 0.3.2, {@code lttb.downsample(data, n_out=9)}, on the same 44 points (their buckets are
     * the paper's only where all are of one size). */
    @Test
    void outline_noisyCurve_sameAsReferenceImplementation() {
        Series series = series(44, i -> (i * 37) % 17 - 0.05 * i * i / 4);
        assertThat(series.outline(9)).containsExactly(0, 5, 7, 16, 23, 28, 34, 39, 43);
    }

    @Test
    void outline_longCurveWithOneSpike_spikeKept() {
        Series series = series(1_000_000, i -> i == 654_321 ? 50 : (i * 37) % 17 / 17.0);
        int[] points = series.outline(300);
        assertThat(points)
                .hasSize(300)
                .isSorted()
                .doesNotHaveDuplicates()
                .startsWith(0)
                .contains(654_321);
        assertThat(points[299]).isEqualTo(999_999);
    }

    /** Expected: by the definition, sum of (3/4)^(i-k) y[k] over sum of (3/4)^(i-k), in Python. */
    @Test
    void smoothed_noisyCurve_weightedMeanOfThePast() {
        double[] smooth = series(200, i -> (i * 37) % 17).smoothed();
        int[] at = {0, 1, 2, 10, 199};
        double[] expected = {0.0, 1.7142857142857142, 3.5675675675675675, 8.917639016846989, 8.539912256517702};
        for (int i = 0; i < at.length; i++) {
            assertThat(smooth[at[i]]).isCloseTo(expected[i], within(1e-9));
        }
    }

    @Test
    void isNoisy_learningRateAndLoss_onlyTheLossIs() {
        assertThat(series(1000, i -> i < 100 ? i : 1000 - i).isNoisy()).isFalse();
        assertThat(series(1000, i -> (i * 37) % 17).isNoisy()).isTrue();
        assertThat(series(1000, i -> 3).isNoisy()).isFalse();
        assertThat(series(59, i -> (i * 37) % 17).isNoisy()).isFalse();
    }

    @Test
    void finite_withNotANumber_leftOut() {
        Series series = series(4, i -> i == 2 ? Double.NaN : i).finite();
        assertThat(series.x()).containsExactly(0, 1, 3);
        assertThat(series.y()).containsExactly(0, 1, 3);
    }

    @Test
    void constructor_lengthsDiffer_refused() {
        assertThatThrownBy(() -> Series.of("loss", new double[2], new double[3], 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("series \"loss\": 2 positions, but 3 values");
    }
}
