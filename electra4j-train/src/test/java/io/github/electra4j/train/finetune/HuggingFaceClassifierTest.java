package io.github.electra4j.train.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.checkpoint.Architecture;
import io.github.electra4j.checkpoint.ElectraConfig;
import io.github.electra4j.checkpoint.SafeTensors;
import io.github.electra4j.task.TaskLoss;
import io.github.electra4j.task.WindowBatch;
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
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

/** {@code ElectraForSequenceClassification} on random weights; {@code src/test/resources/huggingface/README.md} says how they were made. */
class HuggingFaceClassifierTest {
    private static final Path FOLDER = Path.of("src/test/resources/huggingface");
    private static final Tensors FP32 = new Tensors(Device.CPU, Precision.FP32);
    private static final ElectraConfig SHAPE = new ElectraConfig(
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

    @Test
    void classifier_onHuggingFacesWeights_givesItsLogitsLossAndGradients() throws IOException {
        TaskNetwork network = new TaskNetwork(
                new Encoder(TaskNetwork.OWNER, SHAPE),
                Head.of(TaskNetwork.OWNER, Architecture.CLASSIFIER, 16, 3, 0),
                Pooling.CLS,
                1,
                3);
        try (SafeTensors file = SafeTensors.open(FOLDER.resolve("classifier/model.safetensors"));
                SafeTensors expected = SafeTensors.open(FOLDER.resolve("expected.safetensors"));
                Parameters parameters = new Parameters(network.specs(), FP32, 0.02, 1);
                Leaves leaves = new Leaves(parameters, name -> true);
                Scope scope = new Scope()) {
            assertThat(NamedWeights.of(TaskNetwork.OWNER).load(parameters, file))
                    .isEqualTo(new Loaded(List.of(), List.of()));
            int[] ids = new int[36];
            expected.bytes("input.ids").asIntBuffer().get(ids);
            WindowBatch batch = Texts.batch(ids, new int[] {12, 9, 5}, new int[] {7, 9, 5});

            LayerStack layers = LayerStack.keeping(LayerStack.Keeping.ALL);
            Tensor scores = network.forward(leaves, batch, Dropout.none(), layers);
            TaskLoss loss = Texts.loss(Tensors.toArray(scores), 3, 2, 0, 1);
            torch.backward(
                    new TensorVector(scores),
                    new TensorVector(FP32.floats(loss.gradient(1.0 / 3), 3, 3)),
                    new BoolOptional(),
                    false,
                    new TensorVector());
            layers.backward();

            assertThat(Tensors.toArray(scores)).containsExactly(expected.floats("classifier.logits"), within(1e-5f));
            assertThat(loss.sum() / 3)
                    .isCloseTo(expected.bytes("classifier.loss").getDouble(), within(1e-6));
            String values = "electra.encoder.layer.0.attention.self.value.bias";
            float[] qkv = leaves.gradient("model/" + values.replace("value", "qkv"));
            assertGradient(expected, values, Arrays.copyOfRange(qkv, 32, 48));
            for (String name : List.of(
                    "electra.embeddings.token_type_embeddings.weight",
                    "classifier.dense.bias",
                    "classifier.out_proj.weight")) {
                assertGradient(expected, name, leaves.gradient("model/" + name));
            }
        }
    }

    private static void assertGradient(SafeTensors expected, String name, float[] gradient) throws IOException {
        assertThat(gradient).as(name).containsExactly(expected.floats("gradient.classifier." + name), within(1e-6f));
    }
}
