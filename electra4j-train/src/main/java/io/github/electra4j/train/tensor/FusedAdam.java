package io.github.electra4j.train.tensor;

import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorType;
import org.bytedeco.pytorch.Type;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The engine's fused AdamW kernel, which has no binding of its own and is reached through the dispatcher. */
public final class FusedAdam implements AutoCloseable {
    /** So many steps that the kernel's bias correction is one to the last bit. */
    private static final double NO_BIAS_CORRECTION = 1e8;

    private final OperatorHandle operator;
    private final double beta1;
    private final double beta2;
    private final double epsilon;

    public FusedAdam(double beta1, double beta2, double epsilon) {
        this.beta1 = beta1;
        this.beta2 = beta2;
        this.epsilon = epsilon;
        operator = Dispatcher.singleton().findSchemaOrThrow("aten::_fused_adamw_", "");
        operator.retainReference();
    }

    /**
     * One update in place; all tensors fp32, flat and of one length. The gradient is divided by {@code scale} in place.
     *
     * @param step the number of this update from 1 for Adam's bias correction (Kingma and Ba, 2015, algorithm 1), or 0 for none
     */
    public void update(
            Tensor values,
            Tensor gradient,
            Tensor first,
            Tensor second,
            double rate,
            double decay,
            double scale,
            long step) {
        try (Scope scope = new Scope()) {
            IValueVector stack = new IValueVector();
            stack.push_back(list(values));
            stack.push_back(list(gradient));
            stack.push_back(list(first));
            stack.push_back(list(second));
            stack.push_back(new IValue(newList()));
            stack.push_back(list(scalar(values, step == 0 ? NO_BIAS_CORRECTION : step)));
            stack.push_back(new IValue(rate));
            stack.push_back(new IValue(beta1));
            stack.push_back(new IValue(beta2));
            stack.push_back(new IValue(decay));
            stack.push_back(new IValue(epsilon));
            stack.push_back(new IValue(false));
            stack.push_back(new IValue(false));
            stack.push_back(scale == 1 ? new IValue() : new IValue(scalar(values, scale)));
            stack.push_back(new IValue());
            operator.callBoxed(stack);
        }
    }

    private static Tensor scalar(Tensor like, double value) {
        return torch.full(
                new long[] {},
                new org.bytedeco.pytorch.Scalar(value),
                Device.of(like).options(ScalarType.Float));
    }

    private static GenericList newList() {
        return new GenericList(new Type.TypePtr(TensorType.get()));
    }

    private static IValue list(Tensor tensor) {
        GenericList list = newList();
        list.push_back(new IValue(tensor));
        return new IValue(list);
    }

    @Override
    public void close() {
        operator.close();
    }
}
