package io.github.electra4j.train.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.checkpoint.SafeTensors;
import io.github.electra4j.task.LabelRange;
import io.github.electra4j.task.LabelSet;
import io.github.electra4j.task.Task;
import io.github.electra4j.task.TaskLoss;
import io.github.electra4j.task.TextClassification;
import io.github.electra4j.task.TextRegression;
import io.github.electra4j.task.TextWindow;
import io.github.electra4j.task.Window;
import io.github.electra4j.task.WindowBatch;
import io.github.electra4j.task.relation.Markers;
import io.github.electra4j.task.relation.RelationTask;
import io.github.electra4j.task.relation.RelationWindow;
import io.github.electra4j.train.model.NamedWeights;
import io.github.electra4j.train.tensor.Dropout;
import io.github.electra4j.train.tensor.LayerStack;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.Parameters;
import io.github.electra4j.train.tensor.Scope;
import io.github.electra4j.train.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/**
 * Tasks with heads that nobody else has a class for, against their derivation, and Hugging Face's head with one label; all on random weights, made by
 * {@code src/test/python/make_heads.py}, whose first lines say how.
 */
class HeadsTest {
    private static final int[] LENGTHS = {12, 9, 5};
    private static final int[] FIRST_LENGTHS = {7, 9, 5};
    /** As in the script: of the marker before the head and of that before the tail. */
    private static final int[][] POSITIONS = {{1, 4}, {2, 6}, {3, 1}};

    @Test
    void linearHead_onRandomWeights_givesScoresLossAndGradientsOfItsDerivation() throws IOException {
        try (SafeTensors expected = expected("linear")) {
            int[] classes = HuggingFace.ints(expected, "classes");
            assertDerived(
                    expected,
                    new TextClassification(new LabelSet(List.of("a", "b", "c"))),
                    Head.Form.LINEAR,
                    windows((row, ids) -> new TextWindow(ids, FIRST_LENGTHS[row], 0, classes[row])),
                    "classifier.weight",
                    "classifier.bias");
        }
    }

    @Test
    void relationHead_onRandomWeights_givesScoresLossAndGradientsOfItsDerivation() throws IOException {
        try (SafeTensors expected = expected("relation")) {
            int[] classes = HuggingFace.ints(expected, "classes");
            TextClassification relations = new TextClassification(new LabelSet(List.of("a", "b", "c", "d")));
            assertDerived(
                    expected,
                    new RelationTask(relations, null, Markers.PUNCTUATION),
                    Head.Form.HUGGINGFACE,
                    windows((row, ids) -> new RelationWindow(ids, FIRST_LENGTHS[row], POSITIONS[row], 0, classes[row])),
                    "classifier.weight",
                    "classifier.bias");
        }
    }

    @Test
    void regression_onHuggingFacesWeights_givesItsValuesLossAndGradients() throws IOException {
        try (SafeTensors expected = expected("regression")) {
            float[] values = expected.floats("values");
            assertDerived(
                    expected,
                    new TextRegression(new LabelRange(0, 1)),
                    Head.Form.HUGGINGFACE,
                    windows((row, ids) -> new TextWindow(ids, FIRST_LENGTHS[row], 0, values[row])),
                    "classifier.dense.weight",
                    "classifier.dense.bias",
                    "classifier.out_proj.weight",
                    "classifier.out_proj.bias");
        }
    }

    private static SafeTensors expected(String head) throws IOException {
        return SafeTensors.open(HuggingFace.FOLDER.resolve(Path.of("heads", head + ".safetensors")));
    }

    /** What is made of the number and the ids of a sequence. */
    private interface Made<W extends Window> {
        W of(int row, int[] ids);
    }

    private static <W extends Window> List<W> windows(Made<W> made) throws IOException {
        try (SafeTensors inputs = SafeTensors.open(HuggingFace.FOLDER.resolve("expected.safetensors"))) {
            int[] ids = HuggingFace.ints(inputs, "input.ids");
            return IntStream.range(0, LENGTHS.length)
                    .mapToObj(row -> made.of(row, Arrays.copyOfRange(ids, 12 * row, 12 * row + LENGTHS[row])))
                    .toList();
        }
    }

    private static <W extends Window> void assertDerived(
            SafeTensors expected, Task<?, W, ?> task, Head.Form form, List<W> windows, String... weights)
            throws IOException {
        TaskNetwork network = TaskNetwork.of(HuggingFace.SHAPE, TaskNetworkTest.config(form, Head.Pooling.CLS), task);
        NamedWeights names = NamedWeights.of(TaskNetwork.OWNER);
        try (SafeTensors encoder = SafeTensors.open(HuggingFace.FOLDER.resolve("answerer/model.safetensors"));
                Parameters parameters = new Parameters(network.specs(), HuggingFace.FP32, 0.02, 1);
                Leaves leaves = new Leaves(parameters, name -> true);
                Scope scope = new Scope()) {
            assertThat(names.load(parameters, encoder).missing()).containsExactlyInAnyOrder(weights);
            assertThat(names.load(parameters, expected).missing()).doesNotContain(weights);
            LayerStack layers = LayerStack.keeping(LayerStack.Keeping.ALL);
            WindowBatch batch = WindowBatch.of(windows, new long[windows.size()], 0);

            Tensor scores = network.forward(leaves, batch, Dropout.none(), layers);

            TaskLoss loss = new TaskLoss(Tensors.toArray(scores));
            for (int row = 0; row < windows.size(); row++) {
                task.learn(windows.subList(row, row + 1), row * task.outputs(), loss);
            }
            HuggingFace.backward(scores, loss.gradient(1.0 / windows.size()), task.outputs(), layers);
            assertThat(Tensors.toArray(scores)).containsExactly(expected.floats("logits"), within(1e-5f));
            assertThat(loss.sum() / windows.size())
                    .isCloseTo(expected.bytes("loss").getDouble(), within(1e-6));
            HuggingFace.assertGradients(leaves, expected, "gradient.", 1e-6f, weights);
            HuggingFace.assertGradients(
                    leaves, expected, "gradient.", 1e-6f, "electra.encoder.layer.1.output.dense.bias");
        }
    }
}
