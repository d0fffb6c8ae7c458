package io.github.electra4j.train.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.electra4j.random.CounterRandom;
import java.util.Objects;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Maps of few rows and of many, where the processor has them. */
class PackedMapsTest {
    private static final Tensors BF16 = new Tensors(Device.CPU, Precision.BF16);
    private static final int IN = 24;
    private static final int OUT = 40;

    private Scope scope;
    private AutoGradMode off;
    private PackedMaps maps;

    @BeforeEach
    void open() {
        assumeTrue(ProcessorFeatures.multipliesBf16().orElse(false), "this processor has no instructions for bf16");
        maps = Objects.requireNonNull(PackedMaps.of(BF16), "the engine's operators were not found");
        scope = new Scope();
        off = new AutoGradMode(false);
    }

    @AfterEach
    void close() {
        if (maps != null) {
            off.close();
            scope.close();
            maps.close();
        }
    }

    /** Quarters from -2 to 2, which bf16 holds exactly. */
    private static float[] quarters(String purpose, int count) {
        CounterRandom random = CounterRandom.of(1, purpose);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (random.nextInt(17) - 8) / 4f;
        }
        return values;
    }

    // Products and sums of quarters are exact in fp32; the result alone is rounded, to 8 bits.
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 32, 300})
    void linearAndSum_ofAnyNumberOfRows_areTheSumsByHand(int rows) {
        float[] x = quarters("x", rows * IN);
        float[] w = quarters("w", OUT * IN);
        float[] b = quarters("b", OUT);
        float[] other = quarters("other", rows * OUT);
        Tensor input = BF16.compute(x, rows, IN);
        Tensor weight = BF16.compute(w, OUT, IN);
        Tensor bias = BF16.compute(b, OUT);

        float[] linear = Tensors.toArray(maps.linear(input, "w", weight, bias));
        float[] unbiased = Tensors.toArray(maps.linear(input, "w", weight, null));
        float[] sum = Tensors.toArray(maps.sum(input, "w", weight, bias, BF16.compute(other, rows, OUT)));

        for (int row = 0; row < rows; row++) {
            for (int out = 0; out < OUT; out++) {
                double product = product(x, row, w, out);
                int i = row * OUT + out;
                near(linear[i], product + b[out]);
                near(unbiased[i], product);
                near(sum[i], product + b[out] + other[i]);
            }
        }
    }

    private static double product(float[] x, int row, float[] w, int out) {
        double sum = 0;
        for (int in = 0; in < IN; in++) {
            sum += (double) x[row * IN + in] * w[out * IN + in];
        }
        return sum;
    }

    private static void near(float found, double exact) {
        assertThat((double) found).isCloseTo(exact, offset(0.01 + Math.abs(exact) / 128));
    }

    // x times the normal distribution function, from its table: 0.841345 at 1, 0.977250 at 2.
    @Test
    void gelu_ofOneZeroAndTwo_isTheExactForm() {
        Tensor x = BF16.compute(new float[] {-2, -1, 0, 1, 2}, 5, 1);
        Tensor one = BF16.compute(new float[] {1}, 1, 1);

        float[] found = Tensors.toArray(maps.gelu(x, "one", one, null));

        assertThat(found).containsExactly(new float[] {-0.0455f, -0.158655f, 0, 0.841345f, 1.9545f}, offset(0.005f));
    }

    @Test
    void results_outliveTheScopeOfTheCallThatMadeThem() {
        Tensor x = BF16.compute(new float[] {1, 2}, 2, 1);
        Tensor three = BF16.compute(new float[] {3}, 1, 1);
        Tensor kept = Scope.only(() -> maps.linear(x, "three", three, null));

        for (int i = 0; i < 100; i++) {
            Scope.only(() -> maps.linear(x, "three", three, null)).close();
        }

        assertThat(Tensors.toArray(kept)).containsExactly(3, 6);
    }

    // Quarters and their sums of products are exact in fp32.
    @Test
    void fp32_givesTheSumsByHandExactly() {
        Tensors single = new Tensors(Device.CPU, Precision.FP32);
        float[] x = quarters("x", 7 * IN);
        float[] w = quarters("w", OUT * IN);
        try (PackedMaps exact =
                Objects.requireNonNull(PackedMaps.of(single), "the engine's operators were not found")) {
            float[] found =
                    Tensors.toArray(exact.linear(single.compute(x, 7, IN), "w", single.compute(w, OUT, IN), null));

            for (int i = 0; i < found.length; i++) {
                assertThat((double) found[i]).isEqualTo(product(x, i / OUT, w, i % OUT));
            }
        }
    }
}
