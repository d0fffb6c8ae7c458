package io.github.electra4j.train.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.random.CounterRandom;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FusedAttentionTest {
    private static final Tensors TENSORS = new Tensors(Device.CPU, Precision.FP32);
    private static final int SIZE = 2;
    private static final int HEADS = 3;
    private static final int D = 4;

    /** At one head of one sequence, by the formula (Vaswani et al., 2017, equation 1) in doubles. */
    private static double[] byHand(
            float[][][] parts, int sequence, int head, int from, int length, float @Nullable [] mask) {
        double[] weights = new double[length];
        double sum = 0;
        for (int to = 0; to < length; to++) {
            double score = 0;
            for (int i = 0; i < D; i++) {
                score += (double) at(parts[0], sequence, head, from, i, length)
                        * at(parts[1], sequence, head, to, i, length);
            }
            weights[to] = Math.exp(score / Math.sqrt(D) + (mask == null ? 0 : mask[sequence * length + to]));
            sum += weights[to];
        }
        double[] context = new double[D];
        for (int to = 0; to < length; to++) {
            for (int i = 0; i < D; i++) {
                context[i] += weights[to] / sum * at(parts[2], sequence, head, to, i, length);
            }
        }
        return context;
    }

    /** Of a part, {@code [size * length, heads * d]}. */
    private static float at(float[][] part, int sequence, int head, int position, int i, int length) {
        return part[sequence * length + position][head * D + i];
    }

    @ParameterizedTest
    @CsvSource({"1, false", "5, false", "5, true", "70, true"})
    void contextOfHeadsThatLieInterleaved_isTheFormulas(int length, boolean masked) {
        CounterRandom random = CounterRandom.of(1, "attention");
        float[][][] parts = new float[3][SIZE * length][HEADS * D];
        float[] values = new float[SIZE * length * 3 * HEADS * D];
        int next = 0;
        for (int row = 0; row < SIZE * length; row++) {
            for (float[][] part : parts) {
                for (int i = 0; i < HEADS * D; i++) {
                    part[row][i] = (float) random.nextDouble() * 4 - 2;
                    values[next++] = part[row][i];
                }
            }
        }
        float[] mask = masked ? new float[SIZE * length] : null;
        if (mask != null) {
            mask[2 * length - 1] = -1e30f;
            mask[2 * length - 2] = -1e30f;
        }
        try (Scope scope = new Scope();
                AutoGradMode off = new AutoGradMode(false)) {
            Tensor projected = TENSORS.floats(values, SIZE, length, 3, HEADS, D).permute(2, 0, 3, 1, 4);
            Tensor context = FusedAttention.of(
                    projected.select(0, 0),
                    projected.select(0, 1),
                    projected.select(0, 2),
                    mask == null ? null : TENSORS.floats(mask, SIZE, 1, 1, length));

            float[] found = Tensors.toArray(context);

            for (int sequence = 0; sequence < SIZE; sequence++) {
                for (int head = 0; head < HEADS; head++) {
                    for (int from = 0; from < length; from++) {
                        double[] expected = byHand(parts, sequence, head, from, length, mask);
                        for (int i = 0; i < D; i++) {
                            int place = ((sequence * HEADS + head) * length + from) * D + i;
                            assertThat((double) found[place]).isCloseTo(expected[i], within(1e-5));
                        }
                    }
                }
            }
        }
    }
}
