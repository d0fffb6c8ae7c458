package io.github.electra4j.train.model;

import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.ParameterSpec;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * x times the transposed weight, plus bias.
 *
 * @param name path without {@code .weight} and {@code .bias}
 * @param in width of the input
 * @param out width of the output
 */
record Linear(String name, int in, int out) {
    List<ParameterSpec> specs() {
        return List.of(ParameterSpec.weight(name + ".weight", out, in), ParameterSpec.bias(name + ".bias", out));
    }

    /** {@code [..., in]} to {@code [..., out]}. */
    Tensor forward(Leaves leaves, Tensor x) {
        return torch.linear(x, leaves.get(name + ".weight"), leaves.get(name + ".bias"));
    }

    /**
     * Gathers the gradients of weight and bias.
     *
     * @param x the input, {@code [rows, in]}
     * @param gradient at the output, {@code [rows, out]}
     */
    void gather(Leaves leaves, Tensor x, Tensor gradient) {
        leaves.gather(name + ".weight", gradient.t().mm(x));
        leaves.gather(name + ".bias", gradient.sum(0));
    }

    /** The gradient at the input, {@code [rows, in]}, of that at the output. */
    Tensor below(Leaves leaves, Tensor gradient) {
        return gradient.mm(leaves.get(name + ".weight"));
    }

    /** Adds the gradient at the input to {@code sum}, in its memory. */
    Tensor addBelow(Leaves leaves, Tensor gradient, Tensor sum) {
        return sum.addmm_(gradient, leaves.get(name + ".weight"));
    }
}
