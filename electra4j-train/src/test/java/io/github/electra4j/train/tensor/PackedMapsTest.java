package io.github.electra4j.train.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.electra4j.random.CounterRandom;
import java.util.Objects;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Maps of few rows and of many, in bf16 where the processor multiplies it. */
@EnabledIfSystemProperty(named = "os.arch", matches = "amd64|x86_64")
class PackedMapsTest {
    private static final int IN = 24;
    private static final int OUT = 40;

    private Scope scope;
    private AutoGradMode off;
    private Tensors tensors;
    private PackedMaps maps;

    private void open(Precision precision) {
        assumeTrue(
                precision == Precision.FP32
                        || ProcessorFeatures.multipliesBf16().orElse(false),
                "this processor has no instructions for bf16");
        tensors = new Tensors(Device.CPU, precision);
        maps = Objects.requireNonNull(PackedMaps.of(tensors), "the engine's operators were not found");
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

    // Products and sums of quarters are exact in fp32; in bf16 the result alone is rounded, to 8 bits.
    @ParameterizedTest
    @CsvSource({"FP32, 1", "FP32, 7", "FP32, 32", "FP32, 300", "BF16, 1", "BF16, 7", "BF16, 32", "BF16, 300"})
    void linearAndSum_ofAnyNumberOfRows_areTheSumsByHand(Precision precision, int rows) {
        open(precision);
        float[] x = quarters("x", rows * IN);
        float[] w = quarters("w", OUT * IN);
        float[] b = quarters("b", OUT);
        float[] other = quarters("other", rows * OUT);
        Tensor input = tensors.compute(x, rows, IN);
        Tensor weight = tensors.compute(w, OUT, IN);
        Tensor bias = tensors.compute(b, OUT);

        float[] linear = Tensors.toArray(maps.linear(input, "w", weight, bias));
        float[] unbiased = Tensors.toArray(maps.linear(input, "v", weight, null));
        float[] sum = Tensors.toArray(maps.sum(input, "w", weight, bias, tensors.compute(other, rows, OUT)));

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

    private void near(float found, double exact) {
        boolean rounded = tensors.precision() == Precision.BF16;
        assertThat((double) found).isCloseTo(exact, offset(rounded ? 0.01 + Math.abs(exact) / 128 : 0));
    }

    // x times the normal distribution function, from its table: 0.841345 at 1, 0.977250 at 2.
    @ParameterizedTest
    @CsvSource({"FP32, 5e-5", "BF16, 5e-3"})
    void gelu_ofOneZeroAndTwo_isTheExactForm(Precision precision, float near) {
        open(precision);
        Tensor x = tensors.compute(new float[] {-2, -1, 0, 1, 2}, 5, 1);
        Tensor one = tensors.compute(new float[] {1}, 1, 1);

        float[] found = Tensors.toArray(maps.gelu(x, "one", one, null));

        assertThat(found).containsExactly(new float[] {-0.0455f, -0.158655f, 0, 0.841345f, 1.9545f}, offset(near));
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void results_outliveTheScopeOfTheCallThatMadeThem(Precision precision) {
        open(precision);
        Tensor x = tensors.compute(new float[] {1, 2}, 2, 1);
        Tensor three = tensors.compute(new float[] {3}, 1, 1);
        Tensor kept = Scope.only(() -> maps.linear(x, "three", three, null));

        for (int i = 0; i < 100; i++) {
            Scope.only(() -> maps.linear(x, "three", three, null)).close();
        }

        assertThat(Tensors.toArray(kept)).containsExactly(3, 6);
    }
}
