package io.github.electra4j.train.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DropoutTest {
    private static final int N = 400_001;

    /** Bounds are five standard errors: of a share sqrt(p(1-p)/n), of a mean sqrt(p/(1-p)/n). */
    @ParameterizedTest
    @CsvSource({"FP32, 0.1", "FP32, 0.5", "BF16, 0.1", "BF16, 0.2", "BF16, 0.5"})
    void apply_manyOnes_dropsTheShareAndKeepsTheMean(Precision precision, double p) {
        float[] dropped = ones(precision, N, Dropout.of(1, "model", 1, 0), p);

        int zeros = 0;
        double sum = 0;
        float factor = 0;
        for (float value : dropped) {
            if (value == 0) {
                zeros++;
            } else {
                assertThat(factor == 0 || factor == value).isTrue();
                factor = value;
            }
            sum += value;
        }
        // bf16 moves p to where its factor is exact: 1 / (1 - p) to 8 bits.
        double expected = precision == Precision.FP32 ? p : 1 - 1 / factor;
        assertThat(expected).isCloseTo(p, within(0.004));
        assertThat((double) zeros / N).isCloseTo(expected, within(5 * Math.sqrt(p * (1 - p) / N)));
        assertThat(sum / N).isCloseTo(1, within(5 * Math.sqrt(p / (1 - p) / N)));
    }

    /** Every lag between two elements of one word, and of two words: pairs are dropped together as often as chance has it. */
    @ParameterizedTest
    @EnumSource(Precision.class)
    void apply_neighbours_areIndependent(Precision precision) {
        float[] dropped = ones(precision, N, Dropout.of(3, "model", 1, 0), 0.5);

        for (int lag = 1; lag <= 8; lag++) {
            int both = 0;
            for (int i = 0; i + lag < N; i++) {
                both += dropped[i] == 0 && dropped[i + lag] == 0 ? 1 : 0;
            }
            assertThat((double) both / (N - lag)).as("lag " + lag).isCloseTo(0.25, within(5 * Math.sqrt(0.1875 / N)));
        }
    }

    @Test
    void apply_rewound_repeatsTheMasks() {
        Dropout dropout = Dropout.of(1, "model", 1, 0);
        ones(Precision.BF16, 64, dropout, 0.5);
        long position = dropout.position();
        float[] second = ones(Precision.BF16, 64, dropout, 0.5);
        float[] third = ones(Precision.BF16, 64, dropout, 0.5);

        dropout.rewind(position);

        assertThat(ones(Precision.BF16, 64, dropout, 0.5)).isEqualTo(second);
        assertThat(ones(Precision.BF16, 64, dropout, 0.5)).isEqualTo(third);
        assertThat(second).isNotEqualTo(third);
    }

    @Test
    void of_anotherSeedNetworkStepOrPart_givesOtherMasksAndTheSameTheSame() {
        float[] mask = ones(Precision.FP32, 64, Dropout.of(1, "generator", 1, 0), 0.5);

        assertThat(ones(Precision.FP32, 64, Dropout.of(1, "generator", 1, 0), 0.5))
                .isEqualTo(mask);
        assertThat(ones(Precision.FP32, 64, Dropout.of(2, "generator", 1, 0), 0.5))
                .isNotEqualTo(mask);
        assertThat(ones(Precision.FP32, 64, Dropout.of(1, "discriminator", 1, 0), 0.5))
                .isNotEqualTo(mask);
        assertThat(ones(Precision.FP32, 64, Dropout.of(1, "generator", 2, 0), 0.5))
                .isNotEqualTo(mask);
        assertThat(ones(Precision.FP32, 64, Dropout.of(1, "generator", 1, 1), 0.5))
                .isNotEqualTo(mask);
    }

    @Test
    void apply_inactiveOrWithoutProbability_givesTheTensorItself() {
        try (Scope scope = new Scope()) {
            Tensor x = new Tensors(TestDevice.CHOSEN, Precision.FP32).floats(new float[] {1, 2}, 2);

            assertThat(Dropout.none().apply(x, 0.5)).isSameAs(x);
            assertThat(Dropout.of(1, "model", 1, 0).apply(x, 0)).isSameAs(x);
        }
    }

    private static float[] ones(Precision precision, int n, Dropout dropout, double p) {
        float[] ones = new float[n];
        java.util.Arrays.fill(ones, 1f);
        try (Scope scope = new Scope()) {
            return Tensors.toArray(dropout.apply(new Tensors(TestDevice.CHOSEN, precision).compute(ones, n), p));
        }
    }
}
