package io.github.electra4j.train.tensor;

import io.github.electra4j.train.tensor.Parameters.Slot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * One replica's view of the parameters: named tensors that share the values and have gradients of their own. The engine makes the
 * gradients; {@link GradientSum} takes them.
 */
public final class Leaves implements AutoCloseable {
    private final Parameters parameters;
    private final Map<String, Tensor> floats = new HashMap<>();
    private final Map<String, Tensor> computes = new HashMap<>();
    private final List<Tensor> trained = new ArrayList<>();
    private final List<Rows> rows = new ArrayList<>();
    private final boolean fixed;
    private final @Nullable PackedMaps packed;

    /**
     * Rows of a table that were looked up, and whose gradients gather in {@code values}.
     *
     * @param table its parameter
     * @param ids of the rows, of any shape
     * @param values the rows, of the shape of the ids and the width of the table
     */
    record Rows(String table, Tensor ids, Tensor values) {}

    /** Leaves of which those that the predicate names gather gradients. */
    public Leaves(Parameters parameters, Predicate<String> trainable) {
        this(parameters, trainable, false);
    }

    /** Leaves of a network that is only run: its parameters stay as they are from the first pass on. */
    public static Leaves fixed(Parameters parameters) {
        return new Leaves(parameters, name -> false, true);
    }

    private Leaves(Parameters parameters, Predicate<String> trainable, boolean fixed) {
        this.parameters = parameters;
        this.fixed = fixed;
        this.packed = fixed ? PackedMaps.of(parameters.tensors()) : null;
        boolean single = parameters.tensors().precision() == Precision.FP32;
        long floatEnd = single ? parameters.size() : parameters.bothEnd();
        long computeStart = single ? parameters.size() : parameters.floatOnlyEnd();
        try (Scope scope = new Scope();
                AutoGradMode off = new AutoGradMode(false)) {
            for (Slot slot : parameters.slots()) {
                String name = slot.spec().name();
                boolean train = trainable.test(name);
                if (slot.end() <= floatEnd) {
                    floats.put(name, leaf(parameters.master(), slot, train));
                }
                if (slot.offset() >= computeStart) {
                    computes.put(name, leaf(parameters.compute(), slot, train));
                }
            }
        }
    }

    private Tensor leaf(Tensor flat, Slot slot, boolean train) {
        Tensor leaf = flat.narrow(0, slot.offset(), slot.spec().count())
                .view(slot.spec().dims())
                .detach()
                .set_requires_grad(train)
                .retainReference();
        if (train) {
            trained.add(leaf);
        }
        return leaf;
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

    /** Whether they are those of a network that is only run. */
    public boolean areFixed() {
        return fixed;
    }

    /** Its linear maps in the order of the processor; null where they are computed as they are. */
    public @Nullable PackedMaps packed() {
        return packed;
    }

    public boolean contains(String name) {
        return parameters.contains(name);
    }

    public Tensors tensors() {
        return parameters.tensors();
    }

    /**
     * Rows of an fp32 table, of the shape of the ids and the table's width. Where they are trained they have a gradient of their own:
     * one for the whole table would be zero but for some hundreds of tens of thousands of rows.
     */
    public Tensor rows(String table, Tensor ids) {
        Tensor found = torch.embedding(lookup(table), ids);
        if (!found.requires_grad()) {
            return found;
        }
        Tensor values = Scope.keep(found.detach().set_requires_grad(true));
        rows.add(new Rows(table, Scope.keep(ids), values));
        return values;
    }

    List<Rows> rows() {
        return rows;
    }

    /** The gradients of a parameter but for those of single rows: none, one, or one of each precision. */
    List<Tensor> dense(String name) {
        List<Tensor> gradients = new ArrayList<>(2);
        for (Map<String, Tensor> leaves : List.of(floats, computes)) {
            Tensor leaf = leaves.get(name);
            Tensor gradient = leaf == null ? null : leaf.grad();
            if (gradient != null && gradient.defined()) {
                gradients.add(gradient);
            }
        }
        return gradients;
    }

    /** The gradient of a parameter, both precisions and single rows summed, row-major; for tests and for naming what went wrong. */
    public float[] gradient(String name) {
        Slot slot = parameters.slot(name);
        try (Scope scope = new Scope();
                AutoGradMode off = new AutoGradMode(false)) {
            Tensor sum = torch.zeros(slot.spec().dims(), tensors().device().options(ScalarType.Float));
            dense(name).forEach(sum::add_);
            for (Rows looked : rows) {
                Tensor gradient = looked.values().grad();
                if (looked.table().equals(name) && gradient.defined()) {
                    Tensor ids = looked.ids().view(-1);
                    sum.index_add_(0, ids, gradient.view(ids.numel(), -1));
                }
            }
            return Tensors.toArray(sum);
        }
    }

    /** Adds to the gradient of a parameter what a backward pass by hand made; nothing happens to one that is not trained. */
    public void gather(String name, Tensor gradient) {
        Tensor leaf = get(name);
        if (!leaf.requires_grad()) {
            return;
        }
        Tensor before = leaf.grad();
        if (before.defined()) {
            before.add_(gradient);
        } else {
            leaf.mutable_grad().put(gradient);
        }
    }

    /** Forgets all gradients. */
    void forget() {
        try (Scope scope = new Scope()) {
            trained.forEach(leaf -> leaf.mutable_grad().reset());
        }
        forgetRows();
    }

    private void forgetRows() {
        for (Rows each : rows) {
            each.ids().close();
            each.values().close();
        }
        rows.clear();
    }

    @Override
    public void close() {
        forgetRows();
        floats.values().forEach(Tensor::close);
        computes.values().forEach(Tensor::close);
        if (packed != null) {
            packed.close();
        }
    }
}
