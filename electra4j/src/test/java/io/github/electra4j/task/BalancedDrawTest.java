package io.github.electra4j.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class BalancedDrawTest {
    /** 90 times a, 8 times b, 2 times c. */
    private static List<String> labels() {
        List<String> labels = new ArrayList<>(Collections.nCopies(90, "a"));
        labels.addAll(Collections.nCopies(8, "b"));
        labels.addAll(Collections.nCopies(2, "c"));
        return labels;
    }

    private static long times(int[] drawn, int from, int to) {
        return Arrays.stream(drawn).filter(i -> i >= from && i < to).count();
    }

    @Test
    void everyLabel_comesEquallyOften() {
        int[] drawn = BalancedDraw.draw(labels(), 1, 0);
        assertThat(drawn).hasSize(100);
        assertThat(List.of(times(drawn, 0, 90), times(drawn, 90, 98), times(drawn, 98, 100)))
                .containsExactlyInAnyOrder(33L, 33L, 34L);
    }

    @Test
    void whatHasALabel_comesEquallyOftenOrOnceMore() {
        int[] drawn = BalancedDraw.draw(labels(), 1, 0);
        for (int i = 0; i < 90; i++) {
            assertThat(times(drawn, i, i + 1)).isBetween(0L, 1L);
        }
        for (int i = 90; i < 98; i++) {
            assertThat(times(drawn, i, i + 1)).isBetween(4L, 5L);
        }
    }

    @Test
    void draws_areAFunctionOfSeedAndEpoch() {
        assertThat(BalancedDraw.draw(labels(), 1, 2)).isEqualTo(BalancedDraw.draw(labels(), 1, 2));
        assertThat(BalancedDraw.draw(labels(), 1, 2)).isNotEqualTo(BalancedDraw.draw(labels(), 1, 3));
        assertThat(BalancedDraw.draw(labels(), 1, 2)).isNotEqualTo(BalancedDraw.draw(labels(), 2, 2));
    }

    /** Ten epochs draw 330 of 90, with 33 or 34 of them in each. */
    @Test
    void frequentLabels_showMostOfWhatTheyHaveOverSomeEpochs() {
        boolean[] seen = new boolean[100];
        for (int epoch = 0; epoch < 10; epoch++) {
            Arrays.stream(BalancedDraw.draw(labels(), 1, epoch)).forEach(i -> seen[i] = true);
        }
        int count = 0;
        for (boolean each : seen) {
            count += each ? 1 : 0;
        }
        assertThat(count).isGreaterThan(92);
    }
}
