package io.github.electra4j.train.pretrain;

import io.github.electra4j.examples.Batch;
import io.github.electra4j.train.model.DiscriminatorHead;
import io.github.electra4j.train.model.Encoder;
import io.github.electra4j.train.model.GeneratorHead;
import io.github.electra4j.train.plan.Flops;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.ParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
    public Learned learn(Leaves leaves, Tensor hidden, Part part) {
        int[] chosen = part.masked().positions();
        Tensor logits = head.forward(
                leaves,
                everywhere
                        ? hidden
                        : EncoderObjective.chosen(leaves, hidden, part.masked()).unsqueeze(0));
        boolean[] labels = part.replaced().labels();
        Losses.Detected detected = everywhere
                ? Losses.detection(logits, labels, real(part.masked().batch()), part.detailed())
                : Losses.detection(logits, at(chosen, labels), all(chosen.length), part.detailed());
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
            Tensor scores = corrective.forward(leaves, EncoderObjective.chosen(leaves, hidden, part.masked()));
            Losses.Named named = Losses.naming(leaves.tensors(), scores, part.masked(), weight, false);
            result = result.withCorrective(named.naming());
            roots.addAll(named.roots());
            gradients.addAll(named.gradients());
        }
        return new Learned(result, roots, gradients);
    }

    /** Whether each place of a batch holds a token. */
    private static boolean[] real(Batch batch) {
        boolean[] real = new boolean[batch.size() * batch.length()];
        for (int row = 0; row < batch.size(); row++) {
            Arrays.fill(real, row * batch.length(), row * batch.length() + batch.lengths()[row], true);
        }
        return real;
    }

    private static boolean[] all(int n) {
        boolean[] all = new boolean[n];
        Arrays.fill(all, true);
        return all;
    }

    private static boolean[] at(int[] positions, boolean[] labels) {
        boolean[] at = new boolean[positions.length];
        for (int i = 0; i < at.length; i++) {
            at[i] = labels[positions[i]];
        }
        return at;
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
