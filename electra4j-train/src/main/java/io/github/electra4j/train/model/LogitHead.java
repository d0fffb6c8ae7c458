package io.github.electra4j.train.model;

import io.github.electra4j.checkpoint.ElectraConfig;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.ParameterSpec;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** One logit for a token: Linear(H, 1). */
public final class LogitHead {
    private final Linear prediction;

    /**
     * A head for an encoder.
     *
     * @param name path of its parameters
     * @param config shape of the encoder
     */
    public LogitHead(String name, ElectraConfig config) {
        prediction = new Linear(name, config.hiddenSize(), 1);
    }

    public List<ParameterSpec> specs() {
        return prediction.specs();
    }

    /** Hidden states {@code [tokens, hidden]} to logits {@code [tokens]}. */
    public Tensor forward(Leaves leaves, Tensor hidden) {
        return prediction.forward(leaves, hidden).squeeze(-1);
    }
}
