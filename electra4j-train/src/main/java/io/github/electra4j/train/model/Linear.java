package io.github.electra4j.train.model;

import io.github.electra4j.train.tensor.ColumnSums;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.PackedMaps;
import io.github.electra4j.train.tensor.ParameterSpec;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * x times the transposed weight, plus bias.
 *
 * @param name path without {@code .weight} and {@code .bias}
 * @param in width of the input
 * @param out width of the output
 * @param biased whether there is a bias
 * @param parts paths under which equal slices of the output's weights are saved, where several maps of one input are one; empty where it
 *     is saved under its name
 */
record Linear(String name, int in, int out, boolean biased, List<String> parts) {
    /** With a bias. */
    Linear(String name, int in, int out) {
        this(name, in, out, true);
    }

    Linear(String name, int in, int out, boolean biased) {
        this(name, in, out, biased, List.of());
    }

    List<ParameterSpec> specs() {
        List<ParameterSpec> specs = new ArrayList<>();
        specs.add(ParameterSpec.weight(weight(), out, in).savedAs(parts(".weight")));
        if (biased) {
            specs.add(ParameterSpec.bias(bias(), out).savedAs(parts(".bias")));
        }
        return specs;
    }

    private List<String> parts(String what) {
        return parts.stream().map(part -> part + what).toList();
    }

    private String weight() {
        return name + ".weight";
    }

    private String bias() {
        return name + ".bias";
    }

    /** {@code [..., in]} to {@code [..., out]}. */
    Tensor forward(Leaves leaves, Tensor x) {
        PackedMaps packed = leaves.packed();
        Tensor weight = leaves.get(weight());
        if (packed != null) {
            return packed.linear(x, weight(), weight, biasOf(leaves));
        }
        return biased ? torch.linear(x, weight, leaves.get(bias())) : torch.linear(x, weight);
    }

    /** GELU of the same. */
    Tensor gelu(Leaves leaves, Tensor x) {
        PackedMaps packed = leaves.packed();
        return packed == null
                ? torch.gelu(forward(leaves, x))
                : packed.gelu(x, weight(), leaves.get(weight()), biasOf(leaves));
    }

    /** The same plus {@code by}, of its shape. */
    Tensor sum(Leaves leaves, Tensor x, Tensor by) {
        PackedMaps packed = leaves.packed();
        return packed == null
                ? by.add(forward(leaves, x))
                : packed.sum(x, weight(), leaves.get(weight()), biasOf(leaves), by);
    }

    private @Nullable Tensor biasOf(Leaves leaves) {
        return biased ? leaves.get(bias()) : null;
    }

    /**
     * Gathers the gradients of weight and bias.
     *
     * @param x the input, {@code [rows, in]}
     * @param gradient at the output, {@code [rows, out]}
     */
    void gather(Leaves leaves, Tensor x, Tensor gradient) {
        leaves.gather(weight(), gradient.t().mm(x));
        if (biased) {
            leaves.gather(bias(), ColumnSums.of(gradient));
        }
    }

    /** The gradient at the input, {@code [rows, in]}, of that at the output. */
    Tensor below(Leaves leaves, Tensor gradient) {
        return gradient.mm(leaves.get(weight()));
    }

    /** Adds the gradient at the input to {@code sum}, in its memory. */
    Tensor addBelow(Leaves leaves, Tensor gradient, Tensor sum) {
        return sum.addmm_(gradient, leaves.get(weight()));
    }
}
