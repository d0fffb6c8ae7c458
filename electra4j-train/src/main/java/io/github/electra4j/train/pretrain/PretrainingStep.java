package io.github.electra4j.train.pretrain;

import io.github.electra4j.train.model.Sequences;
import io.github.electra4j.train.pretrain.Masking.Masked;
import io.github.electra4j.train.tensor.Dropout;
import io.github.electra4j.train.tensor.LayerStack;
import io.github.electra4j.train.tensor.LayerStack.Keeping;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.Scope;
import io.github.electra4j.train.tensor.Tensors;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;

/** The whole objective: mask, generate, replace, detect (paper, figure 2). Gradients gather in the leaves. */
public final class PretrainingStep {
    private final PretrainingModel model;
    private final PretrainingConfig config;
    private final Losses losses;

    /** Which networks a step trains. */
    public enum Stage {
        GENERATOR(true, false),
        BOTH(true, true),
        DISCRIMINATOR(false, true),
        /** None: evaluation of both. */
        EVALUATION(false, true),
        /** None: evaluation of the generator, while it trains alone. */
        GENERATOR_EVALUATION(false, false);

        final boolean trainsGenerator;
        final boolean runsDiscriminator;

        Stage(boolean trainsGenerator, boolean runsDiscriminator) {
            this.trainsGenerator = trainsGenerator;
            this.runsDiscriminator = runsDiscriminator;
        }
    }

    /**
     * What a part of a step is weighed by: numbers of the whole step.
     *
     * @param chosen chosen positions of the whole step
     * @param tokens tokens of the whole step
     */
    public record Totals(long chosen, long tokens) {}

    public PretrainingStep(PretrainingModel model, PretrainingConfig config) {
        this.model = model;
        this.config = config;
        this.losses = new Losses();
    }

    /**
     * Runs one part of a step.
     *
     * @param masked examples of this part, of at least one chosen position
     * @param generatorDropout dropout of the generator
     * @param discriminatorDropout dropout of the discriminator
     * @param detailed whether to fill in what only metrics need
     */
    public StepResult run(
            Leaves leaves,
            Masked masked,
            Totals totals,
            Stage stage,
            Dropout generatorDropout,
            Dropout discriminatorDropout,
            boolean detailed) {
        Generated generated = generate(leaves, masked, totals, stage, generatorDropout, detailed);
        if (!stage.runsDiscriminator) {
            return generated.result();
        }
        Replaced replaced = Replaced.of(masked, generated.drawn());
        return generated.result().plus(detect(leaves, masked, replaced, totals, stage, discriminatorDropout, detailed));
    }

    /** What remains of the generator when its tensors are freed: an id for each chosen position, losses and counts. */
    private record Generated(int[] drawn, StepResult result) {}

    /** Steps 1 to 4: the generator's loss at the chosen positions, and one draw for each. */
    private Generated generate(
            Leaves leaves, Masked masked, Totals totals, Stage stage, Dropout dropout, boolean detailed) {
        double weight = stage.trainsGenerator ? config.generatorWeight() / totals.chosen() : 0;
        try (Scope scope = new Scope();
                AutoGradMode gradients = new AutoGradMode(weight != 0)) {
            Sequences in = Sequences.of(masked.batch(), masked.ids(), leaves.tensors());
            LayerStack layers = LayerStack.keeping(keeping(weight != 0));
            Tensor hidden = model.generator().forward(leaves, in, dropout, layers);
            Tensor logits = model.generatorHead().forward(leaves, at(hidden, masked, leaves.tensors()));
            Losses.Tokens tokens =
                    losses.tokens(leaves.tensors(), logits, masked, config, weight, stage.runsDiscriminator, detailed);
            tokens.backward();
            layers.backward();
            return new Generated(tokens.drawn(), tokens.result());
        }
    }

    /** Steps 5 and 6: which tokens are replaced, over all tokens. */
    private StepResult detect(
            Leaves leaves,
            Masked masked,
            Replaced replaced,
            Totals totals,
            Stage stage,
            Dropout dropout,
            boolean detailed) {
        boolean trains = stage != Stage.EVALUATION;
        try (Scope scope = new Scope();
                AutoGradMode gradients = new AutoGradMode(trains)) {
            Sequences in = Sequences.of(masked.batch(), replaced.ids(), leaves.tensors());
            LayerStack layers = LayerStack.keeping(keeping(trains));
            Tensor hidden = model.discriminator().forward(leaves, in, dropout, layers);
            Losses.Detection detection = losses.detection(
                    leaves.tensors(),
                    model.discriminatorHead().forward(leaves, hidden),
                    masked.batch(),
                    replaced,
                    detailed);
            StepResult result = detection.result();
            Losses.Tokens corrected = null;
            if (model.correctiveHead() != null) {
                Tensor logits = model.correctiveHead().forward(leaves, at(hidden, masked, leaves.tensors()));
                double weight = trains ? config.correctiveWeight() / totals.chosen() : 0;
                corrected = losses.tokens(leaves.tensors(), logits, masked, config, weight, false, false);
                result = result.plus(corrected.correctiveResult());
            }
            if (trains) {
                detection.backward(config.discriminatorWeight() / totals.tokens(), corrected);
                layers.backward();
            }
            return result;
        }
    }

    private Keeping keeping(boolean learns) {
        if (!learns) {
            return Keeping.NOTHING;
        }
        return config.gradientCheckpointing() ? Keeping.INPUTS : Keeping.ALL;
    }

    /** The hidden states at the chosen positions, {@code [chosen, hidden]}. */
    private static Tensor at(Tensor hidden, Masked masked, Tensors tensors) {
        return hidden.view(-1, hidden.size(2))
                .index_select(0, tensors.longs(masked.positions(), masked.positions().length));
    }
}
