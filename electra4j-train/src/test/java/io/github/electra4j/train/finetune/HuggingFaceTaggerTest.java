package io.github.electra4j.train.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.Electra;
import io.github.electra4j.checkpoint.Architecture;
import io.github.electra4j.checkpoint.ConfigFile;
import io.github.electra4j.checkpoint.SafeTensors;
import io.github.electra4j.task.TaskLoss;
import io.github.electra4j.task.Window;
import io.github.electra4j.task.WindowBatch;
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
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ElectraForTokenClassification} on random weights; {@code src/test/python/make_tagger.py} made them and what it computes with them. */
class HuggingFaceTaggerTest {
    private static final Path FOLDER = HuggingFace.FOLDER.resolve("tagger");
    private static final int[] LENGTHS = {12, 9, 5};
    private static final int LABELS = 5;

    private record Labeled(int[] ids, int[] positions, int[] targets) implements Window {
        @Override
        public int firstLength() {
            return ids.length;
        }
    }

    /** Windows that read the tokens with a label, as our tagging does. */
    private static List<Labeled> windows(SafeTensors expected) throws IOException {
        int[] ids = HuggingFace.ints(expected, "ids");
        int[] labels = HuggingFace.ints(expected, "labels");
        List<Labeled> windows = new ArrayList<>();
        for (int row = 0; row < LENGTHS.length; row++) {
            int from = row * 12;
            int[] positions = IntStream.range(0, LENGTHS[row])
                    .filter(i -> labels[from + i] >= 0)
                    .toArray();
            windows.add(new Labeled(
                    Arrays.copyOfRange(ids, from, from + LENGTHS[row]),
                    positions,
                    IntStream.of(positions).map(i -> labels[from + i]).toArray()));
        }
        return windows;
    }

    @Test
    void tagger_onHuggingFacesWeights_givesItsLogitsLossAndGradients() throws IOException {
        TaskNetwork network = new TaskNetwork(
                new Encoder(
                        TaskNetwork.OWNER,
                        ConfigFile.read(FOLDER.resolve("config.json")).config()),
                Head.of(TaskNetwork.OWNER, Architecture.TAGGER, 16, LABELS, 0),
                Head.Pooling.CLS,
                1,
                LABELS);
        try (SafeTensors file = SafeTensors.open(FOLDER.resolve("model.safetensors"));
                SafeTensors expected = SafeTensors.open(FOLDER.resolve("expected.safetensors"));
                Parameters parameters = new Parameters(network.specs(), HuggingFace.FP32, 0.02, 1);
                Leaves leaves = new Leaves(parameters, name -> true);
                Scope scope = new Scope()) {
            HuggingFace.load(parameters, file);
            List<Labeled> windows = windows(expected);

            LayerStack layers = LayerStack.keeping(LayerStack.Keeping.ALL);
            Tensor scores = network.forward(leaves, WindowBatch.of(windows, new long[3], 0), Dropout.none(), layers);
            TaskLoss loss = new TaskLoss(Tensors.toArray(scores));
            int words = 0;
            float[] logits = expected.floats("logits");
            for (int row = 0; row < windows.size(); row++) {
                for (int i = 0; i < windows.get(row).positions().length; i++) {
                    int at = (row * 12 + windows.get(row).positions()[i]) * LABELS;
                    assertThat(Arrays.copyOfRange(Tensors.toArray(scores), words * LABELS, (words + 1) * LABELS))
                            .containsExactly(Arrays.copyOfRange(logits, at, at + LABELS), within(1e-5f));
                    loss.crossEntropy(
                            words * LABELS, 1, LABELS, windows.get(row).targets()[i]);
                    words++;
                }
            }
            HuggingFace.backward(scores, loss.gradient(1.0 / words), LABELS, layers);

            assertThat(words).isGreaterThan(8);
            assertThat(loss.sum() / words).isCloseTo(expected.bytes("loss").getDouble(), within(1e-5));
            HuggingFace.assertGradients(
                    leaves,
                    expected,
                    "gradient.",
                    1e-5f,
                    "electra.embeddings.token_type_embeddings.weight",
                    "electra.encoder.layer.1.output.dense.bias",
                    "classifier.weight",
                    "classifier.bias");
        }
    }

    @Test
    void tagger_bySomebodyElse_tagsWords(@TempDir Path folder) throws IOException {
        try (Electra electra = Electra.load(FixtureModels.copy("tagger", folder.resolve("tagger")))) {
            assertThat(electra.tagWords(List.of("w10", "w20", "w30")))
                    .hasSize(3)
                    .allMatch(tag -> tag.matches("O|[BIES]-PER"));
        }
    }
}
