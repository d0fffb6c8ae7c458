package io.github.electra4j.train.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.train.tensor.Normalization.Gradients;
import io.github.electra4j.train.tensor.Normalization.Normalized;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class NormalizationTest {
    private static final int ROWS = 60;
    private static final int WIDTH = 16;

    /** What a GPU computes in bf16, here beside the engine's own operator, by which every other test of LayerNorm goes. */
    @Test
    void gradients_madeByProducts_areThoseOfTheOperator() {
        Tensors fp32 = new Tensors(TestDevice.CHOSEN, Precision.FP32);
        try (Scope scope = new Scope();
                AutoGradMode off = new AutoGradMode(false)) {
            Tensor gain = fp32.floats(random(WIDTH, 1), WIDTH);
            Tensor shift = fp32.floats(random(WIDTH, 2), WIDTH);
            Tensor gradient = fp32.floats(random(ROWS * WIDTH, 3), 3, ROWS / 3, WIDTH);
            Normalized normalized =
                    Normalization.forward(fp32.floats(random(ROWS * WIDTH, 4), 3, ROWS / 3, WIDTH), gain, shift, 1e-12);

            Gradients ours = Normalization.byProducts(gradient, normalized, gain, shift);
            Gradients engines = Normalization.backward(gradient, normalized, gain, shift);

            assertThat(Tensors.toArray(ours.input())).containsExactly(Tensors.toArray(engines.input()));
            assertThat(Tensors.toArray(ours.gain())).containsExactly(Tensors.toArray(engines.gain()), within(2e-5f));
            assertThat(Tensors.toArray(ours.shift())).containsExactly(Tensors.toArray(engines.shift()), within(2e-5f));
        }
    }

    @Test
    void sums_madeByAProduct_areThoseOfTheColumns() {
        Tensors fp32 = new Tensors(TestDevice.CHOSEN, Precision.FP32);
        try (Scope scope = new Scope();
                AutoGradMode off = new AutoGradMode(false)) {
            Tensor x = fp32.floats(new float[] {1, 2, 3, 10, 20, 30}, 2, 3);

            assertThat(Tensors.toArray(ColumnSums.product(x))).containsExactly(11, 22, 33);
            assertThat(Tensors.toArray(ColumnSums.of(x))).containsExactly(11, 22, 33);
        }
    }

    private static float[] random(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) (2 * random.nextDouble() - 1);
        }
        return values;
    }
}
