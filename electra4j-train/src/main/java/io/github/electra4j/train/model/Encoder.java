package io.github.electra4j.train.model;

import io.github.electra4j.checkpoint.ElectraConfig;
import io.github.electra4j.checkpoint.ElectraConfig.Norm;
import io.github.electra4j.checkpoint.ElectraConfig.Positions;
import io.github.electra4j.train.tensor.Dropout;
import io.github.electra4j.train.tensor.LayerStack;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.ParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * ELECTRA's encoder: embeddings, their projection where the widths differ, and the layers. Parameter paths are an owner, a slash, and
 * Hugging Face's names.
 */
public final class Encoder {
    private final ElectraConfig config;
    private final Embeddings embeddings;
    private final boolean ownsEmbeddings;
    private final @Nullable Linear projection;
    private final List<EncoderLayer> layers = new ArrayList<>();
    private final @Nullable LayerNorm finalNorm;

    /** How an encoder stands to another one's embeddings. */
    public enum Sharing {
        /** One set for both, as published. */
        SHARED,
        /** The other's without gradient, plus a difference of its own (DeBERTaV3). */
        DISENTANGLED,
        /** A set of its own. */
        SEPARATE
    }

    /**
     * An encoder.
     *
     * @param owner first part of its parameters' paths
     * @param other owner of the embeddings that {@code sharing} speaks of; null for SEPARATE
     */
    public Encoder(String owner, ElectraConfig config, @Nullable String other, Sharing sharing) {
        this.config = config;
        String prefix = owner + "/electra.";
        boolean shared = other != null && sharing == Sharing.SHARED;
        boolean disentangled = other != null && sharing == Sharing.DISENTANGLED;
        ownsEmbeddings = !shared;
        embeddings = new Embeddings(
                (shared ? other + "/electra." : prefix) + "embeddings",
                disentangled ? other + "/electra.embeddings" : null,
                config);
        projection = config.embeddingSize() == config.hiddenSize()
                ? null
                : new Linear(prefix + "embeddings_project", config.embeddingSize(), config.hiddenSize());
        for (int i = 0; i < config.layers(); i++) {
            layers.add(new EncoderLayer(prefix + "encoder.layer." + i, config));
        }
        finalNorm = config.norm() == Norm.POST
                ? null
                : new LayerNorm(prefix + "encoder.LayerNorm", config.hiddenSize(), config.layerNormEps());
    }

    /** An encoder with embeddings of its own. */
    public Encoder(String owner, ElectraConfig config) {
        this(owner, config, null, Sharing.SEPARATE);
    }

    public ElectraConfig config() {
        return config;
    }

    Embeddings embeddings() {
        return embeddings;
    }

    /** The parameters that are this encoder's alone. */
    public List<ParameterSpec> specs() {
        List<ParameterSpec> specs = new ArrayList<>();
        if (ownsEmbeddings) {
            specs.addAll(embeddings.specs());
        }
        if (projection != null) {
            specs.addAll(projection.specs());
        }
        for (EncoderLayer layer : layers) {
            specs.addAll(layer.specs());
        }
        if (finalNorm != null) {
            specs.addAll(finalNorm.specs());
        }
        return specs;
    }

    /** The last hidden states, {@code [size, length, hidden]}; without dropout and gradients. */
    public Tensor forward(Leaves leaves, Sequences in) {
        return forward(leaves, in, Dropout.none(), LayerStack.keeping(LayerStack.Keeping.NOTHING));
    }

    /** The same, with a stack that keeps what the gradients need: {@link LayerStack#backward} must follow that of the engine. */
    public Tensor forward(Leaves leaves, Sequences in, Dropout dropout, LayerStack stack) {
        return forward(leaves, in, null, dropout, stack);
    }

    /**
     * The last hidden states at some tokens, for which alone the last layer computes what comes behind attention.
     *
     * @param tokens which of the {@code size * length} tokens; one that stands there twice is computed once
     * @return {@code [tokens, hidden]}
     */
    public Tensor at(Leaves leaves, Sequences in, int[] tokens, Dropout dropout, LayerStack stack) {
        int[] distinct = IntStream.of(tokens).sorted().distinct().toArray();
        Tensor states = forward(leaves, in, leaves.tensors().longs(distinct, distinct.length), dropout, stack);
        if (Arrays.equals(distinct, tokens)) {
            return states;
        }
        int[] rows = IntStream.of(tokens)
                .map(token -> Arrays.binarySearch(distinct, token))
                .toArray();
        return states.index_select(0, leaves.tensors().longs(rows, rows.length));
    }

    private Tensor forward(Leaves leaves, Sequences in, @Nullable Tensor tokens, Dropout dropout, LayerStack stack) {
        Rotary rotary = config.positions() == Positions.ROTARY
                ? Rotary.of(in.length(), config.headSize(), leaves.tensors())
                : null;
        Tensor x = embeddings.forward(leaves, in, dropout);
        if (projection != null) {
            x = projection.forward(leaves, x);
        }
        List<LayerStack.Layer> passes = new ArrayList<>();
        for (EncoderLayer layer : layers) {
            Tensor at = layer == layers.get(layers.size() - 1) ? tokens : null;
            passes.add(input -> layer.forward(leaves, in, input, at, rotary, dropout));
        }
        x = stack.run(x, passes, dropout);
        return finalNorm == null ? x : finalNorm.forward(leaves, x);
    }
}
