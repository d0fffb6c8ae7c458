package io.github.electra4j.train.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.checkpoint.ElectraConfig;
import io.github.electra4j.checkpoint.SafeTensors;
import io.github.electra4j.train.model.NamedWeights;
import io.github.electra4j.train.model.NamedWeights.Loaded;
import io.github.electra4j.train.tensor.LayerStack;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.Parameters;
import io.github.electra4j.train.tensor.Precision;
import io.github.electra4j.train.tensor.Tensors;
import io.github.electra4j.train.tensor.TestDevice;
import java.io.IOException;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** What the tests against Hugging Face's classes share; {@code src/test/resources/huggingface/README.md} says how the numbers were made. */
final class HuggingFace {
    static final Path FOLDER = Path.of("src/test/resources/huggingface");
    static final Tensors FP32 = new Tensors(TestDevice.CHOSEN, Precision.FP32);

    /** The shape of the random networks. */
    static final ElectraConfig SHAPE = shape(16);

    private HuggingFace() {}

    /** The same of another width. */
    static ElectraConfig shape(int hidden) {
        return new ElectraConfig(
                97,
                16,
                hidden,
                2,
                2,
                32,
                40,
                2,
                0,
                0,
                1e-12,
                0.02,
                0,
                ElectraConfig.Norm.POST,
                ElectraConfig.Positions.LEARNED,
                true,
                ElectraConfig.FeedForward.GELU);
    }

    /** Sets all weights; each has its place, and none is missing. */
    static void load(Parameters parameters, SafeTensors weights) throws IOException {
        assertThat(NamedWeights.of(TaskNetwork.OWNER).load(parameters, weights))
                .isEqualTo(new Loaded(List.of(), List.of()));
    }

    static int[] ints(SafeTensors file, String name) throws IOException {
        IntBuffer buffer = file.bytes(name).asIntBuffer();
        int[] values = new int[buffer.remaining()];
        buffer.get(values);
        return values;
    }

    /** The backward pass of scores {@code [rows, outputs]} from the gradient at them. */
    static void backward(Tensor scores, float[] gradient, int outputs, LayerStack layers) {
        torch.backward(
                new TensorVector(scores),
                new TensorVector(FP32.floats(gradient, gradient.length / outputs, outputs)),
                new BoolOptional(),
                false,
                new TensorVector());
        layers.backward();
    }

    static void assertGradients(Leaves leaves, SafeTensors expected, String prefix, float tolerance, String... names)
            throws IOException {
        for (String name : names) {
            assertThat(leaves.gradient("model/" + name))
                    .as(name)
                    .containsExactly(expected.floats(prefix + name), within(tolerance));
        }
    }
}
