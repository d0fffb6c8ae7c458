package io.github.electra4j.train.pretrain;

import io.github.electra4j.checkpoint.ElectraConfig;
import io.github.electra4j.train.model.Encoder;
import io.github.electra4j.train.model.Encoder.Sharing;
import io.github.electra4j.train.model.TwoTower;
import io.github.electra4j.train.tensor.ParameterSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The networks of a pre-training run.
 *
 * @param generator the network that draws replacements; null where none is trained
 * @param encoder the network that is kept: the discriminator, or a language model
 * @param objective what it learns, with its heads
 * @param contrast what it learns of parts of texts beside; null for nothing
 * @param adversary what trains the generator where its own loss does not; null for none
 */
public record PretrainingModel(
        @Nullable Generator generator,
        Encoder encoder,
        EncoderObjective objective,
        @Nullable SequenceContrast contrast,
        @Nullable Adversary adversary) {

    /** First part of the generator's parameter paths. */
    public static final String GENERATOR = "generator";

    /** First part of the parameter paths of the network that is kept. */
    public static final String DISCRIMINATOR = "discriminator";

    /** The networks that a configuration describes. */
    public static PretrainingModel of(PretrainingConfig config, int vocabularySize, int padId) {
        Generator generator = null;
        if (config.hasGenerator()) {
            ElectraConfig shape = config.generator(vocabularySize, padId);
            generator = config.replacements() == Replacements.TWO_TOWER
                    ? new TwoTowerGenerator(new TwoTower(GENERATOR, shape))
                    : MaskedGenerator.of(GENERATOR, shape);
        }
        Encoder encoder = config.tied() && generator instanceof MaskedGenerator masked
                ? masked.encoder()
                : new Encoder(
                        DISCRIMINATOR,
                        config.discriminator(vocabularySize, padId),
                        generator == null ? null : GENERATOR,
                        generator == null ? Sharing.SEPARATE : config.embeddings());
        Adversary adversary = config.strategy() == Strategy.ADVERSARIAL && generator instanceof MaskedGenerator masked
                ? new Adversary(masked)
                : null;
        Double weight = config.contrastiveWeight();
        return new PretrainingModel(
                generator,
                encoder,
                EncoderObjective.of(config, DISCRIMINATOR, encoder),
                weight == null ? null : new SequenceContrast(weight),
                adversary);
    }

    /** The shape of the network that is kept, as its model directory has it. */
    public ElectraConfig shape() {
        return encoder.config();
    }

    /** All parameters. */
    public List<ParameterSpec> specs() {
        List<ParameterSpec> specs = new ArrayList<>();
        if (generator != null) {
            specs.addAll(generator.specs());
        }
        if (!isTied()) {
            specs.addAll(encoder.specs());
        }
        specs.addAll(objective.specs());
        if (adversary != null) {
            specs.addAll(adversary.specs());
        }
        return specs;
    }

    /** Whether both networks have one encoder (paper, section 3.2, "weight sharing"). */
    boolean isTied() {
        return generator instanceof MaskedGenerator masked && masked.encoder() == encoder;
    }

    /** Whether a parameter is trained by the generator's loss: its own, and embeddings it shares. */
    public static boolean isGenerators(String name) {
        return name.startsWith(GENERATOR + "/");
    }
}
