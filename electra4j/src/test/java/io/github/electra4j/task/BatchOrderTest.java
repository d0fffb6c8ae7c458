package io.github.electra4j.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.random.CounterRandom;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchOrderTest {
    private static int[] lengths(int size) {
        CounterRandom random = CounterRandom.of(7, "lengths");
        return IntStream.range(0, size).map(i -> 3 + random.nextInt(120)).toArray();
    }

    private static int[] flat(List<int[]> batches) {
        return batches.stream().flatMapToInt(Arrays::stream).toArray();
    }

    private static double padding(List<int[]> batches, int[] lengths) {
        long cells = 0;
        for (int[] batch : batches) {
            cells += (long) batch.length
                    * Arrays.stream(batch).map(i -> lengths[i]).max().orElseThrow();
        }
        return 1 - (double) Arrays.stream(lengths).sum() / cells;
    }

    @Test
    void training_epoch_holdsEveryTextOnceInBatchesOfTheSize() {
        int[] lengths = lengths(1_003);
        List<int[]> batches = BatchOrder.training(lengths, 32, 1, 0);
        assertThat(flat(batches))
                .containsExactlyInAnyOrder(IntStream.range(0, 1_003).toArray());
        assertThat(batches).hasSize(32);
        assertThat(batches.stream().filter(b -> b.length != 32)).hasSize(1);
    }

    @Test
    void training_sameArguments_areTheSameAndOthersAreNot() {
        int[] lengths = lengths(500);
        assertThat(flat(BatchOrder.training(lengths, 32, 1, 3)))
                .isEqualTo(flat(BatchOrder.training(lengths, 32, 1, 3)));
        assertThat(flat(BatchOrder.training(lengths, 32, 1, 3)))
                .isNotEqualTo(flat(BatchOrder.training(lengths, 32, 1, 4)));
        assertThat(flat(BatchOrder.training(lengths, 32, 1, 3)))
                .isNotEqualTo(flat(BatchOrder.training(lengths, 32, 2, 3)));
    }

    @Test
    void training_batches_holdLittlePaddingAndAreNotSortedAmongThemselves() {
        int[] lengths = lengths(5_000);
        List<int[]> batches = BatchOrder.training(lengths, 32, 1, 0);
        // Unsorted, uniform lengths of 3 to 122 waste about half.
        assertThat(padding(batches, lengths)).isLessThan(0.05);
        List<Integer> first = batches.stream().map(b -> lengths[b[0]]).toList();
        assertThat(first).isNotEqualTo(first.stream().sorted().toList());
        assertThat(first.subList(0, 40).stream().mapToInt(i -> i).average().orElseThrow())
                .isBetween(45.0, 85.0);
    }

    @Test
    void training_fewTexts_areBatchesToo() {
        assertThat(flat(BatchOrder.training(new int[] {5, 6, 7}, 32, 1, 0))).containsExactlyInAnyOrder(0, 1, 2);
        assertThat(BatchOrder.training(new int[0], 32, 1, 0)).isEmpty();
    }

    @Test
    void evaluation_texts_areLongestFirstAndStable() {
        List<int[]> batches = BatchOrder.evaluation(new int[] {5, 9, 5, 7}, 3);
        assertThat(batches).hasSize(2);
        assertThat(flat(batches)).containsExactly(1, 3, 0, 2);
    }
}
