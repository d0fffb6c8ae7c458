package io.github.electra4j.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.evaluate.PairedBootstrap.Scorer;
import io.github.electra4j.evaluate.PairedBootstrap.Task;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairedBootstrapTest {
    private static final int ROWS = 400;

    /** A system that is right on the rows from a number on. */
    private static Scorer rightFrom(int first) {
        return (seed, rows) -> Arrays.stream(rows).filter(row -> row >= first).count() / (double) rows.length;
    }

    @Test
    void of_twoEqualSystems_findsNoDifferenceWithCertainty() {
        PairedBootstrap result = PairedBootstrap.of(List.of(new Task(ROWS, rightFrom(100), rightFrom(100))), 3, 500, 1);

        assertThat(result).isEqualTo(new PairedBootstrap(0, 0, 0, 1));
    }

    /**
     * 40 of 400 rows are right with one system alone, 20 with the other alone. By hand, with q = 60 / 400 rows that differ and d = 20 / 400:
     * the standard error of d is sqrt((q - d^2) / 400) = 0.01920, so that the normal interval is 0.05 +- 0.03764, and z = 2.604, p = 0.0092.
     */
    @Test
    void of_systemsThatDifferOnSomeRows_agreesWithTheNormalInterval() {
        Scorer one =
                (seed, rows) -> Arrays.stream(rows).filter(row -> row >= 20).count() / (double) rows.length;
        Scorer other =
                (seed, rows) -> Arrays.stream(rows).filter(row -> row < 360).count() / (double) rows.length;

        PairedBootstrap result = PairedBootstrap.of(List.of(new Task(ROWS, one, other)), 1, 20_000, 1);

        assertThat(result.difference()).isCloseTo(0.05, within(1e-12));
        assertThat(result.low()).isCloseTo(0.05 - 0.03764, within(0.003));
        assertThat(result.high()).isCloseTo(0.05 + 0.03764, within(0.003));
        assertThat(result.p()).isCloseTo(0.0092, within(0.004));
    }

    /**
     * The systems differ by 0.02 with one seed and by 0.10 with the other, on every row alike. Of two draws of two seeds half mix them and
     * the others do not: the interval is that of the seeds alone.
     */
    @Test
    void of_systemsThatDifferBySeed_drawsTheSameSeedsForBoth() {
        Scorer one = (seed, rows) -> seed == 0 ? 0.52 : 0.60;

        PairedBootstrap result = PairedBootstrap.of(List.of(new Task(ROWS, one, (seed, rows) -> 0.5)), 2, 1000, 1);

        assertThat(result.difference()).isCloseTo(0.06, within(1e-12));
        assertThat(result.low()).isCloseTo(0.02, within(1e-12));
        assertThat(result.high()).isCloseTo(0.10, within(1e-12));
        assertThat(result.p()).isCloseTo(2.0 / 1000, within(1e-12));
    }

    @Test
    void of_severalTasks_comparesTheirMean() {
        Task better = new Task(10, (seed, rows) -> 0.9, (seed, rows) -> 0.7);
        Task worse = new Task(20, (seed, rows) -> 0.4, (seed, rows) -> 0.5);

        PairedBootstrap result = PairedBootstrap.of(List.of(better, worse), 1, 100, 1);

        assertThat(result.difference()).isCloseTo(0.05, within(1e-12));
    }

    @Test
    void of_undefinedScores_countsThemAsNone() {
        Task collapsed = new Task(10, (seed, rows) -> Double.NaN, (seed, rows) -> 0.5);

        PairedBootstrap result = PairedBootstrap.of(List.of(collapsed), 1, 100, 1);

        assertThat(result.difference()).isEqualTo(-0.5);
    }
}
