package io.github.electra4j.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeldOutSliceTest {
    private static List<LabeledText> rows(int count, String label) {
        return IntStream.range(0, count)
                .mapToObj(i -> new LabeledText(null, label + i, null, label, Path.of("t"), i))
                .toList();
    }

    private static TaskRows<?, ?, ?> classes(List<LabeledText> rows) {
        return new TaskRows<>(new TextClassification(new LabelSet(List.of("a", "b", "c", "rare"))), rows);
    }

    private static TaskRows<?, ?, ?> values(List<LabeledText> rows) {
        return new TaskRows<>(new TextRegression(new LabelRange(0, 1)), rows);
    }

    private static long count(TaskRows<?, ?, ?> rows, String label) {
        return rows.rows().stream()
                .filter(row -> label.equals(((LabeledText) row).label()))
                .count();
    }

    @Test
    void draw_byLabel_keepsEveryLabelsShare() {
        List<LabeledText> rows = new ArrayList<>(rows(600, "a"));
        rows.addAll(rows(300, "b"));
        rows.addAll(rows(99, "c"));
        rows.addAll(rows(1, "rare"));
        HeldOutSlice slice = HeldOutSlice.draw(classes(rows), 0.1, 1);
        assertThat(slice.heldOut().size()).isEqualTo(100);
        assertThat(count(slice.heldOut(), "a")).isEqualTo(60);
        assertThat(count(slice.heldOut(), "b")).isEqualTo(30);
        assertThat(count(slice.heldOut(), "c")).isEqualTo(10);
        assertThat(count(slice.train(), "rare")).isEqualTo(1);
    }

    @Test
    void draw_rows_areDividedWithoutLossInTheirOrder() {
        List<LabeledText> rows = rows(50, "a");
        HeldOutSlice slice = HeldOutSlice.draw(values(rows), 0.3, 1);
        List<TaskRow> heldOut = List.copyOf(slice.heldOut().rows());
        assertThat(heldOut)
                .hasSize(15)
                .isSubsetOf(rows)
                .doesNotContainAnyElementsOf(List.copyOf(slice.train().rows()));
        assertThat(slice.train().size()).isEqualTo(35);
        assertThat(heldOut.stream().map(TaskRow::line).toList()).isSorted();
        assertThat(heldOut).isNotEqualTo(rows.subList(0, 15));
    }

    @Test
    void draw_sameSeed_isTheSameSlice() {
        List<LabeledText> rows = rows(200, "a");
        assertThat(HeldOutSlice.draw(values(rows), 0.1, 5)).isEqualTo(HeldOutSlice.draw(values(rows), 0.1, 5));
        assertThat(HeldOutSlice.draw(values(rows), 0.1, 5)).isNotEqualTo(HeldOutSlice.draw(values(rows), 0.1, 6));
    }

    @Test
    void draw_tinyData_leavesARowOnEachSide() {
        HeldOutSlice slice = HeldOutSlice.draw(classes(rows(2, "a")), 0.01, 1);
        assertThat(slice.train().size()).isEqualTo(1);
        assertThat(slice.heldOut().size()).isEqualTo(1);
        assertThatThrownBy(() -> HeldOutSlice.draw(classes(rows(1, "a")), 0.1, 1))
                .hasMessageContaining("too few");
        assertThatThrownBy(() -> HeldOutSlice.draw(classes(rows(9, "a")), 1, 1))
                .hasMessageContaining("held-out fraction: 1.0");
    }
}
