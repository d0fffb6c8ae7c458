package io.github.electra4j.train.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.random.CounterRandom;
import org.junit.jupiter.api.Test;

class SamplingTest {
    private static final Tensors FP32 = new Tensors(TestDevice.CHOSEN, Precision.FP32);

    /** 300 categories, so that the search crosses blocks; every tenth has no weight; the weights do not sum to one. */
    @Test
    void draw_manyRowsOfOneDistribution_passesChiSquaredAndNeverDrawsWithoutWeight() {
        int categories = 300;
        int rows = 60_000;
        float[] weights = new float[categories];
        double total = 0;
        for (int i = 0; i < categories; i++) {
            weights[i] = i % 10 == 3 ? 0 : 1 + i % 7;
            total += weights[i];
        }
        int[] counts = new int[categories];
        for (int block = 0; block < 60; block++) {
            for (int drawn : draw(repeat(weights, rows / 60), categories, keys("draws", block, rows / 60))) {
                counts[drawn]++;
            }
        }

        double chi = 0;
        int freedom = -1;
        for (int i = 0; i < categories; i++) {
            if (weights[i] == 0) {
                assertThat(counts[i]).as("category " + i).isZero();
            } else {
                double expected = rows * weights[i] / total;
                chi += (counts[i] - expected) * (counts[i] - expected) / expected;
                freedom++;
            }
        }
        // Mean and standard deviation of chi-squared are k and sqrt(2k).
        assertThat(chi).isCloseTo(freedom, within(4 * Math.sqrt(2.0 * freedom)));
    }

    /** Against the plain definition in double: the first category whose cumulative weight exceeds uniform x total. */
    @Test
    void draw_randomRows_agreesWithTheCumulativeSumInDouble() {
        int categories = 131;
        int rows = 500;
        float[] weights = new float[rows * categories];
        CounterRandom random = CounterRandom.of(5, "weights");
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) Math.exp(8 * random.nextDouble());
        }
        long[] keys = keys("rows", 0, rows);

        int[] drawn = draw(weights, categories, keys);

        int differences = 0;
        for (int r = 0; r < rows; r++) {
            double total = 0;
            for (int i = 0; i < categories; i++) {
                total += weights[r * categories + i];
            }
            double left = total * ((CounterRandom.at(keys[r], 0) >>> 11) * 0x1.0p-53);
            int id = 0;
            while ((left -= weights[r * categories + id]) >= 0) {
                id++;
            }
            differences += id == drawn[r] ? 0 : 1;
        }
        // A boundary may fall to either side by rounding, about once in a million draws.
        assertThat(differences).isZero();
    }

    @Test
    void draw_allWeightInOneCategory_drawsIt() {
        for (int id : new int[] {0, 127, 128, 255, 256}) {
            float[] row = new float[257];
            row[id] = 1e-30f;
            assertThat(draw(repeat(row, 50), 257, keys("one", id, 50))).containsOnly(id);
        }
    }

    @Test
    void draw_sameKey_repeatsTheDraw() {
        float[] row = new float[100];
        java.util.Arrays.fill(row, 1f);
        long[] keys = keys("same", 0, 40);

        assertThat(draw(repeat(row, 40), 100, keys)).isEqualTo(draw(repeat(row, 40), 100, keys));
        assertThat(draw(repeat(row, 40), 100, keys)).isNotEqualTo(draw(repeat(row, 40), 100, keys("same", 1, 40)));
    }

    private static int[] draw(float[] weights, int categories, long[] keys) {
        try (Scope scope = new Scope()) {
            return Sampling.draw(FP32.floats(weights, keys.length, categories), keys);
        }
    }

    private static float[] repeat(float[] row, int times) {
        float[] rows = new float[row.length * times];
        for (int i = 0; i < times; i++) {
            System.arraycopy(row, 0, rows, i * row.length, row.length);
        }
        return rows;
    }

    private static long[] keys(String purpose, int block, int n) {
        CounterRandom random = CounterRandom.of(11, purpose, block, 0);
        long[] keys = new long[n];
        for (int i = 0; i < n; i++) {
            keys[i] = random.nextLong();
        }
        return keys;
    }
}
