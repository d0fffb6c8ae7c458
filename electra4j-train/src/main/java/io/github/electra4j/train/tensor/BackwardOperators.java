package io.github.electra4j.train.tensor;

import org.bytedeco.javacpp.BoolPointer;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Backward passes of single operators that the engine offers through its dispatcher or with pointers only. */
public final class BackwardOperators {
    private static final OperatorHandle SOFTMAX = find("aten::_softmax_backward_data");
    private static final BoolPointer ALL_THREE =
            new BoolPointer(3).put(0, true).put(1, true).put(2, true).retainReference();

    private BackwardOperators() {}

    private static OperatorHandle find(String name) {
        OperatorHandle operator = Dispatcher.singleton().findSchemaOrThrow(name, "");
        return operator.retainReference();
    }

    /**
     * The gradient at the scores of a softmax over the last axis.
     *
     * @param gradient at the probabilities
     * @param probabilities that the softmax gave
     */
    public static Tensor softmax(Tensor gradient, Tensor probabilities) {
        IValueVector stack = new IValueVector();
        stack.push_back(new IValue(gradient));
        stack.push_back(new IValue(probabilities));
        stack.push_back(new IValue(-1L));
        stack.push_back(new IValue((long) probabilities.scalar_type().value));
        SOFTMAX.callBoxed(stack);
        return stack.get(0).toTensor();
    }

    /**
     * The gradients at input, gain and shift of a layer normalisation of the last axis.
     *
     * @param gradient at the output
     * @param mean of each row of the input, as the forward pass gave it
     * @param inverse of the standard deviation of each row
     */
    public static T_TensorTensorTensor_T layerNorm(
            Tensor gradient, Tensor input, Tensor mean, Tensor inverse, Tensor gain, Tensor shift) {
        return torch.native_layer_norm_backward(
                gradient,
                input,
                new long[] {gain.numel()},
                mean,
                inverse,
                new TensorOptional(gain),
                new TensorOptional(shift),
                ALL_THREE);
    }
}
