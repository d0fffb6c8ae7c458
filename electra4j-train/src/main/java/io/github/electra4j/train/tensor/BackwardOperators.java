package io.github.electra4j.train.tensor;

import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Tensor;

/** Backward passes of single operators that the engine offers through its dispatcher only. */
public final class BackwardOperators {
    private static final OperatorHandle SOFTMAX = find("aten::_softmax_backward_data");

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
}
