package io.github.electra4j.train.model;

import io.github.electra4j.checkpoint.ElectraConfig;
import io.github.electra4j.checkpoint.ElectraConfig.Norm;
import io.github.electra4j.train.model.FeedForward.Fed;
import io.github.electra4j.train.model.Residual.Summed;
import io.github.electra4j.train.model.SelfAttention.Attended;
import io.github.electra4j.train.tensor.Dropout;
import io.github.electra4j.train.tensor.LayerStack;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.Normalization.Normalized;
import io.github.electra4j.train.tensor.ParameterSpec;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Attention and feed-forward, each with a residual connection: LayerNorm after the sum as in BERT, before the sub-layer (Xiong et al.,
 * 2020), or before and behind it (CogView).
 */
final class EncoderLayer {
    private final ElectraConfig config;
    private final SelfAttention attention;
    private final Linear attentionOutput;
    private final LayerNorm attentionNorm;
    private final Residual attentionResidual;
    private final FeedForward feedForward;
    private final LayerNorm outputNorm;
    private final Residual outputResidual;

    EncoderLayer(String name, ElectraConfig config) {
        this.config = config;
        int h = config.hiddenSize();
        attention = new SelfAttention(name + ".attention.self", config);
        attentionOutput = new Linear(name + ".attention.output.dense", h, h, config.biases());
        attentionNorm = new LayerNorm(name + ".attention.output.LayerNorm", h, config.layerNormEps());
        attentionResidual = Residual.of(name + ".attention", config);
        feedForward = FeedForward.of(name, config);
        outputNorm = new LayerNorm(name + ".output.LayerNorm", h, config.layerNormEps());
        outputResidual = Residual.of(name, config);
    }

    List<ParameterSpec> specs() {
        List<ParameterSpec> specs = new ArrayList<>(attention.specs());
        specs.addAll(attentionOutput.specs());
        specs.addAll(attentionNorm.specs());
        specs.addAll(attentionResidual.specs());
        specs.addAll(feedForward.specs());
        specs.addAll(outputNorm.specs());
        specs.addAll(outputResidual.specs());
        return specs;
    }

    /**
     * {@code [size, length, hidden]} to the same shape.
     *
     * @param tokens where the output, {@code [tokens, hidden]}, is wanted; null for everywhere
     */
    LayerStack.Pass forward(
            Leaves leaves, Sequences in, Tensor x, @Nullable Tensor tokens, @Nullable Rotary rotary, Dropout dropout) {
        Inputs inputs = new Inputs(leaves, in, tokens, rotary);
        Tensor rows = x.view(-1, config.hiddenSize());
        return config.norm() == Norm.POST ? new Post(inputs, rows, dropout) : new Pre(inputs, rows, dropout);
    }

    /** What all sub-layers of a pass share. */
    private record Inputs(
            Leaves leaves,
            Sequences in,
            @Nullable Tensor tokens,
            @Nullable Rotary rotary) {
        /** The rows at which the output is wanted. */
        Tensor wanted(Tensor rows) {
            return tokens == null ? rows : rows.index_select(0, tokens);
        }

        /** Those rows where they stand among all, the others zero. */
        Tensor among(Tensor rows) {
            return tokens == null
                    ? rows
                    : rows.new_zeros((long) in.size() * in.length(), rows.size(1))
                            .index_copy_(0, tokens, rows);
        }
    }

    /** What all orders have: attention, its sum with x, a LayerNorm, the feed-forward network of that, and its sum. */
    private abstract class SubLayers implements LayerStack.Pass {
        final Inputs inputs;
        final Leaves leaves;
        final Attended attended;
        final Tensor context;
        final Summed attentionSum;
        final Normalized middle;
        final Fed fed;
        final Summed outputSum;

