package io.github.electra4j.train.model;

import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.ParameterSpec;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Layer normalisation (Ba et al., 2016) of the last axis; its gain and shift stay in fp32.
 *
 * @param name path without {@code .weight} and {@code .bias}
 * @param size width of the axis
 * @param epsilon added to the variance
 */
record LayerNorm(String name, int size, double epsilon) {
    List<ParameterSpec> specs() {
        return List.of(ParameterSpec.gain(name + ".weight", size), ParameterSpec.shift(name + ".bias", size));
    }

    Tensor forward(Leaves leaves, Tensor x) {
        return torch.layer_norm(
                x,
                new long[] {size},
                new TensorOptional(leaves.lookup(name + ".weight")),
                new TensorOptional(leaves.lookup(name + ".bias")),
                epsilon,
                false);
    }
}
