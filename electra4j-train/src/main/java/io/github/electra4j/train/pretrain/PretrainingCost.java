package io.github.electra4j.train.pretrain;

import io.github.electra4j.train.plan.Flops;
import io.github.electra4j.train.pretrain.PretrainingStep.Stage;

/**
 * Floating-point operations of pre-training, counted from shapes with the generator included.
 *
 * @param model the networks
 * @param config how they are trained
 */
public record PretrainingCost(PretrainingModel model, PretrainingConfig config) {

    /** Operations a token at sequences of {@code length} tokens. */
    public double perToken(Stage stage, double length) {
        double generator = Flops.encoder(model.generator().config(), length)
                + config.maskShare() * Flops.generatorHead(model.generator().config());
        double discriminator = Flops.encoder(model.discriminator().config(), length)
                + Flops.discriminatorHead(model.discriminator().config());
        if (model.correctiveHead() != null) {
            discriminator += config.maskShare()
                    * Flops.generatorHead(model.discriminator().config());
        }
        return switch (stage) {
            case GENERATOR -> Flops.TRAINING * generator;
            case BOTH -> Flops.TRAINING * (generator + discriminator);
            case DISCRIMINATOR -> generator + Flops.TRAINING * discriminator;
            case EVALUATION -> generator + discriminator;
            case GENERATOR_EVALUATION -> generator;
        };
    }
}
