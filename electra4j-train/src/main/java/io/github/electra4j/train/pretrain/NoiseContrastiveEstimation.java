package io.github.electra4j.train.pretrain;

import io.github.electra4j.train.model.DiscriminatorHead;
import io.github.electra4j.train.model.Encoder;
import io.github.electra4j.train.plan.Flops;
import io.github.electra4j.train.pretrain.Losses.Detected;
import io.github.electra4j.train.pretrain.StepResult.Detection;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.ParameterSpec;
import io.github.electra4j.train.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Gives every token an energy E (Electric: Clark et al., EMNLP 2020). The model is p(x_t | x_\t) = exp(-E(x)_t) / Z(x_\t) (section 2.1);
 * what is learned is the unnormalised p̂ = exp(-E), by noise-contrastive estimation (section 2.2).
 *
 * <p>The encoder reads a text some tokens of which are replaced by draws from the noise q, all at once (section 2.3, algorithm 2). Of n
 * tokens k are noise; what stands at t is data with the probability (n-k) p̂ / ((n-k) p̂ + k q), and noise with
 *
 * <pre>{@code
 *         k q                                      k q
 * ------------------- = sigmoid(z),   z = log -------------- = E_t + log q(x_t) + log(k / (n-k))
 *  (n-k) p̂ + k q                           (n-k) exp(-E_t)
 * }</pre>
 *
 * since sigmoid(log(a/b)) = a / (a + b). Every token is replaced with probability p, {@code mask_share}, so that k / (n-k) is p / (1-p).
 * The loss is the binary cross-entropy of z with "noise" as the positive class (section 2.2), and its gradient at the energy
 * sigmoid(z) - 1 where t was replaced, sigmoid(z) elsewhere. The head gives E itself: a token that is likely where it stands has a low
 * energy.
 *
 * <p>Tokens are chosen one by one and not k of a text together: where k is known, a text in which k errors are seen says of all other
 * tokens that they are data, and one without an error that k of them are noise, and energies would tell of that.
 *
 * <p>Noise is what was drawn, though the draw be the original token: the two classes are two sources, not two tokens. q is given the
 * original text around t, whatever else was replaced in it. [CLS] and [SEP] are never noise, so that their odds are 0 and so is their
 * loss; they have no energy of meaning. The same holds of a token that the noise cannot draw.
 */
final class NoiseContrastiveEstimation implements EncoderObjective {
    private final PretrainingConfig config;
    private final Encoder encoder;
    private final DiscriminatorHead head;

    NoiseContrastiveEstimation(PretrainingConfig config, String owner, Encoder encoder) {
        this.config = config;
        this.encoder = encoder;
        head = new DiscriminatorHead(owner, encoder.config());
    }

    @Override
    public List<ParameterSpec> specs() {
        return head.specs();
    }

    @Override
    public boolean readsChosenAlone() {
        return false;
    }

    @Override
    public Learned learn(Leaves leaves, Tensor hidden, Part part) {
        Tensor energies = head.forward(leaves, hidden);
        boolean[] noise = new boolean[part.masked().ids().length];
        for (int position : part.masked().positions()) {
            noise[position] = true;
        }
        float[] logNoise = part.logNoise();
        if (logNoise == null) {
            throw new IllegalStateException("no noise whose probabilities are known");
        }
        double odds = Math.log(config.maskShare() / (1 - config.maskShare()));
        float[] logits = Tensors.toArray(energies);
        for (int i = 0; i < logits.length; i++) {
            logits[i] += (float) (logNoise[i] + odds);
        }
        int[] contrasted = Arrays.stream(part.masked().candidates())
                .filter(i -> Float.isFinite(logNoise[i]))
                .toArray();
        Detected detected = Losses.detection(logits, noise, contrasted, part.detailed());
        Detection d = detected.detection();
        StepResult result = StepResult.none()
                .with(new Detection(d.loss(), part.masked().batch().tokens(), d.logits(), d.labels()));
        if (!part.trains()) {
            return new Learned(result, List.of(), List.of());
        }
        double weight = config.discriminatorWeight() / part.totals().tokens();
        return new Learned(result, List.of(energies), List.of(detected.gradient(leaves.tensors(), energies, weight)));
    }

    @Override
    public double flops(double maskShare) {
        return Flops.discriminatorHead(encoder.config());
    }

    @Override
    public double scored(double maskShare) {
        return 0;
    }
}
