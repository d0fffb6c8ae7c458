package io.github.electra4j.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OutOfScopeTest {
    // By hand: of 4 rows in scope 2 are named; of 2 outside 1 is found; it was said of 3 rows.
    @Test
    void decisions_areCountedInsideAndOutside() {
        OutOfScope scores = OutOfScope.of(
                "oos", List.of("a", "a", "b", "b", "oos", "oos"), List.of("a", "oos", "b", "oos", "oos", "a"));
        assertThat(scores).isEqualTo(new OutOfScope(6, 2, 0.5, 0.5, 1 / 3.0, 0.5));
    }

    @Test
    void rowsOfOneSide_leaveTheOtherUndefined() {
        assertThat(OutOfScope.of("oos", List.of("a"), List.of("b")).figures())
                .containsOnlyKeys("in_scope_accuracy", "out_of_scope_precision", "accuracy")
                .containsEntry("out_of_scope_precision", 0.0);
        assertThat(OutOfScope.of("oos", List.of("oos"), List.of("oos")).figures())
                .containsEntry("out_of_scope_recall", 1.0)
                .doesNotContainKey("in_scope_accuracy");
    }
}
