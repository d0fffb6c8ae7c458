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

    private static long count(List<LabeledText> rows, String label) {
        return rows.stream().filter(r -> label.equals(r.label())).count();
    }

    @Test
    void draw_byLabel_keepsEveryLabelsShare() {
        List<LabeledText> rows = new ArrayList<>(rows(600, "a"));
        rows.addAll(rows(300, "b"));
        rows.addAll(rows(99, "c"));
        rows.addAll(rows(1, "rare"));
        HeldOutSlice slice = HeldOutSlice.draw(rows, 0.1, 1, true);
        assertThat(slice.heldOut()).hasSize(100);
        assertThat(count(slice.heldOut(), "a")).isEqualTo(60);
        assertThat(count(slice.heldOut(), "b")).isEqualTo(30);
        assertThat(count(slice.heldOut(), "c")).isEqualTo(10);
        assertThat(count(slice.train(), "rare")).isEqualTo(1);
    }

    @Test
    void draw_rows_areDividedWithoutLossInTheirOrder() {
        List<LabeledText> rows = rows(50, "a");
        HeldOutSlice slice = HeldOutSlice.draw(rows, 0.3, 1, false);
        assertThat(slice.heldOut()).hasSize(15).isSubsetOf(rows).doesNotContainAnyElementsOf(slice.train());
        assertThat(slice.train()).hasSize(35);
        assertThat(slice.heldOut().stream().map(LabeledText::line).toList()).isSorted();
        assertThat(slice.heldOut()).isNotEqualTo(rows.subList(0, 15));
    }

    @Test
    void draw_sameSeed_isTheSameSlice() {
        List<LabeledText> rows = rows(200, "a");
        assertThat(HeldOutSlice.draw(rows, 0.1, 5, false)).isEqualTo(HeldOutSlice.draw(rows, 0.1, 5, false));
        assertThat(HeldOutSlice.draw(rows, 0.1, 5, false)).isNotEqualTo(HeldOutSlice.draw(rows, 0.1, 6, false));
    }

    @Test
    void draw_tinyData_leavesARowOnEachSide() {
        HeldOutSlice slice = HeldOutSlice.draw(rows(2, "a"), 0.01, 1, true);
        assertThat(slice.train()).hasSize(1);
        assertThat(slice.heldOut()).hasSize(1);
        assertThatThrownBy(() -> HeldOutSlice.draw(rows(1, "a"), 0.1, 1, true)).hasMessageContaining("too few");
        assertThatThrownBy(() -> HeldOutSlice.draw(rows(9, "a"), 1, 1, true))
                .hasMessageContaining("held-out fraction: 1.0");
    }
}
