package io.github.electra4j.train.finetune;

import io.github.electra4j.checkpoint.ElectraConfig;
import io.github.electra4j.task.Task;
import io.github.electra4j.task.WindowBatch;
import io.github.electra4j.train.model.Encoder;
import io.github.electra4j.train.tensor.Dropout;
import io.github.electra4j.train.tensor.LayerStack;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.ParameterSpec;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * An encoder with the head of a task.
 *
 * @param encoder with embeddings of its own
 * @param pooling which states the head sees
 * @param states that it sees one behind the other
 * @param outputs scores in a row of them
 */
public record TaskNetwork(Encoder encoder, Head head, Head.Pooling pooling, int states, int outputs) {
    /** First part of its parameters' paths. */
    public static final String OWNER = "model";

    /** The network of a shape and a task; the settings' dropout replaces the shape's. */
    public static TaskNetwork of(ElectraConfig shape, FineTuningConfig config, Task<?, ?, ?> task) {
        Head head = Head.of(
                OWNER,
                task.architecture(config.head() == Head.Form.LINEAR),
                shape.hiddenSize() * task.states(),
                task.outputs(),
                config.dropout());
        Encoder encoder = new Encoder(OWNER, shape.withDropout(config.dropout()));
        return new TaskNetwork(encoder, head, config.pooling(), task.states(), task.outputs());
    }

    public List<ParameterSpec> specs() {
        List<ParameterSpec> specs = new ArrayList<>(encoder.specs());
        specs.addAll(head.specs());
        return specs;
    }

    /** Scores {@code [rows of scores, outputs]}; without dropout and gradients. */
    public Tensor forward(Leaves leaves, WindowBatch in) {
        LayerStack nothing = LayerStack.keeping(LayerStack.Keeping.NOTHING);
        return head.predict(leaves, in, read(leaves, in, Dropout.none(), nothing));
    }

    /** The same, with a stack that keeps what the gradients need: {@link LayerStack#backward} must follow that of the engine. */
    public Tensor forward(Leaves leaves, WindowBatch in, Dropout dropout, LayerStack stack) {
        return head.forward(leaves, in, read(leaves, in, dropout, stack), dropout);
    }

    private Tensor read(Leaves leaves, WindowBatch in, Dropout dropout, LayerStack stack) {
        Tensor read = pooling.of(encoder, leaves, in.batch(), in.tokens(), dropout, stack);
        return states > 1 ? read.view(-1, (long) states * encoder.config().hiddenSize()) : read;
    }
}
