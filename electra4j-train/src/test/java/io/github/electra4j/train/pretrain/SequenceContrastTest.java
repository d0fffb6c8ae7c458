package io.github.electra4j.train.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.checkpoint.SafeTensors;
import io.github.electra4j.examples.Batch;
import io.github.electra4j.train.pretrain.EncoderObjective.Learned;
import io.github.electra4j.train.pretrain.EncoderObjective.Part;
import io.github.electra4j.train.pretrain.Masking.Masked;
import io.github.electra4j.train.pretrain.PretrainingStep.Totals;
import io.github.electra4j.train.tensor.Gathering;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.ParameterSpec;
import io.github.electra4j.train.tensor.Parameters;
import io.github.electra4j.train.tensor.Precision;
import io.github.electra4j.train.tensor.Scope;
import io.github.electra4j.train.tensor.Tensors;
import io.github.electra4j.train.tensor.TestDevice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SequenceContrastTest {
    private static final Tensors FP32 = new Tensors(TestDevice.CHOSEN, Precision.FP32);
    private static final int HIDDEN = 8;

    /** The numbers are of {@code src/test/python/make_objectives.py}: NumPy, and central differences in float64. */
    @Test
    void learn_ofThreeTexts_givesNumPysLossAndGradients() throws IOException {
        try (SafeTensors expected = SafeTensors.open(Path.of("src/test/resources/objectives.safetensors"))) {
            float[] hidden = expected.floats("contrast.hidden");
            float[] gradient = new float[hidden.length];

            StepResult.Contrast found = learn(hidden, new int[] {3, 5, 4, 2, 5, 1}, 6, gradient);

            double loss = expected.floats("contrast.loss")[0];
            assertThat(3 * found.loss() / found.rows()).isCloseTo(loss, within(1e-5 * loss));
            assertThat(found.rows()).isEqualTo(6);
            assertThat(gradient).containsExactly(expected.floats("contrast.gradient.hidden"), within(2e-5f));
        }
    }

    /** Two texts, each part the other's copy, at right angles to the other text: e^10 of e^10 + 2, and all are found. */
    @Test
    void learn_ofEqualParts_findsThem() {
        float[] hidden = new float[4 * HIDDEN];
        hidden[0] = 1;
        hidden[HIDDEN] = 2;
        hidden[2 * HIDDEN + 1] = 1;
        hidden[3 * HIDDEN + 1] = 3;

        StepResult.Contrast found = learn(hidden, new int[] {1, 1, 1, 1}, 4, new float[hidden.length]);

        assertThat(found.found()).isEqualTo(4);
        assertThat(found.loss()).isCloseTo(4 * Math.log1p(2 * Math.exp(-10)), within(1e-6));
    }

    /** There is one other alone, which is the right one: nothing to learn. States of zeros have a norm of none, and stay numbers. */
    @ParameterizedTest
    @CsvSource({"1", "0"})
    void learn_ofOneText_hasNoLossAndNoGradient(float value) {
        float[] hidden = new float[2 * HIDDEN];
        hidden[0] = value;
        hidden[HIDDEN + 1] = value;
        float[] gradient = new float[hidden.length];

        StepResult.Contrast found = learn(hidden, new int[] {1, 1}, 2, gradient);

        assertThat(found.loss()).isZero();
        assertThat(gradient).containsOnly(0);
    }

    /** Weight 3; every row of the step is in this part. */
    private static StepResult.Contrast learn(float[] values, int[] lengths, int rows, float[] gradient) {
        int length = values.length / HIDDEN / rows;
        Batch batch = new Batch(new int[rows * length], lengths, lengths, new long[rows], rows, length);
        Masked masked =
                new Masked(batch, batch.ids(), new int[0], new int[0], new long[0], new int[rows + 1], new int[0]);
        Part part = new Part(masked, Replaced.of(masked, null), null, new Totals(1, 1, 1, 1, rows), true, false);
        List<ParameterSpec> none = new ArrayList<>();
        try (Parameters parameters = new Parameters(none, FP32, 0.02, 1);
                Leaves leaves = new Leaves(parameters, name -> true);
                Scope scope = new Scope();
                AutoGradMode on = new AutoGradMode(true)) {
            Tensor hidden = FP32.floats(values, rows, length, HIDDEN).set_requires_grad(true);
            Learned learned = new SequenceContrast(3).learn(leaves, hidden, part, Gathering.alone());
            learned.backward();
            System.arraycopy(Tensors.toArray(hidden.grad()), 0, gradient, 0, gradient.length);
            return learned.result().contrast();
        }
    }
}
