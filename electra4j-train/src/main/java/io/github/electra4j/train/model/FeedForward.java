package io.github.electra4j.train.model;

import io.github.electra4j.checkpoint.ElectraConfig;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.ParameterSpec;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The position-wise feed-forward network (Vaswani et al., 2017, section 3.3), with GELU. */
record FeedForward(Linear intermediate, Linear output) {
    static FeedForward of(String name, ElectraConfig config) {
        return new FeedForward(
                new Linear(name + ".intermediate.dense", config.hiddenSize(), config.intermediateSize()),
                new Linear(name + ".output.dense", config.intermediateSize(), config.hiddenSize()));
    }

    /**
     * What it gave, and what its backward pass needs.
     *
     * @param output {@code [rows, hidden]}
     * @param wide before GELU, {@code [rows, intermediate]}
     * @param active behind it
     */
    record Fed(Tensor output, Tensor input, Tensor wide, Tensor active) {}

    List<ParameterSpec> specs() {
        List<ParameterSpec> specs = new ArrayList<>(intermediate.specs());
        specs.addAll(output.specs());
        return specs;
    }

    Fed forward(Leaves leaves, Tensor x) {
        Tensor wide = intermediate.forward(leaves, x);
        Tensor active = torch.gelu(wide);
        return new Fed(output.forward(leaves, active), x, wide, active);
    }

    /** Gathers the gradients, and gives that at {@link Fed#wide}: {@link #intermediate} takes it down to the input. */
    Tensor backward(Leaves leaves, Fed fed, Tensor gradient) {
        output.gather(leaves, fed.active(), gradient);
        Tensor wide = torch.gelu_backward(output.below(leaves, gradient), fed.wide());
        intermediate.gather(leaves, fed.input(), wide);
        return wide;
    }
}
