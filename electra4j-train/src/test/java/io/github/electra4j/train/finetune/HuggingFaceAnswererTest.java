package io.github.electra4j.train.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.checkpoint.ElectraConfig;
import io.github.electra4j.checkpoint.SafeTensors;
import io.github.electra4j.task.TaskLoss;
import io.github.electra4j.task.TaskOptions;
import io.github.electra4j.task.WindowBatch;
import io.github.electra4j.task.qa.QuestionAnswering;
import io.github.electra4j.task.qa.QuestionWindow;
import io.github.electra4j.task.qa.TokenSpan;
import io.github.electra4j.train.finetune.Head.Pooling;
import io.github.electra4j.train.model.Encoder;
import io.github.electra4j.train.model.NamedWeights;
import io.github.electra4j.train.model.NamedWeights.Loaded;
import io.github.electra4j.train.tensor.Device;
import io.github.electra4j.train.tensor.Dropout;
import io.github.electra4j.train.tensor.LayerStack;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.Parameters;
import io.github.electra4j.train.tensor.Precision;
import io.github.electra4j.train.tensor.Scope;
import io.github.electra4j.train.tensor.Tensors;
import io.github.electra4j.vocab.Encoding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

/** {@code ElectraForQuestionAnswering} on random weights; {@code src/test/resources/huggingface/README.md} says how they were made. */
class HuggingFaceAnswererTest {
    private static final Path FOLDER = Path.of("src/test/resources/huggingface");
    private static final Tensors FP32 = new Tensors(Device.CPU, Precision.FP32);
    private static final QuestionAnswering TASK = QuestionAnswering.of(List.of(), TaskOptions.NONE);
    static final ElectraConfig SHAPE = new ElectraConfig(
            97,
            16,
            16,
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

    /** The fixture's sequences, whose places in a context nobody asks for. */
    private static List<QuestionWindow> windows(SafeTensors expected) throws IOException {
        int[] ids = ints(expected, "ids", 36);
        int[] lengths = ints(expected, "lengths", 3);
        int[] firsts = ints(expected, "first_lengths", 3);
        int[] starts = ints(expected, "starts", 3);
        int[] ends = ints(expected, "ends", 3);
        Encoding none = new Encoding(new int[0], new int[0], new int[0], new int[0]);
        List<QuestionWindow> windows = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int[] row = Arrays.copyOfRange(ids, 12 * i, 12 * i + lengths[i]);
            windows.add(new QuestionWindow(row, firsts[i], none, 0, 0, new TokenSpan(starts[i], ends[i]), 0, false));
        }
        return windows;
    }

    private static int[] ints(SafeTensors file, String name, int count) throws IOException {
        int[] values = new int[count];
        file.bytes(name).asIntBuffer().get(values);
        return values;
    }

    @Test
    void answerer_onHuggingFacesWeights_givesItsLogitsLossAndGradients() throws IOException {
        TaskNetwork network = new TaskNetwork(
                new Encoder(TaskNetwork.OWNER, SHAPE),
                Head.of(TaskNetwork.OWNER, TASK.architecture(false), 16, TASK.outputs(), 0.5),
                Pooling.CLS,
                1,
                TASK.outputs());
        try (SafeTensors file = SafeTensors.open(FOLDER.resolve("answerer/model.safetensors"));
                SafeTensors expected = SafeTensors.open(FOLDER.resolve("answerer/expected.safetensors"));
                Parameters parameters = new Parameters(network.specs(), FP32, 0.02, 1);
                Leaves leaves = new Leaves(parameters, name -> true);
                Scope scope = new Scope()) {
            assertThat(NamedWeights.of(TaskNetwork.OWNER).load(parameters, file))
                    .isEqualTo(new Loaded(List.of(), List.of()));
            List<QuestionWindow> windows = windows(expected);
            LayerStack layers = LayerStack.keeping(LayerStack.Keeping.ALL);
            Tensor scores =
                    network.forward(leaves, WindowBatch.of(windows, new long[] {0, 1, 2}, 0), Dropout.none(), layers);
            TaskLoss loss = new TaskLoss(Tensors.toArray(scores));
            TASK.learn(windows, 0, loss);
            torch.backward(
                    new TensorVector(scores),
                    new TensorVector(FP32.floats(loss.gradient(1.0 / 3), 26, 2)),
                    new BoolOptional(),
                    false,
                    new TensorVector());
            layers.backward();

            assertThat(Tensors.toArray(scores)).containsExactly(expected.floats("logits"), within(1e-5f));
            assertThat(loss.sum() / 3).isCloseTo(expected.bytes("loss").getDouble(), within(1e-6));
            for (String name : List.of(
                    "electra.embeddings.token_type_embeddings.weight",
                    "electra.encoder.layer.1.output.dense.bias",
                    "qa_outputs.weight",
                    "qa_outputs.bias")) {
                assertThat(leaves.gradient("model/" + name))
                        .as(name)
                        .containsExactly(expected.floats("gradient." + name), within(1e-6f));
            }
        }
    }
}
