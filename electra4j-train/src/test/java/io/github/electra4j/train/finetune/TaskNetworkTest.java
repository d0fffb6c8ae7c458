package io.github.electra4j.train.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.checkpoint.SafeTensors;
import io.github.electra4j.task.LabelSet;
import io.github.electra4j.task.TaskLoss;
import io.github.electra4j.task.TextClassification;
import io.github.electra4j.task.WindowBatch;
import io.github.electra4j.train.model.NamedWeights;
import io.github.electra4j.train.tensor.Dropout;
import io.github.electra4j.train.tensor.LayerStack;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.ParameterSpec;
import io.github.electra4j.train.tensor.Parameters;
import io.github.electra4j.train.tensor.Scope;
import io.github.electra4j.train.tensor.Tensors;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.junit.jupiter.api.Test;

/** Scores, loss and gradients against Hugging Face's class on the same weights; the fixture's README.md says how they were made. */
class TaskNetworkTest {
    private static TextClassification classes(String... names) {
        return new TextClassification(new LabelSet(List.of(names)));
    }

    static FineTuningConfig config(Head.Form form, Head.Pooling pooling) {
        return new FineTuningConfig(1e-3, 1, 0, 0, 3, 1, 12, form, pooling, 0, false);
    }

    @Test
    void classifier_onHuggingFacesWeights_givesItsScoresLossAndGradients() throws IOException {
        TaskNetwork network = TaskNetwork.of(
                HuggingFace.SHAPE, config(Head.Form.HUGGINGFACE, Head.Pooling.CLS), classes("a", "b", "c"));
        try (SafeTensors expected = SafeTensors.open(HuggingFace.FOLDER.resolve("expected.safetensors"));
                SafeTensors weights = SafeTensors.open(HuggingFace.FOLDER.resolve("classifier/model.safetensors"));
                Parameters parameters = new Parameters(network.specs(), HuggingFace.FP32, 0.02, 1);
                Leaves leaves = new Leaves(parameters, name -> true)) {
            NamedWeights.Loaded loaded = NamedWeights.of(TaskNetwork.OWNER).load(parameters, weights);
            assertThat(loaded.missing()).isEmpty();
            assertThat(loaded.unexpected()).isEmpty();
            TaskLoss loss;
            try (Scope scope = new Scope();
                    AutoGradMode on = new AutoGradMode(true)) {
                LayerStack layers = LayerStack.keeping(LayerStack.Keeping.ALL);
                Tensor scores = network.forward(leaves, batch(expected), Dropout.none(), layers);
                float[] values = Tensors.toArray(scores);
                assertThat(values).containsExactly(expected.floats("classifier.logits"), within(1e-5f));

                loss = Texts.loss(values, 3, HuggingFace.ints(expected, "input.class_labels"));
                Tensor gradient = parameters.tensors().compute(loss.gradient(1.0 / 3), 3, 3);
                scores.backward(gradient, new BoolOptional(), false, new TensorArrayRefOptional());
                layers.backward();
            }
            assertThat(loss.sum() / 3)
                    .isCloseTo(expected.bytes("classifier.loss").getDouble(), within(1e-6));
            assertGradients(parameters, leaves, expected);
        }
    }

    private static void assertGradients(Parameters parameters, Leaves leaves, SafeTensors expected) throws IOException {
        int compared = 0;
        for (Parameters.Slot slot : parameters.slots()) {
            ParameterSpec spec = slot.spec();
            List<String> names = spec.parts().isEmpty() ? List.of(spec.name()) : spec.parts();
            float[] all = leaves.gradient(spec.name());
            int size = all.length / names.size();
            for (int i = 0; i < names.size(); i++) {
                String name = "gradient.classifier."
                        + names.get(i).substring(names.get(i).indexOf('/') + 1);
                if (expected.contains(name)) {
                    assertThat(Arrays.copyOfRange(all, i * size, (i + 1) * size))
                            .containsExactly(expected.floats(name), within(1e-5f));
                    compared++;
                }
            }
        }
        assertThat(compared).isEqualTo(4);
    }

    @Test
    void meanPooling_leavesPaddingOut() throws IOException {
        TaskNetwork network =
                TaskNetwork.of(HuggingFace.SHAPE, config(Head.Form.LINEAR, Head.Pooling.MEAN), classes("a", "b"));
        try (SafeTensors expected = SafeTensors.open(HuggingFace.FOLDER.resolve("expected.safetensors"));
                Parameters parameters = new Parameters(network.specs(), HuggingFace.FP32, 0.5, 1);
                Leaves leaves = new Leaves(parameters, name -> false);
                Scope scope = new Scope();
                AutoGradMode off = new AutoGradMode(false)) {
            float[] together = Tensors.toArray(network.forward(leaves, batch(expected)));
            for (int row = 0; row < 3; row++) {
                float[] alone = Tensors.toArray(network.forward(
                        leaves, WindowBatch.of(batch(expected).windows().subList(row, row + 1), new long[1], 0)));
                assertThat(Arrays.copyOfRange(together, 2 * row, 2 * row + 2)).containsExactly(alone, within(1e-5f));
            }
        }
    }

    private static WindowBatch batch(SafeTensors expected) throws IOException {
        return Texts.batch(HuggingFace.ints(expected, "input.ids"), new int[] {12, 9, 5}, new int[] {7, 9, 5});
    }
}
