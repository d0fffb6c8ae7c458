package io.github.electra4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class PermutationTest {
    @Test
    void apply_anySize_isABijection() {
        for (int size : new int[] {1, 2, 3, 4, 5, 15, 16, 17, 63, 64, 65, 1000, 1023, 4097, 70_000}) {
            for (int seed = 0; seed < 5; seed++) {
                Permutation p = new Permutation(size, seed, seed % 2);
                BitSet seen = new BitSet(size);
                for (int i = 0; i < size; i++) {
                    long to = p.apply(i);
                    assertThat(to).isBetween(0L, size - 1L);
                    seen.set((int) to);
                }
                assertThat(seen.cardinality()).as("size %d seed %d", size, seed).isEqualTo(size);
            }
        }
    }

    @Test
    void apply_hugeSize_staysInside() {
        long size = (1L << 40) + 12345;
        Permutation p = new Permutation(size, 1, 0);
        for (long i = 0; i < 1000; i++) {
            assertThat(p.apply(size - 1 - i)).isBetween(0L, size - 1);
        }
    }

    /** Each of n! orders of 4 numbers should come up equally often; 24 cells, so chi-square has 23 degrees of freedom. */
    @Test
    void apply_manySeeds_givesAllOrdersEquallyOften() {
        int[] counts = new int[256];
        int trials = 24_000;
        for (int seed = 0; seed < trials; seed++) {
            Permutation p = new Permutation(4, seed, 0);
            int code = 0;
            for (int i = 0; i < 4; i++) {
                code = code * 4 + (int) p.apply(i);
            }
            counts[code]++;
        }
        double chiSquare = 0;
        int orders = 0;
        for (int count : counts) {
            if (count > 0) {
                orders++;
                chiSquare += Math.pow(count - 1000.0, 2) / 1000;
            }
        }
        assertThat(orders).isEqualTo(24);
        // The 99.99 % point of chi-square with 23 degrees of freedom.
        assertThat(chiSquare).isLessThan(58);
    }

    @Test
    void apply_neighbours_landFarApart() {
        int size = 100_000;
        Permutation p = new Permutation(size, 7, 3);
        double sum = 0;
        for (int i = 0; i + 1 < size; i++) {
            sum += Math.abs(p.apply(i) - p.apply(i + 1));
        }
        // Two independent uniform numbers differ by a third of the range on average.
        assertThat(sum / size / size).isCloseTo(1.0 / 3, within(0.01));
    }

    @Test
    void constructor_noElements_isRefused() {
        assertThatThrownBy(() -> new Permutation(0, 1, 0)).hasMessageContaining("size: 0");
    }
}
