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
}
