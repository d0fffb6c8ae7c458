package io.github.electra4j.train.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.checkpoint.SafeTensors;
import io.github.electra4j.task.TaskLoss;
import io.github.electra4j.task.TaskOptions;
import io.github.electra4j.task.WindowBatch;
import io.github.electra4j.task.qa.QuestionAnswering;
import io.github.electra4j.task.qa.QuestionWindow;
import io.github.electra4j.task.qa.TokenSpan;
import io.github.electra4j.train.finetune.Head.Pooling;
import io.github.electra4j.train.model.Encoder;
import io.github.electra4j.train.tensor.Dropout;
import io.github.electra4j.train.tensor.LayerStack;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.Parameters;
import io.github.electra4j.train.tensor.Scope;
import io.github.electra4j.train.tensor.Tensors;
import io.github.electra4j.vocab.Encoding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** {@code ElectraForQuestionAnswering} on random weights; {@code src/test/resources/huggingface/README.md} says how they were made. */
class HuggingFaceAnswererTest {
    private static final QuestionAnswering TASK = QuestionAnswering.of(List.of(), TaskOptions.NONE);

    /** The fixture's sequences, whose places in a context nobody asks for. */
    private static List<QuestionWindow> windows(SafeTensors expected) throws IOException {
        int[] ids = HuggingFace.ints(expected, "ids");
        int[] lengths = HuggingFace.ints(expected, "lengths");
        int[] firsts = HuggingFace.ints(expected, "first_lengths");
        int[] starts = HuggingFace.ints(expected, "starts");
        int[] ends = HuggingFace.ints(expected, "ends");
        Encoding none = new Encoding(new int[0], new int[0], new int[0], new int[0]);
        List<QuestionWindow> windows = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int[] row = Arrays.copyOfRange(ids, 12 * i, 12 * i + lengths[i]);
            windows.add(new QuestionWindow(row, firsts[i], none, 0, 0, new TokenSpan(starts[i], ends[i]), 0, false));
        }
        return windows;
    }

    @Test
    void answerer_onHuggingFacesWeights_givesItsLogitsLossAndGradients() throws IOException {
        TaskNetwork network = new TaskNetwork(
                new Encoder(TaskNetwork.OWNER, HuggingFace.SHAPE),
                Head.of(TaskNetwork.OWNER, TASK.architecture(false), 16, TASK.outputs(), 0.5),
                Pooling.CLS,
                1,
                TASK.outputs());
        try (SafeTensors file = SafeTensors.open(HuggingFace.FOLDER.resolve("answerer/model.safetensors"));
                SafeTensors expected = SafeTensors.open(HuggingFace.FOLDER.resolve("answerer/expected.safetensors"));
                Parameters parameters = new Parameters(network.specs(), HuggingFace.FP32, 0.02, 1);
                Leaves leaves = new Leaves(parameters, name -> true);
                Scope scope = new Scope()) {
            HuggingFace.load(parameters, file);
            List<QuestionWindow> windows = windows(expected);
            LayerStack layers = LayerStack.keeping(LayerStack.Keeping.ALL);
            Tensor scores =
                    network.forward(leaves, WindowBatch.of(windows, new long[] {0, 1, 2}, 0), Dropout.none(), layers);
            TaskLoss loss = new TaskLoss(Tensors.toArray(scores));
            TASK.learn(windows, 0, loss);
            HuggingFace.backward(scores, loss.gradient(1.0 / 3), 2, layers);

            assertThat(Tensors.toArray(scores)).containsExactly(expected.floats("logits"), within(1e-5f));
            assertThat(loss.sum() / 3).isCloseTo(expected.bytes("loss").getDouble(), within(1e-6));
            HuggingFace.assertGradients(
                    leaves,
                    expected,
                    "gradient.",
                    1e-6f,
                    "electra.embeddings.token_type_embeddings.weight",
                    "electra.encoder.layer.1.output.dense.bias",
                    "qa_outputs.weight",
                    "qa_outputs.bias");
        }
    }
}
