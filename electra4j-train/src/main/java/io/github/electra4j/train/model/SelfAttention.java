package io.github.electra4j.train.model;

import io.github.electra4j.checkpoint.ElectraConfig;
import io.github.electra4j.checkpoint.ElectraConfig.Positions;
import io.github.electra4j.train.tensor.Dropout;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.ParameterSpec;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Multi-head self-attention (Vaswani et al., 2017, section 3.2), without its output projection. Queries, keys and values are one
 * multiplication; they are saved under their three published names.
 */
final class SelfAttention {
    private final String name;
    private final ElectraConfig config;
    private final String weight;
    private final String bias;

    SelfAttention(String name, ElectraConfig config) {
        this.name = name;
        this.config = config;
        this.weight = name + ".qkv.weight";
        this.bias = name + ".qkv.bias";
    }

    List<ParameterSpec> specs() {
        long h = config.hiddenSize();
        return List.of(
                ParameterSpec.fusedWeight(
                        weight,
                        List.of(name + ".query.weight", name + ".key.weight", name + ".value.weight"),
                        3 * h,
                        h),
                ParameterSpec.fusedBias(
                        bias, List.of(name + ".query.bias", name + ".key.bias", name + ".value.bias"), 3 * h));
    }

    /** {@code [size, length, hidden]} to the same shape. */
    Tensor forward(Leaves leaves, Sequences in, Tensor x, @Nullable Rotary rotary, Dropout dropout) {
        int n = in.size();
        int length = in.length();
        int heads = config.heads();
        int d = config.headSize();
        Tensor qkv = torch.linear(x, leaves.get(weight), leaves.get(bias))
                .view(n, length, 3, heads, d)
                .permute(2, 0, 3, 1, 4)
                .contiguous()
                .view(3, (long) n * heads, length, d);
        TensorVector parts = qkv.unbind(0);
        Tensor q = parts.get(0);
        Tensor k = parts.get(1);
        if (config.positions() == Positions.ROTARY && rotary != null) {
            q = rotary.turn(q);
            k = rotary.turn(k);
        }
        Tensor scores = q.mul(new Scalar(1 / Math.sqrt(d))).bmm(k.transpose(1, 2));
        if (in.mask() != null) {
            scores = scores.view(n, heads, length, length).add(in.mask()).view((long) n * heads, length, length);
        }
        Tensor weights = dropout.apply(torch.softmax(scores, -1), config.attentionDropout());
        return weights.bmm(parts.get(2))
                .view(n, heads, length, d)
                .permute(0, 2, 1, 3)
                .reshape(n, length, config.hiddenSize());
    }
}
