package io.github.electra4j.train.finetune;

import io.github.electra4j.checkpoint.ElectraConfig;
import io.github.electra4j.examples.Batch;
import io.github.electra4j.train.model.Encoder;
import io.github.electra4j.train.tensor.Dropout;
import io.github.electra4j.train.tensor.LayerStack;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.ParameterSpec;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * An encoder with a head for texts.
 *
 * @param encoder with embeddings of its own
 * @param head for one text or pair
 */
public record TextNetwork(Encoder encoder, Head head) {
    /** First part of its parameters' paths. */
    public static final String OWNER = "model";

    /** The network of a shape and a head; the settings' dropout replaces the shape's. */
    public static TextNetwork of(ElectraConfig shape, FineTuningConfig config, int outputs) {
        return new TextNetwork(
                new Encoder(OWNER, shape.withDropout(config.dropout())),
                new Head(OWNER, config.head(), config.pooling(), shape.hiddenSize(), outputs, config.dropout()));
    }

    public List<ParameterSpec> specs() {
        List<ParameterSpec> specs = new ArrayList<>(encoder.specs());
        specs.addAll(head.specs());
        return specs;
    }

    /** Scores {@code [size, outputs]}; without dropout and gradients. */
    public Tensor forward(Leaves leaves, Batch batch) {
        return forward(leaves, batch, Dropout.none(), LayerStack.keeping(LayerStack.Keeping.NOTHING));
    }

    /** The same, with a stack that keeps what the gradients need: {@link LayerStack#backward} must follow that of the engine. */
    public Tensor forward(Leaves leaves, Batch batch, Dropout dropout, LayerStack stack) {
        return head.forward(leaves, head.pooling().of(encoder, leaves, batch, dropout, stack), dropout);
    }
}
