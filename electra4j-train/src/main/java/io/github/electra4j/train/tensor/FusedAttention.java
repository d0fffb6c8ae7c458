package io.github.electra4j.train.tensor;

import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * The engine's attention in one operator, for a network that is only run: scores and weights of a block of queries stay in the cache (Dao
 * et al., FlashAttention, 2022), and heads are read where their projection wrote them.
 */
public final class FusedAttention {
    private FusedAttention() {}

    /**
     * Whether it is faster than its parts: on a processor in fp32, by 2 to 12 % of a whole pass (docs/performance.md); in bf16 the
     * operator was far slower than they are in a prototype.
     *
     * @param x what attention reads
     */
    public static boolean pays(Tensor x) {
        return Device.of(x) == Device.CPU && x.scalar_type().intern() == ScalarType.Float;
    }

    /**
     * The values at each position, weighted by the softmax of its scores, which are divided by the root of d.
     *
     * @param queries {@code [size, heads, length, d]}, as keys and values; only the last axis must lie together
     * @param mask added to the scores, of a shape that widens to {@code [size, heads, length, length]}; null for none
     * @return {@code [size, heads, length, d]}
     */
    public static Tensor of(Tensor queries, Tensor keys, Tensor values, @Nullable Tensor mask) {
        return torch.scaled_dot_product_attention(
                queries,
                keys,
                values,
                mask == null ? new TensorOptional() : new TensorOptional(mask),
                0,
                false,
                new DoubleOptional(),
                false);
    }
}
