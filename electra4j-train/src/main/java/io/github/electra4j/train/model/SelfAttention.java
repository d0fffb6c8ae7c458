package io.github.electra4j.train.model;

import io.github.electra4j.checkpoint.ElectraConfig;
import io.github.electra4j.train.tensor.BackwardOperators;
import io.github.electra4j.train.tensor.Dropout;
import io.github.electra4j.train.tensor.FusedAttention;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.ParameterSpec;
import java.util.List;
import java.util.Objects;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Multi-head self-attention (Vaswani et al., 2017, section 3.2), without its output projection. Queries, keys and values are one
 * multiplication; they are saved under their three published names.
 */
final class SelfAttention {
    private final ElectraConfig config;
    private final Linear projection;

    SelfAttention(String name, ElectraConfig config) {
        this.config = config;
        projection = new Linear(
                name + ".qkv",
                config.hiddenSize(),
                3 * config.hiddenSize(),
                config.biases(),
                List.of(name + ".query", name + ".key", name + ".value"));
    }

    /**
     * What attention gave.
     *
     * @param context {@code [size * length, hidden]}
     * @param parts null in a network that is only run
     */
    record Attended(Tensor context, @Nullable Parts parts) {
        /** What a backward pass cannot do without. */
        Parts kept() {
            return Objects.requireNonNull(parts, "nothing was kept for a backward pass");
        }
    }

    /**
     * What a backward pass needs. Heads are {@code [size * heads, length, d]}, weights {@code [size * heads, length, length]}.
     *
     * @param dropped the weights after dropout
     */
    record Parts(
            Tensor input,
            Tensor queries,
            Tensor keys,
            Tensor values,
            Tensor weights,
            Dropout.Mask mask,
            Tensor dropped) {}

    List<ParameterSpec> specs() {
        return projection.specs();
    }

    /**
     * Attends from each row of {@code [size * length, hidden]} to all of its sequence.
     *
     * @param rotary turns queries and keys; null where positions are learned
     */
    Attended forward(Leaves leaves, Sequences in, Tensor x, @Nullable Rotary rotary, Dropout dropout) {
        int n = in.size();
        int length = in.length();
        int heads = config.heads();
        int d = config.headSize();
        Tensor projected =
                projection.forward(leaves, x).view(n, length, 3, heads, d).permute(2, 0, 3, 1, 4);
        boolean fused = leaves.areFixed() && FusedAttention.pays(x);
        Tensor parts = fused ? projected : projected.contiguous().view(3, (long) n * heads, length, d);
        Tensor queries = rotary == null ? parts.select(0, 0) : rotary.turn(parts.select(0, 0));
        Tensor keys = rotary == null ? parts.select(0, 1) : rotary.turn(parts.select(0, 1));
        Tensor values = parts.select(0, 2);
        if (fused) {
            return new Attended(rows(FusedAttention.of(queries, keys, values, in.mask())), null);
        }
        Tensor scores = scaled(queries, keys.transpose(1, 2), x.new_empty((long) n * heads, length, length));
        if (in.mask() != null) {
            scores.view(n, heads, length, length).add_(in.mask());
        }
        Tensor weights = torch.softmax(scores, -1);
        Dropout.Mask mask = dropout.mask(weights, config.attentionDropout());
        Tensor dropped = mask.of(weights);
        Tensor context = rows(dropped.bmm(values).view(n, heads, length, d));
        return new Attended(context, new Parts(x, queries, keys, values, weights, mask, dropped));
    }

    /** {@code [size, heads, length, d]} to {@code [size * length, hidden]}. */
    private Tensor rows(Tensor heads) {
        return heads.transpose(1, 2).reshape(-1, config.hiddenSize());
    }

    /**
     * Gathers the gradients of the projections.
     *
     * @param gradient at the context
     * @return the gradient at what the projections gave, {@code [size * length, 3 * hidden]}: {@link #projection} takes it down
     */
    Tensor backward(Leaves leaves, Sequences in, Parts attended, @Nullable Rotary rotary, Tensor gradient) {
        int n = in.size();
        int length = in.length();
        int heads = config.heads();
        int d = config.headSize();
        long rows = (long) n * heads;
        Tensor context = gradient.view(n, length, heads, d).permute(0, 2, 1, 3).reshape(rows, length, d);
        Tensor parts = gradient.new_empty(3, rows, length, d);
        torch.bmm_out(parts.select(0, 2), attended.dropped().transpose(1, 2), context);
        Tensor weights = attended.mask().in(context.bmm(attended.values().transpose(1, 2)));
        Tensor scores = BackwardOperators.softmax(weights, attended.weights());
        Tensor queries = scaled(scores, attended.keys(), parts.select(0, 0));
        Tensor keys = scaled(scores.transpose(1, 2), attended.queries(), parts.select(0, 1));
        if (rotary != null) {
            queries.copy_(rotary.turnBack(queries));
            keys.copy_(rotary.turnBack(keys));
        }
        Tensor projected = parts.view(3, n, heads, length, d)
                .permute(1, 3, 0, 2, 4)
                .reshape((long) n * length, 3L * config.hiddenSize());
        projection.gather(leaves, attended.input(), projected);
        return projected;
    }

    Linear projection() {
        return projection;
    }

    /** {@code a} times {@code b}, divided by the root of the heads' width, in the memory of {@code product}. */
    private Tensor scaled(Tensor a, Tensor b, Tensor product) {
        Scalar scale = new Scalar(1 / Math.sqrt(config.headSize()));
        return torch.baddbmm_out(product, product, a, b, new Scalar(0.0), scale);
    }
}
