package io.github.electra4j.train.model;

import io.github.electra4j.checkpoint.ElectraConfig;
import io.github.electra4j.checkpoint.ElectraConfig.Norm;
import io.github.electra4j.train.tensor.Dropout;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.Normalization.Normalized;
import io.github.electra4j.train.tensor.ParameterSpec;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The end of a sub-layer: what it gives is dropped out (Vaswani et al., 2017, section 5.4) and added to what goes by it. In a sandwich it
 * is normalised before that, so that no sub-layer can add large values to the sum (Ding et al., CogView, 2021, section 2.4).
 *
 * @param norm of what the sub-layer gives; null but in a sandwich
 * @param dropout probability of dropping an element
 */
record Residual(@Nullable LayerNorm norm, double dropout) {
    /** What the sum is, and what its backward pass needs. */
    record Summed(Tensor output, @Nullable Normalized normalized, Dropout.Mask mask) {}

    static Residual of(String name, ElectraConfig config) {
        LayerNorm norm = config.norm() == Norm.SANDWICH
                ? new LayerNorm(name + ".behind.LayerNorm", config.hiddenSize(), config.layerNormEps())
                : null;
        return new Residual(norm, config.hiddenDropout());
    }

    List<ParameterSpec> specs() {
        return norm == null ? List.of() : norm.specs();
    }

    /**
     * The sum of what goes by and what the sub-layer gives.
     *
     * @param by {@code [rows, hidden]}
     * @param last map of the sub-layer
     * @param input of that map
     */
    Summed sum(Leaves leaves, Tensor by, Linear last, Tensor input, Dropout random) {
        if (norm == null && !random.drops(dropout)) {
            return new Summed(last.sum(leaves, input, by), null, Dropout.Mask.NONE);
        }
        Tensor given = last.forward(leaves, input);
        Normalized normalized = norm == null ? null : norm.normalize(leaves, given);
        Tensor added = normalized == null ? given : normalized.output();
        Dropout.Mask mask = random.mask(added, dropout);
        return new Summed(mask.sum(by, added), normalized, mask);
    }

    /** The gradient at what the sub-layer gave, of that at the sum, which is also that of what went by. */
    Tensor backward(Leaves leaves, Summed summed, Tensor gradient) {
        Tensor last = summed.mask().of(gradient);
        return norm == null || summed.normalized() == null ? last : norm.backward(leaves, summed.normalized(), last);
    }
}
