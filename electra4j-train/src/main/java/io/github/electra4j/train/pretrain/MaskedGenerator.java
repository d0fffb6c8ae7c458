package io.github.electra4j.train.pretrain;

import io.github.electra4j.checkpoint.ElectraConfig;
import io.github.electra4j.train.model.Encoder;
import io.github.electra4j.train.model.GeneratorHead;
import io.github.electra4j.train.model.Sequences;
import io.github.electra4j.train.plan.Flops;
import io.github.electra4j.train.pretrain.Masking.Masked;
import io.github.electra4j.train.pretrain.PretrainingStep.Totals;
import io.github.electra4j.train.tensor.Dropout;
import io.github.electra4j.train.tensor.LayerStack;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.ParameterSpec;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * ELECTRA's generator: a small masked LM (paper, section 2).
 *
 * @param head its output layer
 */
public record MaskedGenerator(Encoder encoder, GeneratorHead head) implements Generator {
    static MaskedGenerator of(String owner, ElectraConfig config) {
        Encoder encoder = new Encoder(owner, config);
        return new MaskedGenerator(encoder, new GeneratorHead(owner, encoder));
    }

    @Override
    public List<ParameterSpec> specs() {
        List<ParameterSpec> specs = new ArrayList<>(encoder.specs());
        specs.addAll(head.specs());
        return specs;
    }

    @Override
    public Drawn draw(Leaves leaves, Work work) {
        Masked masked = work.masked();
        Sequences in = Sequences.of(masked.batch(), masked.ids(), leaves.tensors());
        LayerStack layers = LayerStack.keeping(work.keeping());
        Tensor logits = head.forward(leaves, hidden(leaves, in, masked, work.dropout(), layers));
        Losses.Named named =
                Losses.naming(leaves.tensors(), logits, masked, work.weight(), work.detailed(), work.drawing());
        StepResult result = StepResult.none().withGenerator(named.naming());
        if (work.weight() != 0) {
            new EncoderObjective.Learned(result, named.roots(), named.gradients()).backward();
            layers.backward();
        }
        return new Drawn(named.drawn(), null, result);
    }

    /** The last hidden states at the places that are read, {@code [rows, hidden]}. */
    Tensor hidden(Leaves leaves, Sequences in, Masked masked, Dropout dropout, LayerStack layers) {
        return encoder.at(leaves, in, masked.read(), dropout, layers);
    }

    @Override
    public long judged(Totals totals) {
        return totals.chosen();
    }

    @Override
    public ElectraConfig config() {
        return encoder.config();
    }

    @Override
    public int encoders() {
        return 1;
    }

    @Override
    public double flops(double length, double maskShare) {
        return Flops.encoder(config(), length, maskShare) + maskShare * Flops.generatorHead(config());
    }

    @Override
    public double scored(double maskShare) {
        return maskShare;
    }
}