        /**
         * The parts in their order.
         *
         * @param norm of attention's sum
         * @param normalizedSum whether the feed-forward network's sum is with what that norm gave, not with what it took
         */
        SubLayers(
                Inputs inputs,
                Tensor x,
                Tensor attentionInput,
                LayerNorm norm,
                boolean normalizedSum,
                Dropout dropout) {
            this.inputs = inputs;
            leaves = inputs.leaves();
            attended = attention.forward(leaves, inputs.in(), attentionInput, inputs.rotary(), dropout);
            context = inputs.wanted(attended.context());
            attentionSum = attentionResidual.sum(leaves, inputs.wanted(x), attentionOutput, context, dropout);
            middle = norm.normalize(leaves, attentionSum.output());
            fed = feedForward.forward(leaves, middle.output());
            Tensor by = normalizedSum ? middle.output() : middle.input();
            outputSum = outputResidual.sum(leaves, by, feedForward.output(), fed.active(), dropout);
        }

        /** The gradient at what the feed-forward network's first map gave, of that at its sum. */
        Tensor feedForwardBackward(Tensor sum) {
            return feedForward.backward(leaves, fed, outputResidual.backward(leaves, outputSum, sum));
        }

        /** The gradient at the projections of queries, keys and values of that at attention's sum. */
        Tensor attentionBackward(Tensor sum) {
            Tensor gradient = attentionResidual.backward(leaves, attentionSum, sum);
            attentionOutput.gather(leaves, context, gradient);
            Tensor below = inputs.among(attentionOutput.below(leaves, gradient));
            return attention.backward(leaves, inputs.in(), attended.kept(), inputs.rotary(), below);
        }

        /** The gradient as {@code [size * length, hidden]}, one row behind the other. */
        Tensor rows(Tensor gradient) {
            return gradient.contiguous().view(-1, config.hiddenSize());
        }

        /** One row a token as the output's shape. */
        Tensor out(Tensor rows) {
            return inputs.tokens() == null ? shaped(rows) : rows;
        }

        Tensor shaped(Tensor rows) {
            return rows.view(inputs.in().size(), inputs.in().length(), config.hiddenSize());
        }
    }

    /** LayerNorm behind each sum: y = LN(x + attention(x)), output = LN(y + feed-forward(y)). */
    private final class Post extends SubLayers {
        private final Normalized last;

        Post(Inputs inputs, Tensor x, Dropout dropout) {
            super(inputs, x, x, attentionNorm, true, dropout);
            last = outputNorm.normalize(leaves, outputSum.output());
        }

        @Override
        public Tensor output() {
            return out(last.output());
        }

        @Override
        public Tensor backward(Tensor gradient) {
            Tensor sum = outputNorm.backward(leaves, last, rows(gradient));
            Tensor wide = feedForwardBackward(sum);
            Tensor y = feedForward.intermediate().addBelow(leaves, wide, sum);
            Tensor x = attentionNorm.backward(leaves, middle, y);
            Tensor projected = attentionBackward(x);
            return shaped(attention.projection().addBelow(leaves, projected, inputs.among(x)));
        }
    }

    /**
     * LayerNorm before each sub-layer: y = x + attention(LN(x)), output = y + feed-forward(LN(y)); in a sandwich {@link Residual} has
     * another one.
     */
    private final class Pre extends SubLayers {
        private final Normalized first;

        Pre(Inputs inputs, Tensor x, Dropout dropout) {
            this(inputs, attentionNorm.normalize(inputs.leaves(), x), dropout);
        }

        private Pre(Inputs inputs, Normalized first, Dropout dropout) {
            super(inputs, first.input(), first.output(), outputNorm, false, dropout);
            this.first = first;
        }

        @Override
        public Tensor output() {
            return out(outputSum.output());
        }

        @Override
        public Tensor backward(Tensor gradient) {
            Tensor above = rows(gradient);
            Tensor wide = feedForwardBackward(above);
            Tensor y = outputNorm
                    .backward(leaves, middle, feedForward.intermediate().below(leaves, wide))
                    .add_(above);
            Tensor projected = attentionBackward(y);
            Tensor x = attentionNorm
                    .backward(leaves, first, attention.projection().below(leaves, projected))
                    .add_(inputs.among(y));
            return shaped(x);
        }
    }
}
