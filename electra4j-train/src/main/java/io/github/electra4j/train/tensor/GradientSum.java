package io.github.electra4j.train.tensor;

import io.github.electra4j.train.tensor.Parameters.Slot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
    private final List<Slot> slots;
    private final Tensor flat;
    private final Content[] contents;
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
    private record Rows(int slot, Tensor ids) {}

    public GradientSum(Parameters parameters) {
        this.parameters = parameters;
        slots = parameters.slots();
        flat = torch.zeros_like(parameters.master()).retainReference();
        contents = new Content[slots.size()];
        Arrays.fill(contents, Content.ZERO);
    }

    /** The sum, which what is between two parameters is zero of. */
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
            List<List<Tensor>> dense = slots.stream()
                    .map(slot -> leaves.stream()
                            .flatMap(replica -> replica.dense(slot.spec().name()).stream())
                            .toList())
                    .toList();
            replicas.run(thread -> addDense(
                    dense, replicas.start(thread, parameters.size()), replicas.start(thread + 1, parameters.size())));
            for (int i = 0; i < contents.length; i++) {
                if (!dense.get(i).isEmpty()) {
                    contents[i] = Content.DENSE;
                } else if (fresh) {
                    contents[i] = Content.ZERO;
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

    private boolean addDense(List<List<Tensor>> dense, long from, long to) {
        try (Scope scope = new Scope();
                AutoGradMode off = new AutoGradMode(false)) {
            for (int i = 0; i < contents.length; i++) {
                Slot slot = slots.get(i);
                long low = Math.max(from, slot.offset());
                long high = Math.min(to, slot.end());
                if (low >= high) {
                    continue;
                }
                List<Tensor> gradients = dense.get(i);
                if (gradients.isEmpty() && fresh && contents[i] == Content.DENSE) {
                    flat.narrow(0, low, high - low).zero_();
                }
                for (long at = low; at < high && !gradients.isEmpty(); at += BLOCK) {
                    addBlock(gradients, at - slot.offset(), flat.narrow(0, at, Math.min(BLOCK, high - at)));
                }
            }
        }
        return true;
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
            table(each.slot()).index_fill_(0, each.ids(), new Scalar(0.0));
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
            int slot = index(looked.table());
            Tensor ids = looked.ids().view(-1);
            table(slot).index_add_(0, ids, gradient.view(ids.numel(), -1));
            if (contents[slot] != Content.DENSE) {
                contents[slot] = Content.ROWS;
                rows.add(new Rows(slot, Scope.keep(ids)));
            }
        }
    }

    private Tensor table(int slot) {
        Slot s = slots.get(slot);
        return flat.narrow(0, s.offset(), s.spec().count()).view(s.spec().dims());
    }

    private int index(String name) {
        for (int i = 0; i < slots.size(); i++) {
            if (slots.get(i).spec().name().equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no parameter " + name);
    }

    /** The sum of one parameter, row-major. */
    public float[] of(String name) {
        Slot slot = slots.get(index(name));
        try (Scope scope = new Scope()) {
            return Tensors.toArray(flat.narrow(0, slot.offset(), slot.spec().count()));
        }
    }

    @Override
    public void close() {
        rows.forEach(each -> each.ids().close());
        flat.close();
    }
}
