package io.github.electra4j.train.pretrain;

import io.github.electra4j.train.model.Encoder.Sharing;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What of a configuration does not go together. Each refusal begins with the key that is wrong, and says what to set. */
final class Combinations {
    /** The sizes that a generator may have by itself. */
    private static final List<String> EXPLICIT =
            List.of("generator_layers", "generator_hidden_size", "generator_intermediate_size", "generator_heads");

    private Combinations() {}

    /** What chosen positions become: decimal fractions such as 0.9 and 0.1 may sum to a little more than 1. */
    static void masks(double maskTokenShare, double randomTokenShare) {
        if (maskTokenShare + randomTokenShare > 1 + 1e-9) {
            throw new IllegalArgumentException("random_token_share: " + randomTokenShare + " and mask_token_share "
                    + maskTokenShare + " are together above 1; lower one of them");
        }
    }

    /** What does not go together. */
    static void objective(Objective objective, Replacements replacements, Strategy strategy, double correctiveWeight) {
        if (strategy == Strategy.TWO_STAGE && !(objective.replaces() && replacements == Replacements.GENERATOR)) {
            throw new IllegalArgumentException("strategy: two-stage begins with a generator, and "
                    + (objective.replaces()
                            ? "replacements that are not drawn by one masked LM have none: set replacements=generator"
                            : "objective masked-lm has none: set objective=electra")
                    + ", or strategy=joint");
        }
        if (correctiveWeight > 0 && !objective.detects()) {
            throw new IllegalArgumentException("corrective_weight: " + correctiveWeight
                    + " is for a loss beside replaced-token detection, which this objective does not learn: set"
                    + " corrective_weight=0, or objective=electra");
        }
    }

    /** Noise-contrastive estimation needs the probability by which the noise draws any token, and draws from it as it is. */
    static void noise(
            Replacements replacements, double maskShare, boolean maskWithReplacement, boolean disallowCorrect) {
        if (maskShare == 1) {
            throw new IllegalArgumentException(
                    "mask_share: 1.0, with objective electric; all tokens would be noise, and none"
                            + " left to tell it from: set mask_share=0.15");
        }
        if (replacements == Replacements.GENERATOR) {
            throw new IllegalArgumentException(
                    "replacements: generator, with objective electric; it needs the probability"
                            + " of every token given the others, and a masked LM knows those of masked ones alone: set"
                            + " replacements=two-tower, or unigram or uniform");
        }
        if (maskWithReplacement) {
            throw new IllegalArgumentException(
                    "mask_with_replacement: true, with objective electric; a position that is"
                            + " drawn twice gets a token between both draws, which was drawn from no distribution: set"
                            + " mask_with_replacement=false");
        }
        if (disallowCorrect) {
            throw new IllegalArgumentException(
                    "disallow_correct: true, with objective electric; noise that is never the"
                            + " original is told by that, and nothing is learned of the original: set disallow_correct=false");
        }
    }

    /** For that estimation every token is chosen by itself. */
    static void singly(@Nullable Double finalMaskShare, MaskUnits units) {
        if (finalMaskShare != null || units != MaskUnits.PIECES) {
            throw new IllegalArgumentException(
                    "objective: electric chooses every token by itself, with one probability throughout: set"
                            + " final_mask_share=null and mask_units=pieces");
        }
    }

    static void units(MaskUnits units, boolean maskWithReplacement) {
        if (maskWithReplacement && units != MaskUnits.PIECES) {
            throw new IllegalArgumentException("mask_units: words and spans are drawn without replacement; set"
                    + " mask_with_replacement=false, or mask_units=pieces");
        }
    }

    /** The second stage trains the discriminator alone. */
    static void twoStages(Sharing embeddings) {
        if (embeddings == Sharing.SHARED) {
            throw new IllegalArgumentException(
                    "strategy: two-stage trains the generator and then the discriminator alone, so it needs embeddings of its"
                            + " own: set embeddings=disentangled or embeddings=separate");
        }
    }

    /** The policy is the distribution that pieces are drawn from, and every token must be judged. */
    static void adversary(
            Objective objective,
            Replacements replacements,
            double temperature,
            boolean disallowCorrect,
            boolean maskWithReplacement) {
        if (maskWithReplacement) {
            throw new IllegalArgumentException(
                    "strategy: adversarial rewards the piece that was drawn, and of a position that is drawn twice the average is"
                            + " read: set mask_with_replacement=false");
        }
        if (objective != Objective.ELECTRA || replacements != Replacements.GENERATOR) {
            throw new IllegalArgumentException(
                    "strategy: adversarial rewards a generator for fooling a discriminator: set objective=electra and"
                            + " replacements=generator, or strategy=joint");
        }
        if (temperature != 1 || disallowCorrect) {
            throw new IllegalArgumentException(
                    "strategy: adversarial draws from the generator as it is: set temperature=1 and disallow_correct=false");
        }
    }

    static void tied(
            Objective objective,
            Replacements replacements,
            Strategy strategy,
            Sharing embeddings,
            @Nullable Double generatorLearningRate) {
        if (!objective.replaces() || replacements != Replacements.GENERATOR || strategy == Strategy.TWO_STAGE) {
            throw new IllegalArgumentException(
                    "tied: both networks have one encoder only where a masked LM draws and both are trained at once: set"
                            + " tied=false");
        }
        if (embeddings != Sharing.SHARED) {
            throw new IllegalArgumentException(
                    "tied: one encoder has one set of embeddings: set embeddings=shared, or tied=false");
        }
        if (generatorLearningRate != null) {
            throw new IllegalArgumentException(
                    "tied: one encoder has one learning rate: set generator_learning_rate=null, or tied=false");
        }
    }

    /**
     * Refuses a generator that is not of the discriminator's shape.
     *
     * @param explicit the sizes that the generator is said to have, each of them or null, as {@link #EXPLICIT} names them
     * @param generator its layers, width, feed-forward width and heads
     * @param discriminator those of the discriminator
     */
    static void shapes(
            String what,
            String otherwise,
            List<@Nullable Integer> explicit,
            List<Integer> generator,
            List<Integer> discriminator) {
        if (!generator.equals(discriminator)) {
            throw new IllegalArgumentException(what + " equal shapes; found layers/hidden/intermediate/heads "
                    + shape(generator) + " of the generator, " + shape(discriminator)
                    + " of the discriminator: set generator_size=1" + freed(explicit) + ", " + otherwise);
        }
    }

    /** What else is to be set where the generator's sizes are not to be its own, since they come before its part of the discriminator's. */
    private static String freed(List<@Nullable Integer> explicit) {
        return IntStream.range(0, EXPLICIT.size())
                .filter(i -> explicit.get(i) != null)
                .mapToObj(i -> " and " + EXPLICIT.get(i) + "=null")
                .collect(Collectors.joining());
    }

    private static String shape(List<Integer> sizes) {
        return sizes.stream().map(String::valueOf).collect(Collectors.joining("/"));
    }
}
