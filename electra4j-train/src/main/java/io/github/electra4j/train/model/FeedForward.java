package io.github.electra4j.train.model;

import io.github.electra4j.checkpoint.ElectraConfig;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.ParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * The position-wise feed-forward network (Vaswani et al., 2017, section 3.3), with GELU(x W) or, gated, GELU(x W) * x V (Shazeer, GLU
 * Variants Improve Transformer, 2020, equation 6).
 *
 * @param intermediate x W; where gated, x W and x V side by side
 * @param output back to the width of the encoder
 * @param gated whether there is a V
 */
record FeedForward(Linear intermediate, Linear output, boolean gated) {
    static FeedForward of(String name, ElectraConfig config) {
        int hidden = config.hiddenSize();
        int width = config.intermediateSize();
        boolean gated = config.feedForward() == ElectraConfig.FeedForward.GEGLU;
        String dense = name + ".intermediate.dense";
        String gate = name + ".intermediate.gate";
        return new FeedForward(
                gated
                        ? new Linear(dense + "_gate", hidden, 2 * width, config.biases(), List.of(dense, gate))
                        : new Linear(dense, hidden, width, config.biases()),
                new Linear(name + ".output.dense", width, hidden, config.biases()),
                gated);
    }

    /**
     * What the output is made of, and what its backward pass needs.
     *
     * @param wide before GELU, {@code [rows, intermediate]}; where gated, with the gate behind it, {@code [rows, 2 * intermediate]}; null in a
     *     network that is only run
     * @param curved behind GELU
     * @param active that, or that times the gate: {@link FeedForward#output} maps it to {@code [rows, hidden]}
     */
    record Fed(Tensor input, @Nullable Tensor wide, Tensor curved, Tensor active) {
        /** What a backward pass cannot do without. */
        Tensor kept() {
            return Objects.requireNonNull(wide, "nothing was kept for a backward pass");
        }
    }

    List<ParameterSpec> specs() {
        List<ParameterSpec> specs = new ArrayList<>(intermediate.specs());
        specs.addAll(output.specs());
        return specs;
    }

    Fed forward(Leaves leaves, Tensor x) {
        if (!gated && leaves.packed() != null) {
            Tensor active = intermediate.gelu(leaves, x);
            return new Fed(x, null, active, active);
        }
        Tensor wide = intermediate.forward(leaves, x);
        Tensor curved = torch.gelu(gated ? dense(wide) : wide);
        Tensor active = gated ? curved.mul(gate(wide)) : curved;
        return new Fed(x, wide, curved, active);
    }

    /** Gathers the gradients, and gives that at {@link Fed#wide}: {@link #intermediate} takes it down to the input. */
    Tensor backward(Leaves leaves, Fed fed, Tensor gradient) {
        output.gather(leaves, fed.active(), gradient);
        Tensor active = output.below(leaves, gradient);
        Tensor wide = gated ? ungate(fed, active) : torch.gelu_backward(active, fed.kept());
        intermediate.gather(leaves, fed.input(), wide);
        return wide;
    }

    /** The gradients at both factors, side by side, of that at their product, whose memory is used. */
    private Tensor ungate(Fed fed, Tensor product) {
        Tensor before = fed.kept();
        Tensor wide = before.new_empty(before.sizes());
        torch.mul_out(gate(wide), product, fed.curved());
        torch.gelu_backward_out(dense(wide), product.mul_(gate(before)), dense(before));
        return wide;
    }

    private Tensor dense(Tensor wide) {
        return wide.narrow(1, 0, output.in());
    }

    private Tensor gate(Tensor wide) {
        return wide.narrow(1, output.in(), output.in());
    }
}
