package io.github.electra4j.train.pretrain;

import io.github.electra4j.train.plan.Flops;
import io.github.electra4j.train.pretrain.PretrainingStep.Stage;

/**
 * Floating-point operations of pre-training, counted from shapes with the generator included: those that are computed, so that the
 * last layer counts at the chosen positions alone where no others are read. What gradient checkpointing computes a second time is not
 * counted: it saves memory and teaches nothing.
 *
 * @param model the networks
 * @param config how they are trained
 */
public record PretrainingCost(PretrainingModel model, PretrainingConfig config) {

    /** Operations a token at sequences of {@code length} tokens, with as many chosen positions as the stage has on average. */
    public double perToken(Stage stage, double length) {
        boolean first = stage == Stage.GENERATOR || stage == Stage.GENERATOR_EVALUATION;
        return perToken(stage, length, config.meanMaskShare(first));
    }

    /**
     * Operations a token at sequences of {@code length} tokens.
     *
     * @param maskShare share of the tokens that are chosen
     */
    double perToken(Stage stage, double length, double maskShare) {
        Generator trained = model.generator();
        double generator = trained == null ? 0 : trained.flops(length, maskShare);
        // Contrast reads all hidden states; what it computes of them itself is below a thousandth, and not counted.
        boolean everywhere = !model.objective().readsChosenAlone()
                || (model.contrast() != null && (stage == Stage.BOTH || stage == Stage.DISCRIMINATOR));
        double read = everywhere ? 1 : maskShare;
        double discriminator = Flops.encoder(model.encoder().config(), length, read)
                + model.objective().flops(maskShare);
        return switch (stage) {
            case GENERATOR -> Flops.TRAINING * generator;
            case BOTH -> Flops.TRAINING * (generator + discriminator) + (model.adversary() == null ? 0 : generator);
            case DISCRIMINATOR -> generator + Flops.TRAINING * discriminator;
            case EVALUATION -> generator + discriminator;
            case GENERATOR_EVALUATION -> generator;
        };
    }
}
