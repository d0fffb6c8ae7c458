package io.github.electra4j.train.model;

import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.Normalization;
import io.github.electra4j.train.tensor.Normalization.Normalized;
import io.github.electra4j.train.tensor.ParameterSpec;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

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
        return normalize(leaves, x).output();
    }

    Normalized normalize(Leaves leaves, Tensor x) {
        return Normalization.forward(x, gain(leaves), shift(leaves), epsilon);
    }

    /** Gathers the gradients of gain and shift, and gives the gradient at the input of that at the output. */
    Tensor backward(Leaves leaves, Normalized normalized, Tensor gradient) {
        Normalization.Gradients gradients = Normalization.backward(gradient, normalized, gain(leaves), shift(leaves));
        leaves.gather(name + ".weight", gradients.gain());
        leaves.gather(name + ".bias", gradients.shift());
        return gradients.input();
    }

    private Tensor gain(Leaves leaves) {
        return leaves.lookup(name + ".weight");
    }

    private Tensor shift(Leaves leaves) {
        return leaves.lookup(name + ".bias");
    }
}
