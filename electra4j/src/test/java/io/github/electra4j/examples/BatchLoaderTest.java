package io.github.electra4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.electra4j.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BatchLoaderTest {
    /** Examples whose first id is their number, so that a batch shows which it holds. */
    private static MemoryExamples examples(int n, long seed) {
        MemoryExamples examples = new MemoryExamples();
        CounterRandom random = CounterRandom.of(seed, "test");
        for (int i = 0; i < n; i++) {
            int[] ids = new int[5 + random.nextInt(60)];
            Arrays.setAll(ids, k -> 1000 + k);
            ids[0] = i;
            examples.add(ids, 1 + random.nextInt(ids.length));
        }
        return examples;
    }

    @Test
    void batch_wholeEpochs_holdEveryExampleOnceEach() {
        for (boolean group : new boolean[] {false, true}) {
            for (int size : new int[] {1, 3, 7, 64, 100, 777}) {
                int batchSize = 1 + size % 5;
                // batchSize epochs end with a full batch, whatever the size.
                BatchLoader loader = new BatchLoader(examples(size, 1), batchSize, 5, 0, group);
                Map<Integer, Integer> seen = new HashMap<>();
                Set<Long> keys = new HashSet<>();
                int epochs = 64 * batchSize;
                for (long step = 0; step < (long) size * epochs / batchSize; step++) {
                    Batch batch = loader.batch(step);
                    for (int i = 0; i < batch.size(); i++) {
                        int number = batch.ids()[i * batch.length()];
                        seen.merge(number, 1, Integer::sum);
                        keys.add(batch.keys()[i]);
                        assertThat(batch.keys()[i] % size).isEqualTo(number);
                    }
                }
                assertThat(keys).hasSize(size * epochs);
                assertThat(seen).hasSize(size);
                if (!group) {
                    assertThat(seen.values()).containsOnly(epochs);
                } else {
                    // A window may reach past the last epoch; each example is at most one short or one over.
                    assertThat(seen.values()).allSatisfy(n -> assertThat(n).isBetween(epochs - 1, epochs + 1));
                }
            }
        }
    }

    @Test
    void batch_anyOrderOfSteps_isAPureFunctionOfTheStep() {
        for (boolean group : new boolean[] {false, true}) {
            BatchLoader one = new BatchLoader(examples(500, 2), 4, 9, 0, group);
            BatchLoader other = new BatchLoader(examples(500, 2), 4, 9, 0, group);
            List<Batch> forward = new ArrayList<>();
            for (int step = 0; step < 300; step++) {
                forward.add(one.batch(step));
            }
            for (int step = 299; step >= 0; step--) {
                Batch again = other.batch(step);
                assertThat(again.ids()).isEqualTo(forward.get(step).ids());
                assertThat(again.keys()).isEqualTo(forward.get(step).keys());
                assertThat(again.lengths()).isEqualTo(forward.get(step).lengths());
                assertThat(again.firstLengths()).isEqualTo(forward.get(step).firstLengths());
            }
        }
    }

    @Test
    void batch_rows_areTheExamplesWithPaddingBehind() {
        MemoryExamples source = examples(50, 3);
        Batch batch = new BatchLoader(source, 8, 1, 77, false).batch(3);
        assertThat(batch.length())
                .isEqualTo(Arrays.stream(batch.lengths()).max().orElseThrow());
        for (int i = 0; i < 8; i++) {
            long number = batch.keys()[i] % 50;
            int length = source.length(number);
            int[] expected = new int[batch.length()];
            Arrays.fill(expected, 77);
            source.copy(number, expected, 0);
            assertThat(batch.lengths()[i]).isEqualTo(length);
            assertThat(batch.firstLengths()[i]).isEqualTo(source.firstLength(number));
            assertThat(Arrays.copyOfRange(batch.ids(), i * batch.length(), (i + 1) * batch.length()))
                    .isEqualTo(expected);
        }
    }

    @Test
    void batch_epochsAndSeeds_haveDifferentOrders() {
        MemoryExamples source = examples(1000, 4);
        long[] first = new BatchLoader(source, 1000, 1, 0, false).batch(0).keys();
        long[] second = new BatchLoader(source, 1000, 1, 0, false).batch(1).keys();
        long[] otherSeed = new BatchLoader(source, 1000, 2, 0, false).batch(0).keys();
        assertThat(same(first, second, 1000)).isLessThan(10);
        assertThat(same(first, otherSeed, 1000)).isLessThan(10);
    }

    private static long same(long[] a, long[] b, int size) {
        long n = 0;
        for (int i = 0; i < a.length; i++) {
            n += a[i] % size == b[i] % size ? 1 : 0;
        }
        return n;
    }

    @Test
    void batch_groupedByLength_hasLittlePaddingAndMixedLengthsOverSteps() {
        MemoryExamples source = examples(4096, 5);
        assertThat(padding(new BatchLoader(source, 16, 1, 0, false))).isGreaterThan(0.3);
        BatchLoader grouped = new BatchLoader(source, 16, 1, 0, true);
        assertThat(padding(grouped)).isLessThan(0.05);
        int rising = 0;
        for (int step = 0; step < 63; step++) {
            rising += grouped.batch(step + 1).length() >= grouped.batch(step).length() ? 1 : 0;
        }
        assertThat(rising).as("batches are dealt in a shuffled order").isBetween(15, 50);
    }

    private static double padding(BatchLoader loader) {
        long tokens = 0;
        long cells = 0;
        for (int step = 0; step < 256; step++) {
            Batch batch = loader.batch(step);
            tokens += batch.tokens();
            cells += (long) batch.size() * batch.length();
        }
        return 1 - (double) tokens / cells;
    }

    @Test
    void stepsPerEpoch_remainder_isRoundedUp() {
        assertThat(new BatchLoader(examples(10, 1), 4, 1, 0, false).stepsPerEpoch())
                .isEqualTo(3);
        assertThat(new BatchLoader(examples(8, 1), 4, 1, 0, false).stepsPerEpoch())
                .isEqualTo(2);
        assertThat(new BatchLoader(examples(3, 1), 4, 1, 0, false).stepsPerEpoch())
                .isEqualTo(1);
    }

    @Test
    void range_inside_isInTheSourcesOrder() {
        Batch batch = new BatchLoader(examples(10, 1), 4, 1, 0, true).range(3, 6);
        assertThat(batch.keys()).containsExactly(3, 4, 5);
        assertThat(batch.ids()[batch.length()]).isEqualTo(4);
    }

    @Test
    void arguments_outOfRange_areRefused() {
        assertThatThrownBy(() -> new BatchLoader(new MemoryExamples(), 4, 1, 0, true))
                .hasMessageContaining("no examples");
        assertThatThrownBy(() -> new BatchLoader(examples(3, 1), 0, 1, 0, true)).hasMessageContaining("batch size: 0");
        BatchLoader loader = new BatchLoader(examples(3, 1), 2, 1, 0, true);
        assertThatThrownBy(() -> loader.batch(-1)).hasMessageContaining("step: -1");
        assertThatThrownBy(() -> loader.range(2, 4)).hasMessageContaining("within 0 to 3");
    }
}
