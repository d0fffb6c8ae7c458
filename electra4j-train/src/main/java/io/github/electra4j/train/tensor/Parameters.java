package io.github.electra4j.train.tensor;

import io.github.electra4j.random.CounterRandom;
import io.github.electra4j.train.tensor.ParameterSpec.Storage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * All parameters of a network in one flat fp32 tensor, and in bf16 precision a copy of it that the forward pass reads. One flat
 * tensor makes the update one fused call, the sum over replicas one addition, a checkpoint one array.
 *
 * <p>Order in the flat tensor: by storage (fp32 only, both, compute only), then by the path's first part, then decayed before
 * undecayed, so that an optimiser's groups are long stretches. Each parameter starts at a multiple of {@value #ALIGNMENT}.
 */
public final class Parameters implements AutoCloseable {
    private static final int ALIGNMENT = 32;

    private final Tensors tensors;
    private final Map<String, Slot> slots = new LinkedHashMap<>();
    private final long size;
    private final long floatOnlyEnd;
    private final long bothEnd;
    private final Tensor master;
    private final Tensor compute;

    /** Whether what the forward pass reads is the master copy itself. */
    private final boolean single;

    /** A parameter and its place in the flat tensor. */
    public record Slot(ParameterSpec spec, long offset) {
        /** The place behind its last value. */
        public long end() {
            return offset + spec.count();
        }
    }

    /**
     * Allocates and initialises.
     *
     * @param initializerRange standard deviation of the truncated normal
     * @param seed of the first values; each parameter's depend on the seed and its name alone
     */
    public Parameters(Collection<ParameterSpec> specs, Tensors tensors, double initializerRange, long seed) {
        this.tensors = tensors;
        List<ParameterSpec> ordered = new ArrayList<>(specs);
        ordered.sort(Comparator.comparing(ParameterSpec::storage)
                .thenComparing(s -> owner(s.name()))
                .thenComparing(s -> !s.decay()));
        long offset = 0;
        long floatOnly = 0;
        long both = 0;
        for (ParameterSpec spec : ordered) {
            if (slots.put(spec.name(), new Slot(spec, offset)) != null) {
                throw new IllegalArgumentException("parameter " + spec.name() + " is declared twice");
            }
            offset = (offset + spec.count() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
            if (spec.storage() == Storage.FLOAT) {
                floatOnly = offset;
            }
            if (spec.storage() != Storage.COMPUTE) {
                both = offset;
            }
        }
        size = offset;
        floatOnlyEnd = floatOnly;
        bothEnd = Math.max(both, floatOnly);
        Device device = tensors.device();
        master =
                torch.zeros(new long[] {size}, device.options(ScalarType.Float)).retainReference();
        single = tensors.precision() == Precision.FP32;
        compute = single
                ? master
                : torch.zeros(
                                new long[] {size},
                                device.options(tensors.precision().type()))
                        .retainReference();
        for (Slot slot : slots.values()) {
            set(slot.spec().name(), firstValues(slot.spec(), initializerRange, seed));
        }
        refresh(0, size);
    }

    private static String owner(String name) {
        return name.substring(0, Math.max(0, name.indexOf('/')));
    }

    private static float[] firstValues(ParameterSpec spec, double range, long seed) {
        float[] values = new float[Math.toIntExact(spec.count())];
        switch (spec.init()) {
            case ZEROS -> {}
            case ONES -> java.util.Arrays.fill(values, 1f);
            case NORMAL -> {
                CounterRandom random = CounterRandom.of(seed, "initialize " + spec.name());
                for (int i = 0; i < values.length; ) {
                    // Box-Muller; what falls beyond two deviations is drawn again, as the authors' initialiser does.
                    double radius = Math.sqrt(-2 * Math.log(1 - random.nextDouble()));
                    double angle = 2 * Math.PI * random.nextDouble();
                    double first = radius * Math.cos(angle);
                    double second = radius * Math.sin(angle);
                    if (Math.abs(first) <= 2) {
                        values[i++] = (float) (first * range);
                    }
                    if (Math.abs(second) <= 2 && i < values.length) {
                        values[i++] = (float) (second * range);
                    }
                }
            }
        }
        return values;
    }

    public Tensors tensors() {
        return tensors;
    }

    /** Length of the flat tensor, padding between parameters included. */
    public long size() {
        return size;
    }

    /** Number of values of all parameters, padding not counted. */
    public long count() {
        return slots.values().stream().mapToLong(s -> s.spec().count()).sum();
    }

    /** All parameters in the order of the flat tensor. */
    public List<Slot> slots() {
        return List.copyOf(slots.values());
    }

    public boolean contains(String name) {
        return slots.containsKey(name);
    }

    Slot slot(String name) {
        Slot slot = slots.get(name);
        if (slot == null) {
            throw new IllegalArgumentException("no parameter " + name);
        }
        return slot;
    }

    /** The flat fp32 values. */
    public Tensor master() {
        return master;
    }

    Tensor compute() {
        return compute;
    }

    /** The end of what only fp32 leaves see, and so the start of what compute leaves see. */
    long floatOnlyEnd() {
        return floatOnlyEnd;
    }

    /** The end of what fp32 leaves see. */
    long bothEnd() {
        return bothEnd;
    }

    /** The values of a parameter, row-major. */
    public float[] get(String name) {
        Slot slot = slot(name);
        try (Scope scope = new Scope()) {
            return Tensors.toArray(master.narrow(0, slot.offset(), slot.spec().count()));
        }
    }

    /** Sets the values of a parameter; call {@link #refresh} when all are set. */
    public void set(String name, float[] values) {
        Slot slot = slot(name);
        if (values.length != slot.spec().count()) {
            throw new IllegalArgumentException("parameter " + name + ": " + values.length + " values, expected "
                    + slot.spec().count() + " for shape " + slot.spec().shape());
        }
        try (Scope scope = new Scope();
                AutoGradMode off = new AutoGradMode(false)) {
            master.narrow(0, slot.offset(), values.length).copy_(tensors.floats(values, values.length));
        }
    }

    /** Copies fp32 values of a stretch to what the forward pass reads. */
    public void refresh(long from, long to) {
        if (!single) {
            try (Scope scope = new Scope();
                    AutoGradMode off = new AutoGradMode(false)) {
                compute.narrow(0, from, to - from).copy_(master.narrow(0, from, to - from));
            }
        }
    }

    @Override
    public void close() {
        if (!single) {
            compute.close();
        }
        master.close();
    }
}
