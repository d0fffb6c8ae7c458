package io.github.electra4j.train.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.checkpoint.SafeTensors;
import io.github.electra4j.task.TaskLoss;
import io.github.electra4j.task.TaskOptions;
import io.github.electra4j.task.WindowBatch;
import io.github.electra4j.task.qa.Question;
import io.github.electra4j.task.qa.QuestionAnswering;
import io.github.electra4j.task.qa.QuestionWindow;
import io.github.electra4j.task.qa.TokenSpan;
import io.github.electra4j.train.finetune.Head.Pooling;
import io.github.electra4j.train.model.Encoder;
import io.github.electra4j.train.model.NamedWeights;
import io.github.electra4j.train.tensor.Dropout;
import io.github.electra4j.train.tensor.LayerStack;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.Parameters;
import io.github.electra4j.train.tensor.Scope;
import io.github.electra4j.train.tensor.Tensors;
import io.github.electra4j.vocab.Encoding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** The joint head on random weights against the same written out in PyTorch, by src/test/python/make_answerer.py, whose first lines say what is in the file. */
class JointAnswerHeadTest {
    private static final Path FOLDER = HuggingFace.FOLDER.resolve("answerer");
    private static final int BEAM = 3;
    /** Rows of scores of the two sequences: [CLS] and the context. */
    private static final int ROWS = 5 + 8;

    private static final TaskNetwork NETWORK = new TaskNetwork(
            new Encoder(TaskNetwork.OWNER, HuggingFace.SHAPE),
            new JointAnswerHead(TaskNetwork.OWNER, 16, 24, 2 + BEAM),
            Pooling.CLS,
            1,
            2 + BEAM);

    private static List<QuestionWindow> windows(SafeTensors expected) throws IOException {
        int[] ids = HuggingFace.ints(expected, "ids");
        Encoding none = new Encoding(new int[0], new int[0], new int[0], new int[0]);
        return List.of(
                new QuestionWindow(Arrays.copyOfRange(ids, 0, 12), 7, none, 0, 4, new TokenSpan(8, 10), 0, true),
                new QuestionWindow(Arrays.copyOfRange(ids, 12, 24), 4, none, 0, 7, new TokenSpan(0, 0), 0, true));
    }

    private static Parameters parameters(SafeTensors expected) throws IOException {
        Parameters parameters = new Parameters(NETWORK.specs(), HuggingFace.FP32, 0.02, 1);
        NamedWeights names = NamedWeights.of(TaskNetwork.OWNER);
        try (SafeTensors encoder = SafeTensors.open(FOLDER.resolve("model.safetensors"))) {
            names.load(parameters, encoder);
        }
        assertThat(names.load(parameters, expected).missing()).noneMatch(name -> name.startsWith("qa_"));
        return parameters;
    }

    @Test
    void training_onKnownWeights_givesScoresLossAndGradients() throws IOException {
        Question unanswered = new Question(null, "q", "c", List.of(), Path.of("q.jsonl"), 1, "");
        QuestionAnswering published =
                QuestionAnswering.of(List.of(unanswered), new TaskOptions(Map.of("head", "joint")));
        try (SafeTensors expected = SafeTensors.open(FOLDER.resolve("joint.safetensors"));
                Parameters parameters = parameters(expected);
                Leaves leaves = new Leaves(parameters, name -> true);
                Scope scope = new Scope()) {
            List<QuestionWindow> windows = windows(expected);
            LayerStack layers = LayerStack.keeping(LayerStack.Keeping.ALL);
            Tensor scores =
                    NETWORK.forward(leaves, WindowBatch.of(windows, new long[] {0, 1}, 0), Dropout.none(), layers);
            float[] computed = columns(Tensors.toArray(scores), 2 + BEAM, 0, 3);
            assertThat(computed).containsExactly(expected.floats("scores"), within(1e-5f));

            // The task's own head has a wider beam: the same scores in rows of its width.
            int outputs = published.outputs();
            float[] wide = new float[ROWS * outputs];
            for (int row = 0; row < ROWS; row++) {
                System.arraycopy(computed, 3 * row, wide, outputs * row, 3);
            }
            TaskLoss loss = new TaskLoss(wide);
            published.learn(windows, 0, loss);
            assertThat(loss.sum() / 2).isCloseTo(expected.bytes("loss").getDouble(), within(1e-6));
            float[] slopes = columns(loss.gradient(0.5), outputs, 0, 2 + BEAM);
            HuggingFace.backward(scores, slopes, 2 + BEAM, layers);
            HuggingFace.assertGradients(
                    leaves,
                    expected,
                    "gradient.",
                    1e-6f,
                    "electra.encoder.layer.1.output.dense.bias",
                    "qa_start.weight",
                    "qa_end.dense.weight",
                    "qa_end.out_proj.bias",
                    "qa_answerable.dense.bias",
                    "qa_answerable.out_proj.weight");
        }
    }

    @Test
    void prediction_onKnownWeights_givesTheEndsOfTheLikeliestStarts() throws IOException {
        try (SafeTensors expected = SafeTensors.open(FOLDER.resolve("joint.safetensors"));
                Parameters parameters = parameters(expected);
                Leaves leaves = new Leaves(parameters, name -> false);
                Scope scope = new Scope()) {
            float[] scores =
                    Tensors.toArray(NETWORK.forward(leaves, WindowBatch.of(windows(expected), new long[] {0, 1}, 0)));
            assertThat(columns(scores, 2 + BEAM, 2, BEAM)).containsExactly(expected.floats("ends"), within(1e-5f));
        }
    }

    private static float[] columns(float[] scores, int outputs, int from, int count) {
        float[] some = new float[scores.length / outputs * count];
        for (int row = 0; row < scores.length / outputs; row++) {
            System.arraycopy(scores, row * outputs + from, some, row * count, count);
        }
        return some;
    }
}
