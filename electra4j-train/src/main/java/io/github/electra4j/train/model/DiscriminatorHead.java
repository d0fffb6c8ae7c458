package io.github.electra4j.train.model;

import io.github.electra4j.checkpoint.ElectraConfig;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.ParameterSpec;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** How likely each token is a replaced one: Linear, GELU, Linear to one logit. */
public final class DiscriminatorHead {
    private final Linear dense;
    private final Linear prediction;

    /** A head for an encoder of this shape; {@code owner} is the first part of its parameters' paths. */
    public DiscriminatorHead(String owner, ElectraConfig config) {
        dense = new Linear(owner + "/discriminator_predictions.dense", config.hiddenSize(), config.hiddenSize());
        prediction = new Linear(owner + "/discriminator_predictions.dense_prediction", config.hiddenSize(), 1);
    }

    public List<ParameterSpec> specs() {
        List<ParameterSpec> specs = new ArrayList<>(dense.specs());
        specs.addAll(prediction.specs());
        return specs;
    }

    /** Hidden states {@code [..., hidden]} to logits {@code [...]}. */
    public Tensor forward(Leaves leaves, Tensor hidden) {
        return prediction.forward(leaves, dense.gelu(leaves, hidden)).squeeze(-1);
    }
}
