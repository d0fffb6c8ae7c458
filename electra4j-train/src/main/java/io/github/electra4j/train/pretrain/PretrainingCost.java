package io.github.electra4j.train.pretrain;

import io.github.electra4j.train.plan.Flops;
import io.github.electra4j.train.pretrain.PretrainingStep.Stage;

/**
 * Floating-point operations of pre-training, counted from shapes with the generator included: those that are computed, so that the
 * last layer counts at the chosen positions alone where no others are read.
 *
 * @param model the networks
 * @param config how they are trained
 */
public record PretrainingCost(PretrainingModel model, PretrainingConfig config) {

    /** Operations a token at sequences of {@code length} tokens. */
    public double perToken(Stage stage, double length) {
        PretrainingModel.Generator trained = model.generator();
        double generator = trained == null
                ? 0
                : Flops.encoder(trained.encoder().config(), length, config.maskShare())
                        + config.maskShare()
                                * Flops.generatorHead(trained.encoder().config());
        double read = model.objective().readsChosenAlone() ? config.maskShare() : 1;
        double discriminator = Flops.encoder(model.encoder().config(), length, read)
                + model.objective().flops(config.maskShare());
        return switch (stage) {
            case GENERATOR -> Flops.TRAINING * generator;
            case BOTH -> Flops.TRAINING * (generator + discriminator);
            case DISCRIMINATOR -> generator + Flops.TRAINING * discriminator;
            case EVALUATION -> generator + discriminator;
            case GENERATOR_EVALUATION -> generator;
        };
    }
}
