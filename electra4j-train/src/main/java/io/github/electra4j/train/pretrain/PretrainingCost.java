package io.github.electra4j.train.pretrain;

import io.github.electra4j.train.optim.Optimizer;
import io.github.electra4j.train.plan.Flops;
import io.github.electra4j.train.pretrain.PretrainingStep.Stage;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * Floating-point operations of pre-training, counted from shapes with the generator included: those that are computed, so that the
 * last layer counts at the chosen positions alone where no others are read. What gradient checkpointing computes a second time is not
 * counted: it saves memory and teaches nothing.
 */
public final class PretrainingCost {
    private final PretrainingModel model;
    private final PretrainingConfig config;
    /** Kept, since they are asked for at every step, and listing all the weights then would cost too much. */
    private final Map<Stage, Double> updates = new EnumMap<>(Stage.class);

    /**
     * The cost of training.
     *
     * @param model the networks
     * @param config how they are trained
     */
    public PretrainingCost(PretrainingModel model, PretrainingConfig config) {
        this.model = model;
        this.config = config;
        for (Stage stage : Stage.values()) {
            updates.put(
                    stage,
                    config.optimizer()
                            .flops(model.specs().stream()
                                    .filter(spec -> stage.trains(spec.name()))
                                    .toList()));
        }
    }

    /**
     * Operations a token at sequences of {@code length} tokens, with as many chosen positions as the stage has on average.
     *
     * @param contrasts whether parts of texts are contrasted: {@link PretrainingConfig#contrastsAt}
     */
    public double perToken(Stage stage, boolean contrasts, double length) {
        boolean first = stage == Stage.GENERATOR || stage == Stage.GENERATOR_EVALUATION;
        return perToken(stage, contrasts, length, meanMaskShare(first));
    }

    /** Operations of a step beside those of its tokens: the products of {@link Optimizer.Matrices#MUON}. */
    public double update(Stage stage) {
        return Objects.requireNonNull(updates.get(stage));
    }

    /**
     * Share of the tokens that are chosen, on average over one of the two stages, or over the run where it has one.
     *
     * @param first whether that of the generator alone is meant
     */
    double meanMaskShare(boolean first) {
        if (config.finalMaskShare() == null) {
            return config.maskShare();
        }
        double boundary = config.strategy() == Strategy.TWO_STAGE ? config.generatorShare() : 0;
        double middle = first ? boundary / 2 : (1 + boundary) / 2;
        return config.maskShare() + middle * (config.finalMaskShare() - config.maskShare());
    }

    /**
     * Operations a token at sequences of {@code length} tokens.
     *
     * @param contrasts whether parts of texts are contrasted
     * @param maskShare share of the tokens that are chosen
     */
    double perToken(Stage stage, boolean contrasts, double length, double maskShare) {
        Generator trained = model.generator();
        double generator = trained == null ? 0 : trained.flops(length, maskShare);
        // Contrast reads all hidden states; what it computes of them itself is below a thousandth, and not counted.
        boolean everywhere = contrasts || !model.objective().readsChosenAlone();
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
