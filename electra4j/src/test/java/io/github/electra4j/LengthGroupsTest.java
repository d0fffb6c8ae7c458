package io.github.electra4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LengthGroupsTest {
    @Test
    void lengths_allDifferent_areFifths() {
        List<Integer> rows = IntStream.rangeClosed(1, 10).boxed().toList();
        assertThat(LengthGroups.of(rows, row -> row).keySet()).containsExactly("1-2", "3-4", "5-6", "7-8", "9-10");
    }

    @Test
    void equalLengths_stayTogether() {
        List<Integer> rows = List.of(3, 9, 3, 3, 3);
        assertThat(LengthGroups.of(rows, row -> row))
                .hasSize(2)
                .containsEntry("3", new int[] {0, 2, 3, 4})
                .containsEntry("9", new int[] {1});
    }

    @Test
    void words_ofSeveralTexts_areSummed() {
        assertThat(LengthGroups.words(List.of("two words", "a third, \u6771\u4eac")))
                .isEqualTo(7);
    }
}
