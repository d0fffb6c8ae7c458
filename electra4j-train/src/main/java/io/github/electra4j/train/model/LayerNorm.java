package io.github.electra4j.train.model;

import io.github.electra4j.train.tensor.BackwardOperators;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.ParameterSpec;
import java.util.List;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
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
    /**
     * What it gave, and what its backward pass needs.
     *
     * @param input of any shape
     * @param mean of each row of the input
     * @param inverse of the standard deviation of each row
     */
    record Normalized(Tensor output, Tensor input, Tensor mean, Tensor inverse) {}

    List<ParameterSpec> specs() {
        return List.of(ParameterSpec.gain(name + ".weight", size), ParameterSpec.shift(name + ".bias", size));
    }

    Tensor forward(Leaves leaves, Tensor x) {
        return normalize(leaves, x).output();
    }

    Normalized normalize(Leaves leaves, Tensor x) {
        T_TensorTensorTensor_T result = torch.native_layer_norm(
                x, new long[] {size}, new TensorOptional(gain(leaves)), new TensorOptional(shift(leaves)), epsilon);
        // The result's parts are places in it: handles of their own outlive it.
        return new Normalized(new Tensor(result.get0()), x, new Tensor(result.get1()), new Tensor(result.get2()));
    }

    /** Gathers the gradients of gain and shift, and gives the gradient at the input of that at the output. */
    Tensor backward(Leaves leaves, Normalized normalized, Tensor gradient) {
        T_TensorTensorTensor_T result = BackwardOperators.layerNorm(
                gradient, normalized.input(), normalized.mean(), normalized.inverse(), gain(leaves), shift(leaves));
        leaves.gather(name + ".weight", result.get1());
        leaves.gather(name + ".bias", result.get2());
        return new Tensor(result.get0());
    }

    private Tensor gain(Leaves leaves) {
        return leaves.lookup(name + ".weight");
    }

    private Tensor shift(Leaves leaves) {
        return leaves.lookup(name + ".bias");
    }
}
