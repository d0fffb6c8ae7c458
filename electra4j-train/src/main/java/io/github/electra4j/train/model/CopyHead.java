package io.github.electra4j.train.model;

import io.github.electra4j.checkpoint.ElectraConfig;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.ParameterSpec;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** How likely a token is to be copied: Linear to one logit (paper, section 3.4, of All-Tokens MLM). */
public final class CopyHead {
    private final Linear prediction;

    /** A head for an encoder of this shape; {@code owner} is the first part of its parameters' paths. */
    public CopyHead(String owner, ElectraConfig config) {
        prediction = new Linear(owner + "/copy_prediction", config.hiddenSize(), 1);
    }

    public List<ParameterSpec> specs() {
        return prediction.specs();
    }

    /** Hidden states {@code [tokens, hidden]} to logits {@code [tokens]}. */
    public Tensor forward(Leaves leaves, Tensor hidden) {
        return prediction.forward(leaves, hidden).squeeze(-1);
    }
}
