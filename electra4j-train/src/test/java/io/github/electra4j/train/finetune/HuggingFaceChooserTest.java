package io.github.electra4j.train.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.checkpoint.Architecture;
import io.github.electra4j.checkpoint.ModelDirectory;
import io.github.electra4j.checkpoint.SafeTensors;
import io.github.electra4j.task.TaskLoss;
import io.github.electra4j.task.WindowBatch;
import io.github.electra4j.task.choice.ChoiceTask;
import io.github.electra4j.task.choice.ChoiceWindow;
import io.github.electra4j.task.choice.LongContext;
import io.github.electra4j.train.finetune.Head.Pooling;
import io.github.electra4j.train.inference.FixtureModels;
import io.github.electra4j.train.model.Encoder;
import io.github.electra4j.train.tensor.Dropout;
import io.github.electra4j.train.tensor.LayerStack;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.Parameters;
import io.github.electra4j.train.tensor.Scope;
import io.github.electra4j.train.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ElectraForMultipleChoice} on random weights, made by {@code src/test/python/make_chooser.py}. */
class HuggingFaceChooserTest {
    private static final Path EXPECTED = HuggingFace.FOLDER.resolve("chooser/expected.safetensors");
    private static final int OPTIONS = 3;
    private static final int LENGTH = 8;

    @TempDir
    private Path folder;

    /** The windows of both rows, as the task would make them. */
    private static List<ChoiceWindow> windows(SafeTensors expected) throws IOException {
        int[] ids = HuggingFace.ints(expected, "input.ids");
        int[] lengths = HuggingFace.ints(expected, "input.lengths");
        int[] firsts = HuggingFace.ints(expected, "input.first_lengths");
        int[] answers = HuggingFace.ints(expected, "input.answers");
        List<ChoiceWindow> windows = new ArrayList<>();
        for (int i = 0; i < 2 * OPTIONS; i++) {
            int[] row = Arrays.copyOfRange(ids, i * LENGTH, i * LENGTH + lengths[i]);
            boolean right = answers[i / OPTIONS] == i % OPTIONS;
            windows.add(new ChoiceWindow(row, firsts[i], 0, i % OPTIONS == 0 ? 1 : 0, right));
        }
        return windows;
    }

    @Test
    void chooser_onHuggingFacesWeights_givesItsLogitsLossAndGradients() throws IOException {
        try (ModelDirectory model = ModelDirectory.open(FixtureModels.copy("chooser", folder.resolve("chooser")));
                SafeTensors expected = SafeTensors.open(EXPECTED)) {
            TaskNetwork network = new TaskNetwork(
                    new Encoder(TaskNetwork.OWNER, model.config().config()),
                    Head.of(TaskNetwork.OWNER, Architecture.CHOOSER, 16, 1, 0),
                    Pooling.CLS,
                    1,
                    1);
            try (Parameters parameters = new Parameters(network.specs(), HuggingFace.FP32, 0.02, 1);
                    Leaves leaves = new Leaves(parameters, name -> true);
                    Scope scope = new Scope()) {
                HuggingFace.load(parameters, model.tensors());
                List<ChoiceWindow> windows = windows(expected);
                WindowBatch batch = WindowBatch.of(windows, new long[windows.size()], 0);

                LayerStack layers = LayerStack.keeping(LayerStack.Keeping.ALL);
                Tensor scores = network.forward(leaves, batch, Dropout.none(), layers);
                TaskLoss loss = new TaskLoss(Tensors.toArray(scores));
                ChoiceTask task = new ChoiceTask(LongContext.WINDOWS);
                task.learn(windows.subList(0, OPTIONS), 0, loss);
                task.learn(windows.subList(OPTIONS, 2 * OPTIONS), OPTIONS, loss);
                HuggingFace.backward(scores, loss.gradient(0.5), 1, layers);

                assertThat(Tensors.toArray(scores)).containsExactly(expected.floats("logits"), within(1e-5f));
                assertThat(loss.sum() / 2).isCloseTo(expected.bytes("loss").getDouble(), within(1e-6));
                HuggingFace.assertGradients(
                        leaves,
                        expected,
                        "gradient.",
                        1e-6f,
                        "electra.embeddings.token_type_embeddings.weight",
                        "sequence_summary.summary.weight",
                        "sequence_summary.summary.bias",
                        "classifier.weight",
                        "classifier.bias");
            }
        }
    }
}
