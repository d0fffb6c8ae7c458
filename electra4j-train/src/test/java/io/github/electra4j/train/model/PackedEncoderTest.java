package io.github.electra4j.train.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.electra4j.checkpoint.ElectraConfig;
import io.github.electra4j.checkpoint.ElectraConfig.FeedForward;
import io.github.electra4j.checkpoint.ElectraConfig.Norm;
import io.github.electra4j.checkpoint.ElectraConfig.Positions;
import io.github.electra4j.examples.Batch;
import io.github.electra4j.train.tensor.Device;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.Parameters;
import io.github.electra4j.train.tensor.Precision;
import io.github.electra4j.train.tensor.Scope;
import io.github.electra4j.train.tensor.Tensors;
import org.bytedeco.pytorch.AutoGradMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A network that is only run beside the same one as training runs it, whose layers are tested on their own. */
class PackedEncoderTest {
    private static final int[] IDS = {2, 7, 8, 3, 9, 3, 2, 7, 6, 3, 0, 0};
    private static final Batch BATCH = new Batch(IDS, new int[] {6, 4}, new int[] {4, 4}, new long[] {1, 2}, 2, 6);

    // In bf16 both round to 8 bits, but not in the same places: 2^-8 is 0.004, and the states are near one.
    @ParameterizedTest
    @CsvSource({
        "BF16, 0.1, POST, LEARNED, true, GELU",
        "BF16, 0.1, PRE, ROTARY, true, GELU",
        "BF16, 0.1, SANDWICH, LEARNED, true, GELU",
        "BF16, 0.1, POST, ROTARY, false, GELU",
        "BF16, 0.1, PRE, LEARNED, true, GEGLU",
        "BF16, 0.1, SANDWICH, ROTARY, false, GEGLU",
        "FP32, 1e-5, POST, LEARNED, true, GELU",
        "FP32, 1e-5, PRE, ROTARY, false, GELU",
        "FP32, 1e-5, SANDWICH, ROTARY, true, GEGLU"
    })
    void statesOfEveryArchitecture_areThoseThatTrainingComputes(
            Precision precision, float near, Norm norm, Positions positions, boolean biases, FeedForward feedForward) {
        Tensors tensors = new Tensors(Device.CPU, precision);
        ElectraConfig config = new ElectraConfig(
                20, 16, 32, 3, 4, 64, 8, 2, 0.1, 0.1, 1e-12, 0.2, 0, norm, positions, biases, feedForward);
        Encoder encoder = new Encoder("model", config);
        try (Scope scope = new Scope();
                AutoGradMode off = new AutoGradMode(false);
                Parameters parameters = new Parameters(encoder.specs(), tensors, config.initializerRange(), 1);
                Leaves plain = new Leaves(parameters, name -> false);
                Leaves fixed = Leaves.fixed(parameters)) {
            assumeTrue(fixed.packed() != null, "this processor multiplies no ordered weights");
            Sequences in = Sequences.of(BATCH, tensors);

            float[] expected = Tensors.toArray(encoder.forward(plain, in));
            float[] found = Tensors.toArray(encoder.forward(fixed, in));

            assertThat(found).containsExactly(expected, within(near));
        }
    }
}
