package io.github.electra4j.train.pretrain;

import io.github.electra4j.checkpoint.ElectraConfig;
import io.github.electra4j.train.model.DiscriminatorHead;
import io.github.electra4j.train.model.Encoder;
import io.github.electra4j.train.model.GeneratorHead;
import io.github.electra4j.train.tensor.ParameterSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The networks of a pre-training run.
 *
 * @param generator the small masked LM
 * @param generatorHead its output layer
 * @param discriminator the network that is kept
 * @param discriminatorHead replaced or original
 * @param correctiveHead names the original token from the discriminator's states; null where that loss is off
 */
public record PretrainingModel(
        Encoder generator,
        GeneratorHead generatorHead,
        Encoder discriminator,
        DiscriminatorHead discriminatorHead,
        @Nullable GeneratorHead correctiveHead) {

    /** First part of the generator's parameter paths. */
    public static final String GENERATOR = "generator";

    /** First part of the discriminator's parameter paths. */
    public static final String DISCRIMINATOR = "discriminator";

    /** The networks that a configuration describes. */
    public static PretrainingModel of(PretrainingConfig config, int vocabularySize, int padId) {
        Encoder generator = new Encoder(GENERATOR, config.generator(vocabularySize, padId));
        ElectraConfig shape = config.discriminator(vocabularySize, padId);
        Encoder discriminator = new Encoder(DISCRIMINATOR, shape, GENERATOR, config.embeddings());
        return new PretrainingModel(
                generator,
                new GeneratorHead(GENERATOR, generator),
                discriminator,
                new DiscriminatorHead(DISCRIMINATOR, shape),
                config.correctiveWeight() > 0 ? new GeneratorHead(DISCRIMINATOR, discriminator) : null);
    }

    /** All parameters. */
    public List<ParameterSpec> specs() {
        List<ParameterSpec> specs = new ArrayList<>(generator.specs());
        specs.addAll(generatorHead.specs());
        specs.addAll(discriminator.specs());
        specs.addAll(discriminatorHead.specs());
        if (correctiveHead != null) {
            specs.addAll(correctiveHead.specs());
        }
        return specs;
    }

    /** Whether a parameter is trained by the generator's loss: its own, and embeddings it shares. */
    public static boolean isGenerators(String name) {
        return name.startsWith(GENERATOR + "/");
    }
}
