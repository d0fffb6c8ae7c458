package io.github.electra4j.train.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.checkpoint.Architecture;
import io.github.electra4j.checkpoint.SafeTensors;
import io.github.electra4j.task.TaskLoss;
import io.github.electra4j.task.WindowBatch;
import io.github.electra4j.train.finetune.Head.Pooling;
import io.github.electra4j.train.model.Encoder;
import io.github.electra4j.train.tensor.Dropout;
import io.github.electra4j.train.tensor.LayerStack;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.Parameters;
import io.github.electra4j.train.tensor.Scope;
import io.github.electra4j.train.tensor.Tensors;
import java.io.IOException;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** {@code ElectraForSequenceClassification} on random weights; {@code src/test/resources/huggingface/README.md} says how they were made. */
class HuggingFaceClassifierTest {

    @Test
    void classifier_onHuggingFacesWeights_givesItsLogitsLossAndGradients() throws IOException {
        TaskNetwork network = new TaskNetwork(
                new Encoder(TaskNetwork.OWNER, HuggingFace.SHAPE),
                Head.of(TaskNetwork.OWNER, Architecture.CLASSIFIER, 16, 3, 0),
                Pooling.CLS,
                1,
                3);
        try (SafeTensors file = SafeTensors.open(HuggingFace.FOLDER.resolve("classifier/model.safetensors"));
                SafeTensors expected = SafeTensors.open(HuggingFace.FOLDER.resolve("expected.safetensors"));
                Parameters parameters = new Parameters(network.specs(), HuggingFace.FP32, 0.02, 1);
                Leaves leaves = new Leaves(parameters, name -> true);
                Scope scope = new Scope()) {
            HuggingFace.load(parameters, file);
            WindowBatch batch =
                    Texts.batch(HuggingFace.ints(expected, "input.ids"), new int[] {12, 9, 5}, new int[] {7, 9, 5});

            LayerStack layers = LayerStack.keeping(LayerStack.Keeping.ALL);
            Tensor scores = network.forward(leaves, batch, Dropout.none(), layers);
            TaskLoss loss = Texts.loss(Tensors.toArray(scores), 3, 2, 0, 1);
            HuggingFace.backward(scores, loss.gradient(1.0 / 3), 3, layers);

            assertThat(Tensors.toArray(scores)).containsExactly(expected.floats("classifier.logits"), within(1e-5f));
            assertThat(loss.sum() / 3)
                    .isCloseTo(expected.bytes("classifier.loss").getDouble(), within(1e-6));
            String values = "electra.encoder.layer.0.attention.self.value.bias";
            float[] qkv = leaves.gradient("model/" + values.replace("value", "qkv"));
            assertThat(Arrays.copyOfRange(qkv, 32, 48))
                    .as(values)
                    .containsExactly(expected.floats("gradient.classifier." + values), within(1e-6f));
            HuggingFace.assertGradients(
                    leaves,
                    expected,
                    "gradient.classifier.",
                    1e-6f,
                    "electra.embeddings.token_type_embeddings.weight",
                    "classifier.dense.bias",
                    "classifier.out_proj.weight");
        }
    }
}
