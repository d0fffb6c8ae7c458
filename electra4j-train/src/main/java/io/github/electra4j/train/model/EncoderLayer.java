package io.github.electra4j.train.model;

import io.github.electra4j.checkpoint.ElectraConfig;
import io.github.electra4j.checkpoint.ElectraConfig.Norm;
import io.github.electra4j.train.tensor.Dropout;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.ParameterSpec;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Attention and feed-forward, each with a residual connection: LayerNorm after the sum as in BERT, or before the sub-layer (Xiong et
 * al., 2020).
 */
final class EncoderLayer {
    private final ElectraConfig config;
    private final SelfAttention attention;
    private final Linear attentionOutput;
    private final LayerNorm attentionNorm;
    private final Linear intermediate;
    private final Linear output;
    private final LayerNorm outputNorm;

    EncoderLayer(String name, ElectraConfig config) {
        this.config = config;
        int h = config.hiddenSize();
        attention = new SelfAttention(name + ".attention.self", config);
        attentionOutput = new Linear(name + ".attention.output.dense", h, h);
        attentionNorm = new LayerNorm(name + ".attention.output.LayerNorm", h, config.layerNormEps());
        intermediate = new Linear(name + ".intermediate.dense", h, config.intermediateSize());
        output = new Linear(name + ".output.dense", config.intermediateSize(), h);
        outputNorm = new LayerNorm(name + ".output.LayerNorm", h, config.layerNormEps());
    }

    List<ParameterSpec> specs() {
        List<ParameterSpec> specs = new ArrayList<>(attention.specs());
        specs.addAll(attentionOutput.specs());
        specs.addAll(attentionNorm.specs());
        specs.addAll(intermediate.specs());
        specs.addAll(output.specs());
        specs.addAll(outputNorm.specs());
        return specs;
    }

    /** {@code [size, length, hidden]} to the same shape. */
    Tensor forward(Leaves leaves, Sequences in, Tensor x, @Nullable Rotary rotary, Dropout dropout) {
        if (config.norm() == Norm.PRE) {
            Tensor attended = x.add(attend(leaves, in, attentionNorm.forward(leaves, x), rotary, dropout));
            return attended.add(feedForward(leaves, outputNorm.forward(leaves, attended), dropout));
        }
        Tensor attended = attentionNorm.forward(leaves, x.add(attend(leaves, in, x, rotary, dropout)));
        return outputNorm.forward(leaves, attended.add(feedForward(leaves, attended, dropout)));
    }

    private Tensor attend(Leaves leaves, Sequences in, Tensor x, @Nullable Rotary rotary, Dropout dropout) {
        Tensor context = attention.forward(leaves, in, x, rotary, dropout);
        return dropout.apply(attentionOutput.forward(leaves, context), config.hiddenDropout());
    }

    private Tensor feedForward(Leaves leaves, Tensor x, Dropout dropout) {
        Tensor wide = torch.gelu(intermediate.forward(leaves, x));
        return dropout.apply(output.forward(leaves, wide), config.hiddenDropout());
    }
}
