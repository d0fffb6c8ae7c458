package io.github.electra4j.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Expected ticks by hand: 1, 2, 2.5 or 5 times a power of ten. */
class AxisTest {
    private static List<String> labels(Axis axis) {
        return axis.ticks().stream().map(axis::label).toList();
    }

    @Test
    void linear_losses_niceTicksAroundThem() {
        Axis axis = Axis.linear(2.13, 10.4, 5);
        assertThat(axis.from()).isEqualTo(2);
        assertThat(axis.to()).isEqualTo(12);
        assertThat(labels(axis)).containsExactly("2", "4", "6", "8", "10", "12");
    }

    @Test
    void linear_smallRange_enoughDecimalsToTellTicksApart() {
        assertThat(labels(Axis.linear(0.9012, 0.9099, 5)))
                .containsExactly("0.900", "0.902", "0.904", "0.906", "0.908", "0.910");
        assertThat(labels(Axis.linear(0.001, 0.999, 4))).containsExactly("0", "0.25", "0.50", "0.75", "1.00");
    }

    @Test
    void linear_negativeValues_zeroAmongTicks() {
        assertThat(labels(Axis.linear(-0.3, 0.45, 5))).containsExactly("−0.4", "−0.2", "0", "0.2", "0.4", "0.6");
    }

    @Test
    void linear_oneValue_widened() {
        assertThat(labels(Axis.linear(0, 0, 4))).containsExactly("−1.0", "−0.5", "0", "0.5", "1.0");
        Axis axis = Axis.linear(3, 3, 5);
        assertThat(axis.place(3)).isStrictlyBetween(0.2, 0.8);
    }

    @Test
    void linear_learningRates_scientific() {
        assertThat(labels(Axis.linear(0, 5e-4, 5))).containsExactly("0", "1e−4", "2e−4", "3e−4", "4e−4", "5e−4");
    }

    @Test
    void exact_steps_beginAndEndWhereTheyDo() {
        Axis axis = Axis.exact(1, 1_000_000, 6);
        assertThat(axis.place(1)).isZero();
        assertThat(axis.place(1_000_000)).isEqualTo(1);
        assertThat(labels(axis)).containsExactly("0.2M", "0.4M", "0.6M", "0.8M", "1.0M");
        assertThat(labels(Axis.exact(0, 60_000, 6))).containsExactly("0", "10k", "20k", "30k", "40k", "50k", "60k");
        assertThat(labels(Axis.exact(5, 5, 6))).contains("5.0");
    }

    @Test
    void logarithmic_decades_powersOfTen() {
        Axis axis = Axis.logarithmic(0.0012, 900, 5);
        assertThat(labels(axis)).containsExactly("0.001", "0.01", "0.1", "1", "10", "100", "1000");
        assertThat(axis.place(1) - axis.place(0.1)).isCloseTo(axis.place(100) - axis.place(10), within(1e-12));
    }

    @Test
    void logarithmic_lessThanADecade_stillSeveralTicks() {
        assertThat(labels(Axis.logarithmic(2.2, 10.4, 5))).containsExactly("4", "6", "8", "10");
        assertThat(labels(Axis.logarithmic(0.9, 31, 5))).containsExactly("1", "3", "10", "30");
    }
}
