package io.github.electra4j.train.tensor;

import org.bytedeco.javacpp.BoolPointer;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The engine's layer normalisation (Ba et al., 2016) of the last axis, and its backward pass, of an input in the compute precision with
 * gain and shift in fp32. On a processor one operator takes both; on a GPU it takes one type alone, and works in fp32.
 */
public final class Normalization {
    private static final BoolPointer ALL_THREE =
            new BoolPointer(3).put(0, true).put(1, true).put(2, true).retainReference();

    private Normalization() {}

    /**
     * What it gave, and what its backward pass needs.
     *
     * @param output of the input's shape and type
     * @param input of any shape
     * @param mean of each row of the input
     * @param inverse of the standard deviation of each row
     */
    public record Normalized(Tensor output, Tensor input, Tensor mean, Tensor inverse) {}

    /**
     * The gradients of the loss.
     *
     * @param input of the input's shape and type
     */
    public record Gradients(Tensor input, Tensor gain, Tensor shift) {}

    /**
     * Normalises.
     *
     * @param gain fp32, as wide as the last axis
     * @param shift fp32, as wide as the last axis
     * @param epsilon added to the variance
     */
    public static Normalized forward(Tensor input, Tensor gain, Tensor shift, double epsilon) {
        T_TensorTensorTensor_T result = torch.native_layer_norm(
                computed(input),
                new long[] {gain.numel()},
                new TensorOptional(gain),
                new TensorOptional(shift),
                epsilon);
        // The result's parts are places in it: handles of their own outlive it.
        return new Normalized(
                like(input, new Tensor(result.get0())), input, new Tensor(result.get1()), new Tensor(result.get2()));
    }

    /** The gradients, of that at the output. */
    public static Gradients backward(Tensor gradient, Normalized normalized, Tensor gain, Tensor shift) {
        T_TensorTensorTensor_T result = torch.native_layer_norm_backward(
                computed(gradient),
                computed(normalized.input()),
                new long[] {gain.numel()},
                normalized.mean(),
                normalized.inverse(),
                new TensorOptional(gain),
                new TensorOptional(shift),
                ALL_THREE);
        return new Gradients(
                like(normalized.input(), new Tensor(result.get0())),
                new Tensor(result.get1()),
                new Tensor(result.get2()));
    }

    private static Tensor computed(Tensor x) {
        return Device.of(x) == Device.CUDA ? x.to(ScalarType.Float) : x;
    }

    private static Tensor like(Tensor input, Tensor x) {
        return Device.of(input) == Device.CUDA ? x.to(input.scalar_type()) : x;
    }
}
