package io.github.electra4j.train.pretrain;

import io.github.electra4j.train.model.DiscriminatorHead;
import io.github.electra4j.train.model.Encoder;
import io.github.electra4j.train.model.GeneratorHead;
import io.github.electra4j.train.plan.Flops;
import io.github.electra4j.train.pretrain.Masking.Masked;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.ParameterSpec;
import io.github.electra4j.train.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Tells replaced tokens from original ones (paper, section 2): over all tokens, or at the chosen positions alone. Beside it the encoder
 * may name the originals there (corrective language modelling: Meng et al., COCO-LM, 2021, section 3.2).
 */
final class ReplacedTokenDetection implements EncoderObjective {
    private final PretrainingConfig config;
    private final Encoder encoder;
    private final boolean everywhere;
    private final DiscriminatorHead head;
    private final @Nullable GeneratorHead corrective;

    ReplacedTokenDetection(PretrainingConfig config, String owner, Encoder encoder) {
        this.config = config;
        this.encoder = encoder;
        everywhere = config.objective() == Objective.ELECTRA;
        head = new DiscriminatorHead(owner, encoder.config());
        corrective = config.correctiveWeight() > 0 ? new GeneratorHead(owner, encoder) : null;
    }

    @Override
    public List<ParameterSpec> specs() {
        List<ParameterSpec> specs = new ArrayList<>(head.specs());
        if (corrective != null) {
            specs.addAll(corrective.specs());
        }
        return specs;
    }

    @Override
    public List<ParameterSpec> kept() {
        return head.specs();
    }

    @Override
    public boolean readsChosenAlone() {
        return !everywhere;
    }

    @Override
    public Learned learn(Leaves leaves, Tensor hidden, Part part) {
        Masked masked = part.masked();
        boolean[] labels = part.replaced().labels();
        Tensor logits;
        Losses.Detected detected;
        if (everywhere) {
            logits = head.forward(leaves, hidden);
            detected = Losses.detection(
                    Tensors.toArray(logits), labels, EncoderObjective.tokens(masked.batch()), part.detailed());
        } else {
            int[] chosen = masked.positions();
            logits = head.forward(leaves, hidden);
            boolean[] there = new boolean[chosen.length];
            for (int i = 0; i < chosen.length; i++) {
                there[i] = labels[chosen[i]];
            }
            detected = Losses.detection(
                    Tensors.toArray(logits),
                    there,
                    IntStream.range(0, chosen.length).toArray(),
                    part.detailed());
        }
        StepResult result = StepResult.none().with(detected.detection());
        List<Tensor> roots = new ArrayList<>();
        List<Tensor> gradients = new ArrayList<>();
        if (part.trains()) {
            long over = everywhere ? part.totals().tokens() : part.totals().chosen();
            roots.add(logits);
            gradients.add(detected.gradient(leaves.tensors(), logits, config.discriminatorWeight() / over));
        }
        if (corrective != null) {
            double weight =
                    part.trains() ? config.correctiveWeight() / part.totals().chosen() : 0;
            Tensor chosen = everywhere ? EncoderObjective.at(leaves, hidden, masked.read()) : hidden;
            Tensor scores = corrective.forward(leaves, chosen);
            Losses.Named named = Losses.naming(leaves.tensors(), scores, masked, weight, false);
            result = result.withCorrective(named.naming());
            roots.addAll(named.roots());
            gradients.addAll(named.gradients());
        }
        return new Learned(result, roots, gradients, everywhere ? detected.losses() : null);
    }

    @Override
    public double flops(double maskShare) {
        double detecting = (everywhere ? 1 : maskShare) * Flops.discriminatorHead(encoder.config());
        return corrective == null ? detecting : detecting + maskShare * Flops.generatorHead(encoder.config());
    }

    @Override
    public double scored(double maskShare) {
        return corrective == null ? 0 : maskShare;
    }
}
