package io.github.electra4j.train.tensor;

import io.github.electra4j.train.tensor.Parameters.Slot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The sum of the replicas' gradients over the parts of a step, flat in fp32 like the parameters.
 *
 * <p>Dense gradients are added block by block, so that what is converted stays in the cache; of a table of which only rows
 * were looked up, those rows alone are added and cleared. The order of additions is fixed, so equal inputs give equal bits.
 */
public final class GradientSum implements AutoCloseable {
    /** Values of a block: half a megabyte of fp32. */
    private static final long BLOCK = 1 << 17;

    private final Parameters parameters;
    private final Tensor flat;
    private final Map<String, Content> contents = new HashMap<>();
    private final List<Rows> rows = new ArrayList<>();
    private boolean fresh = true;

    /** What the sum holds for a parameter. */
    private enum Content {
        ZERO,
        /** Zero but for {@link #rows}. */
        ROWS,
        DENSE
    }

    /** Rows of a table that are not zero. */
    private record Rows(Slot table, Tensor ids) {}

    /** A parameter and what the replicas have for it. */
    private record Gradients(Slot slot, List<Tensor> all) {}

    public GradientSum(Parameters parameters) {
        this.parameters = parameters;
        flat = torch.zeros_like(parameters.master()).retainReference();
    }

    /** The sum; between two parameters it is zero. */
    public Tensor flat() {
        return flat;
    }

    /** Begins a new sum with the next gradients; until then the old one can be read. */
    public void restart() {
        fresh = true;
    }

    /** Adds what the replicas gathered since the last time, and takes it from them. */
    public void add(Replicas replicas, List<Leaves> leaves) {
        try (Scope scope = new Scope();
                AutoGradMode off = new AutoGradMode(false)) {
            if (fresh) {
                clearRows();
            }
            List<Gradients> dense = parameters.slots().stream()
                    .map(slot -> new Gradients(
                            slot,
                            leaves.stream()
                                    .flatMap(
                                            replica -> replica.dense(slot.spec().name()).stream())
                                    .toList()))
                    .toList();
            replicas.run(thread -> {
                addDense(
                        dense,
                        replicas.start(thread, parameters.size()),
                        replicas.start(thread + 1, parameters.size()));
                return thread;
            });
            for (Gradients gradients : dense) {
                if (!gradients.all().isEmpty()) {
                    contents.put(gradients.slot().spec().name(), Content.DENSE);
                } else if (fresh) {
                    contents.put(gradients.slot().spec().name(), Content.ZERO);
                }
            }
            leaves.forEach(this::addRows);
            replicas.run(thread -> {
                for (int i = thread; i < leaves.size(); i += replicas.count()) {
                    leaves.get(i).forget();
                }
                return thread;
            });
        }
        fresh = false;
    }

    private void addDense(List<Gradients> dense, long from, long to) {
        try (Scope scope = new Scope();
                AutoGradMode off = new AutoGradMode(false)) {
            for (Gradients gradients : dense) {
                Slot slot = gradients.slot();
                long low = Math.max(from, slot.offset());
                long high = Math.min(to, slot.end());
                if (low >= high) {
                    continue;
                }
                if (gradients.all().isEmpty() && fresh && content(slot) == Content.DENSE) {
                    flat.narrow(0, low, high - low).zero_();
                }
                long block = Device.of(flat).block(BLOCK);
                for (long at = low; at < high && !gradients.all().isEmpty(); at += block) {
                    addBlock(gradients.all(), at - slot.offset(), flat.narrow(0, at, Math.min(block, high - at)));
                }
            }
        }
    }

    private void addBlock(List<Tensor> gradients, long offset, Tensor sum) {
        try (Scope scope = new Scope()) {
            boolean empty = fresh;
            for (Tensor gradient : gradients) {
                Tensor part = gradient.view(-1).narrow(0, offset, sum.numel());
                if (empty) {
                    sum.copy_(part);
                } else {
                    sum.add_(part);
                }
                empty = false;
            }
        }
    }

    private void clearRows() {
        for (Rows each : rows) {
            values(each.table()).index_fill_(0, each.ids(), new Scalar(0.0));
            each.ids().close();
        }
        rows.clear();
    }

    private void addRows(Leaves replica) {
        for (Leaves.Rows looked : replica.rows()) {
            Tensor gradient = looked.values().grad();
            if (!gradient.defined()) {
                continue;
            }
            Slot table = parameters.slot(looked.table());
            Tensor ids = looked.ids().view(-1);
            values(table).index_add_(0, ids, gradient.view(ids.numel(), -1));
            if (content(table) != Content.DENSE) {
                contents.put(looked.table(), Content.ROWS);
                rows.add(new Rows(table, Scope.keep(ids)));
            }
        }
    }

    private Content content(Slot slot) {
        return contents.getOrDefault(slot.spec().name(), Content.ZERO);
    }

    private Tensor values(Slot slot) {
        return flat.narrow(0, slot.offset(), slot.spec().count())
                .view(slot.spec().dims());
    }

    /** The sum of one parameter, row-major. */
    public float[] of(String name) {
        try (Scope scope = new Scope()) {
            return Tensors.toArray(values(parameters.slot(name)));
        }
    }

    @Override
    public void close() {
        rows.forEach(each -> each.ids().close());
        flat.close();
    }
}
