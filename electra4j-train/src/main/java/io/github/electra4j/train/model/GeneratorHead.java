package io.github.electra4j.train.model;

import io.github.electra4j.checkpoint.ElectraConfig;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.ParameterSpec;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Scores of every word piece at given positions: Linear, GELU, LayerNorm, tied word embeddings and an output bias. */
public final class GeneratorHead {
    private final Embeddings embeddings;
    private final Linear dense;
    private final LayerNorm norm;
    private final ParameterSpec bias;

    /** The head of an encoder; {@code owner} is the first part of its parameters' paths. */
    public GeneratorHead(String owner, Encoder encoder) {
        this(owner, encoder.config(), encoder.embeddings(), encoder.config().hiddenSize());
    }

    /** The head of states of another width than the encoder's. */
    GeneratorHead(String owner, ElectraConfig config, Embeddings embeddings, int width) {
        this.embeddings = embeddings;
        dense = new Linear(owner + "/generator_predictions.dense", width, config.embeddingSize());
        norm = new LayerNorm(owner + "/generator_predictions.LayerNorm", config.embeddingSize(), config.layerNormEps());
        bias = ParameterSpec.bias(owner + "/generator_lm_head.bias", config.vocabSize());
    }

    public List<ParameterSpec> specs() {
        List<ParameterSpec> specs = new ArrayList<>(dense.specs());
        specs.addAll(norm.specs());
        specs.add(bias);
        return specs;
    }

    /** Hidden states {@code [positions, hidden]} to logits {@code [positions, vocabulary]}. */
    public Tensor forward(Leaves leaves, Tensor hidden) {
        Tensor x = norm.forward(leaves, dense.gelu(leaves, hidden));
        return torch.linear(x, embeddings.outputWeight(leaves), leaves.get(bias.name()));
    }
}
