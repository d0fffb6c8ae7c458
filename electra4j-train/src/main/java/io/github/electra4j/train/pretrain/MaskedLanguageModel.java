package io.github.electra4j.train.pretrain;

import io.github.electra4j.train.model.Encoder;
import io.github.electra4j.train.model.GeneratorHead;
import io.github.electra4j.train.plan.Flops;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.ParameterSpec;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Names the original tokens at the chosen positions. They hold [MASK] (BERT: Devlin et al., 2019, section 3.1), or drawn pieces ("Replace
 * MLM" of the paper's section 3.4, which so never sees a token that fine-tuning has not).
 */
final class MaskedLanguageModel implements EncoderObjective {
    private final Encoder encoder;
    private final GeneratorHead head;

    MaskedLanguageModel(String owner, Encoder encoder) {
        this.encoder = encoder;
        head = new GeneratorHead(owner, encoder);
    }

    @Override
    public List<ParameterSpec> specs() {
        return head.specs();
    }

    @Override
    public boolean readsChosenAlone() {
        return true;
    }

    @Override
    public Learned learn(Leaves leaves, Tensor hidden, Part part) {
        Tensor logits = head.forward(leaves, hidden);
        double weight = part.trains() ? 1.0 / part.totals().chosen() : 0;
        Losses.Named named = Losses.naming(leaves.tensors(), logits, part.masked(), weight, part.detailed());
        return new Learned(StepResult.none().withEncoder(named.naming()), named.roots(), named.gradients());
    }

    @Override
    public double flops(double maskShare) {
        return maskShare * Flops.generatorHead(encoder.config());
    }

    @Override
    public double scored(double maskShare) {
        return maskShare;
    }
}
