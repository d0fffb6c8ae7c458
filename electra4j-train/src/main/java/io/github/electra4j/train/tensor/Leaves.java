package io.github.electra4j.train.tensor;

import io.github.electra4j.train.tensor.Parameters.Slot;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * One replica's view of the parameters: named tensors that share the values and have gradients of their own. Gradients of fp32
 * leaves gather in one flat fp32 tensor, those of compute leaves in one of the compute precision.
 */
public final class Leaves implements AutoCloseable {
    private final Parameters parameters;
    private final Map<String, Tensor> floats = new HashMap<>();
    private final Map<String, Tensor> computes = new HashMap<>();
    private final Tensor floatGradient;
    private final Tensor computeGradient;
    private final boolean gradients;

    /** Leaves of which those that the predicate names gather gradients; none for a network that is only run. */
    public Leaves(Parameters parameters, Predicate<String> trainable) {
        this.parameters = parameters;
        Tensors tensors = parameters.tensors();
        boolean single = tensors.precision() == Precision.FP32;
        gradients = parameters.slots().stream()
                .anyMatch(s -> trainable.test(s.spec().name()));
        long floatSize = single ? parameters.size() : parameters.bothEnd();
        long computeStart = single ? parameters.size() : parameters.floatOnlyEnd();
        Device device = tensors.device();
        floatGradient = torch.zeros(new long[] {gradients ? floatSize : 0}, device.options(ScalarType.Float))
                .retainReference();
        computeGradient = torch.zeros(
                        new long[] {gradients ? parameters.size() - computeStart : 0},
                        device.options(tensors.precision().type()))
                .retainReference();
        try (Scope scope = new Scope();
                AutoGradMode off = new AutoGradMode(false)) {
            for (Slot slot : parameters.slots()) {
                String name = slot.spec().name();
                boolean train = trainable.test(name);
                if (slot.end() <= floatSize) {
                    floats.put(name, leaf(parameters.master(), slot, train, floatGradient, 0));
                }
                if (slot.offset() >= computeStart) {
                    computes.put(name, leaf(parameters.compute(), slot, train, computeGradient, computeStart));
                }
            }
        }
    }

    private static Tensor leaf(Tensor flat, Slot slot, boolean train, Tensor gradient, long gradientStart) {
        long count = slot.spec().count();
        Tensor leaf =
                flat.narrow(0, slot.offset(), count).view(slot.spec().dims()).detach();
        if (train) {
            leaf.set_requires_grad(true);
            leaf.mutable_grad()
                    .put(gradient.narrow(0, slot.offset() - gradientStart, count)
                            .view(slot.spec().dims()));
        }
        return leaf.retainReference();
    }

    /** A parameter in the precision of the forward pass. */
    public Tensor get(String name) {
        Tensor leaf = computes.get(name);
        return leaf != null ? leaf : lookup(name);
    }

    /** A parameter in fp32: LayerNorms, and tables that are looked up. */
    public Tensor lookup(String name) {
        Tensor leaf = floats.get(name);
        if (leaf == null) {
            throw new IllegalArgumentException("no fp32 parameter " + name);
        }
        return leaf;
    }

    public boolean contains(String name) {
        return parameters.contains(name);
    }

    public Tensors tensors() {
        return parameters.tensors();
    }

    /** Forgets all gradients. */
    public void zeroGradients() {
        if (gradients) {
            try (Scope scope = new Scope()) {
                floatGradient.fill_(new Scalar(0.0));
                computeGradient.fill_(new Scalar(0.0));
            }
        }
    }

    /** Adds this replica's gradients of a stretch of the flat parameters to an fp32 tensor of that stretch. */
    public void addGradients(long from, long to, Tensor target) {
        addOverlap(floatGradient, 0, from, to, target);
        addOverlap(computeGradient, parameters.size() - computeGradient.numel(), from, to, target);
    }

    private static void addOverlap(Tensor gradient, long start, long from, long to, Tensor target) {
        long low = Math.max(from, start);
        long high = Math.min(to, start + gradient.numel());
        if (low < high) {
            target.narrow(0, low - from, high - low).add_(gradient.narrow(0, low - start, high - low));
        }
    }

    /** The gradient of a parameter, both precisions summed, row-major; for tests and for naming what went wrong. */
    public float[] gradient(String name) {
        Slot slot = parameters.slot(name);
        try (Scope scope = new Scope()) {
            Tensor sum = torch.zeros(
                    new long[] {slot.spec().count()}, tensors().device().options(ScalarType.Float));
            addGradients(slot.offset(), slot.end(), sum);
            return Tensors.toArray(sum);
        }
    }

    @Override
    public void close() {
        floats.values().forEach(Tensor::close);
        computes.values().forEach(Tensor::close);
        floatGradient.close();
        computeGradient.close();
    }
}
