package io.github.electra4j.train.tensor;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * Linear maps of an encoder that is only run, on a processor: their weights are brought into the order of its kernels once, where an
 * ordinary product does it every time, and what follows a map is done while its result is in the cache. One text of some twenty tokens takes
 * a quarter less time, and batches of 32 some twentieth. The operators (oneDNN's) are those that the engine's own compiler uses; they have no
 * binding and are reached through the dispatcher. Thread-safe.
 */
public final class PackedMaps implements AutoCloseable {
    /** Rows of an input that the order is chosen for; others are as fast. */
    private static final long ROWS = 32;

    /** oneDNN has kernels of its own for them; for others it has libraries that may be missing, and what it does then is slow. */
    private static final Set<String> X86 = Set.of("amd64", "x86_64");

    private static final IValue NOTHING = constant(new IValue("none"));
    private static final IValue GELU = constant(new IValue("gelu"));
    private static final IValue SUM = constant(new IValue("add"));

    /** The exact form of GELU, by the error function. */
    private static final IValue EXACT = NOTHING;

    private final Operators operators;
    private final Map<String, Packed> maps = new ConcurrentHashMap<>();

    /** A map as the operators take it, made once. */
    private record Packed(IValue weight, IValue bias) implements AutoCloseable {
        @Override
        public void close() {
            weight.close();
            bias.close();
        }
    }

    /** The engine's operators. */
    private record Operators(OperatorHandle order, OperatorHandle map, OperatorHandle sum, IValue noScalars) {
        private static final @Nullable Operators KNOWN = find();

        private static @Nullable Operators find() {
            try (Scope scope = new Scope();
                    AutoGradMode off = new AutoGradMode(false)) {
                OperatorHandle map = operator("mkldnn::_linear_pointwise", "");
                GenericList scalars = new GenericList(
                        map.schema().arguments().getPointer(4).type().get().containedType(0));
                Operators found = new Operators(
                        operator("mkldnn::_reorder_linear_weight", ""),
                        map,
                        operator("mkldnn::_linear_pointwise", "binary"),
                        constant(new IValue(scalars)));
                return found;
            } catch (RuntimeException e) {
                return null;
            }
        }

        /** Whether each of them runs: in bf16 they are refused where the processor has no instructions for it. */
        boolean take(ScalarType type) {
            try (Scope scope = new Scope();
                    AutoGradMode off = new AutoGradMode(false)) {
                IValue one = new IValue(torch.ones(new long[] {1, 1}, Device.CPU.options(type)));
                IValue weight = new IValue(ordered(one.toTensor()));
                call(map, one, weight, new IValue(), GELU, noScalars, EXACT);
                call(sum, one, one, weight, new IValue(), SUM);
                return true;
            } catch (RuntimeException e) {
                return false;
            }
        }

        private static OperatorHandle operator(String name, String overload) {
            return Dispatcher.singleton().findSchemaOrThrow(name, overload).retainReference();
        }

        Tensor ordered(Tensor weight) {
            return call(order, new IValue(weight), new IValue(ROWS));
        }

        private static Tensor call(OperatorHandle operator, IValue... arguments) {
            IValueVector stack = new IValueVector(arguments);
            operator.callBoxed(stack);
            // What the stack gives is a place in it: a handle of its own outlives it.
            return new Tensor(stack.get(0).toTensor());
        }
    }

    private PackedMaps(Operators operators) {
        this.operators = operators;
    }

    /** Null where such maps are computed as they are: on a GPU, and on processors and in engines that have no such operators. */
    static @Nullable PackedMaps of(Tensors tensors) {
        Operators known = tensors.device() == Device.CPU && X86.contains(System.getProperty("os.arch", ""))
                ? Operators.KNOWN
                : null;
        return known != null && known.take(tensors.precision().type()) ? new PackedMaps(known) : null;
    }

    /**
     * x times the transposed weight, plus bias.
     *
     * @param x {@code [..., in]}
     * @param name of the weight; of one name weight and bias are the same tensors every time
     */
    public Tensor linear(Tensor x, String name, Tensor weight, @Nullable Tensor bias) {
        return map(x, name, weight, bias, NOTHING);
    }

    /** GELU of the same. */
    public Tensor gelu(Tensor x, String name, Tensor weight, @Nullable Tensor bias) {
        return map(x, name, weight, bias, GELU);
    }

    private Tensor map(Tensor x, String name, Tensor weight, @Nullable Tensor bias, IValue then) {
        Packed map = packed(name, weight, bias);
        return Operators.call(
                operators.map(), new IValue(x), map.weight(), map.bias(), then, operators.noScalars(), EXACT);
    }

    /** The same plus another tensor of its shape. */
    public Tensor sum(Tensor x, String name, Tensor weight, @Nullable Tensor bias, Tensor other) {
        Packed map = packed(name, weight, bias);
        return Operators.call(operators.sum(), new IValue(x), new IValue(other), map.weight(), map.bias(), SUM);
    }

    /** One that no scope frees. */
    private static IValue constant(IValue value) {
        return value.retainReference();
    }

    private Packed packed(String name, Tensor weight, @Nullable Tensor bias) {
        return maps.computeIfAbsent(name, n -> {
            try (Scope scope = new Scope()) {
                return new Packed(
                        constant(new IValue(operators.ordered(weight))),
                        constant(bias == null ? new IValue() : new IValue(bias)));
            }
        });
    }

    @Override
    public void close() {
        maps.values().forEach(Packed::close);
    }
}
