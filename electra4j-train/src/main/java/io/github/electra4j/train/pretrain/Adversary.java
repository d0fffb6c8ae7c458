package io.github.electra4j.train.pretrain;

import io.github.electra4j.train.model.LogitHead;
import io.github.electra4j.train.model.Sequences;
import io.github.electra4j.train.pretrain.Masking.Masked;
import io.github.electra4j.train.tensor.Dropout;
import io.github.electra4j.train.tensor.LayerStack;
import io.github.electra4j.train.tensor.LayerStack.Keeping;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.ParameterSpec;
import io.github.electra4j.train.tensor.Scope;
import io.github.electra4j.train.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Trains the generator to fool the discriminator (paper, section 3.2 and appendix F). No gradient can pass through a drawn piece, so it is
 * REINFORCE (Williams, 1992): the reward R of a drawn piece is the discriminator's loss at its position, as though it had no effect on
 * others, and the loss is -(R - b) log q(piece). The baseline b = -log sigmoid(v), v one logit of the generator's hidden state there, makes
 * the gradient less noisy and leaves its mean as it is; v learns by cross-entropy to give the probability exp(-R) by which the
 * discriminator is right, and takes no gradient down into the generator.
 *
 * <p>The draws come from a pass without gradients, since rewards are known only when the discriminator has read them; the pass that
 * learns has the same dropout. The baseline is trained by the discriminator's optimiser, whose loss it foretells.
 */
final class Adversary {
    private static final String OWNER = "adversary";

    private final MaskedGenerator generator;
    private final LogitHead baseline;

    Adversary(MaskedGenerator generator) {
        this.generator = generator;
        baseline = new LogitHead(OWNER + "/baseline", generator.config());
    }

    List<ParameterSpec> specs() {
        return baseline.specs();
    }

    /**
     * Gathers the gradients of generator and baseline.
     *
     * @param drawn a piece for each chosen position
     * @param rewards the discriminator's loss at each of them, in nats
     * @param weight of the loss of one position in the sum that is minimised
     * @param dropout the generator's, as it was when the pieces were drawn
     * @return what was got and what was expected
     */
    StepResult.Rewarded learn(
            Leaves leaves,
            Masked masked,
            int[] drawn,
            float[] rewards,
            double weight,
            Dropout dropout,
            Keeping keeping) {
        try (Scope scope = new Scope();
                AutoGradMode gradients = new AutoGradMode(true)) {
            Sequences in = Sequences.of(masked.batch(), masked.ids(), leaves.tensors());
            LayerStack layers = LayerStack.keeping(keeping);
            Tensor hidden = generator.hidden(leaves, in, masked, dropout, layers);
            Tensor logits = generator.head().forward(leaves, hidden);
            Tensor values = baseline.forward(leaves, hidden.detach());
            float[] v = Tensors.toArray(values);
            float[] advantages = advantages(rewards, v);
            Tensor atLogits = policyGradient(leaves.tensors(), logits.detach(), drawn, advantages, weight);
            Tensor atValues = Losses.constant(leaves.tensors(), baselineGradient(rewards, v, weight), values);
            new EncoderObjective.Learned(StepResult.none(), List.of(logits, values), List.of(atLogits, atValues), null)
                    .backward();
            layers.backward();
            return StepResult.Rewarded.of(rewards, advantages);
        }
    }

    /** R - b of each position: what the discriminator lost, less what was expected. */
    static float[] advantages(float[] rewards, float[] v) {
        float[] advantages = new float[rewards.length];
        for (int i = 0; i < rewards.length; i++) {
            // -log sigmoid(v) = log(1 + e^-v), which must not overflow.
            double expected = Math.max(-v[i], 0) + Math.log1p(Math.exp(-Math.abs(v[i])));
            advantages[i] = (float) (rewards[i] - expected);
        }
        return advantages;
    }

    /**
     * The gradient of the cross-entropy of sigmoid(v) and the probability exp(-R) of being right: their difference. It is 0 at values behind
     * those that were rewarded.
     */
    static float[] baselineGradient(float[] rewards, float[] v, double weight) {
        float[] gradient = new float[v.length];
        for (int i = 0; i < rewards.length; i++) {
            gradient[i] = (float) (weight * (1 / (1 + Math.exp(-v[i])) - Math.exp(-rewards[i])));
        }
        return gradient;
    }

    /** The gradient of -A log q(piece) at the logits, in their memory: A times softmax less one-hot. */
    static Tensor policyGradient(Tensors tensors, Tensor logits, int[] drawn, float[] advantages, double weight) {
        try (AutoGradMode off = new AutoGradMode(false)) {
            int rows = Losses.rows(logits);
            for (int from = 0; from < drawn.length; from += rows) {
                int count = Math.min(rows, drawn.length - from);
                try (Scope scope = new Scope()) {
                    Tensor part = logits.narrow(0, from, count);
                    Tensor pieces = tensors.longs(Arrays.copyOfRange(drawn, from, from + count), count, 1);
                    Tensor one = torch.full_like(pieces, new Scalar(-1.0)).to(ScalarType.Float);
                    Tensor factors = tensors.floats(Arrays.copyOfRange(advantages, from, from + count), count, 1)
                            .mul(new Scalar(weight));
                    part.copy_(Losses.softmax(part).scatter_add_(1, pieces, one).mul_(factors));
                }
            }
            logits.narrow(0, drawn.length, logits.size(0) - drawn.length).zero_();
            return logits;
        }
    }
}
