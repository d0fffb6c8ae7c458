package io.github.electra4j.train.pretrain;

import io.github.electra4j.train.model.Sequences;
import io.github.electra4j.train.pretrain.Masking.Masked;
import io.github.electra4j.train.pretrain.StepResult.Counts;
import io.github.electra4j.train.tensor.Dropout;
import io.github.electra4j.train.tensor.Gathering;
import io.github.electra4j.train.tensor.LayerStack;
import io.github.electra4j.train.tensor.LayerStack.Keeping;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.Scope;
import java.util.Objects;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** The whole step: mask, draw, replace, learn (paper, figure 2). Gradients gather in the leaves. */
public final class PretrainingStep {
    private final PretrainingModel model;
    private final PretrainingConfig config;
    private final @Nullable Noise noise;

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

        /** Whether a parameter is trained, by its path. */
        boolean trains(String name) {
            return switch (this) {
                case GENERATOR -> PretrainingModel.isGenerators(name);
                case BOTH -> true;
                case DISCRIMINATOR -> !PretrainingModel.isGenerators(name);
                case EVALUATION, GENERATOR_EVALUATION -> false;
            };
        }
    }

    /**
     * What a part of a step is weighed by: numbers of the whole step.
     *
     * @param chosen chosen positions of the whole step
     * @param tokens tokens of the whole step
     * @param temperature that pieces are drawn at
     * @param candidates tokens of the whole step that could have been chosen
     * @param contrasted rows of the whole step that belong together two by two; 0 where parts of texts are not contrasted
     */
    public record Totals(long chosen, long tokens, double temperature, long candidates, long contrasted) {
        static Totals of(Masked masked, double temperature, boolean contrasts) {
            return new Totals(
                    masked.positions().length,
                    masked.batch().tokens(),
                    temperature,
                    masked.candidates().length,
                    contrasts ? masked.batch().size() : 0);
        }
    }

    /**
     * A step.
     *
     * @param noise what draws pieces where no generator does; null where none are drawn
     */
    PretrainingStep(PretrainingModel model, PretrainingConfig config, @Nullable Noise noise) {
        this.model = model;
        this.config = config;
        this.noise = noise;
    }

    /**
     * Runs one part of a step.
     *
     * @param masked examples of this part, of at least one chosen position but for Electric
     * @param generatorDropout dropout of the generator
     * @param discriminatorDropout dropout of the network that is kept
     * @param detailed whether to fill in what only metrics need
     * @param seat where the replicas of this part tell each other what they contrast
     */
    public StepResult run(
            Leaves leaves,
            Masked masked,
            Totals totals,
            Stage stage,
            Dropout generatorDropout,
            Dropout discriminatorDropout,
            boolean detailed,
            Gathering.Seat seat) {
        long dropoutPosition = generatorDropout.position();
        Drawn drawn = draw(leaves, masked, totals, stage, generatorDropout, detailed);
        if (!stage.runsDiscriminator) {
            return drawn.result().with(Counts.of(masked));
        }
        Replaced replaced = Replaced.of(masked, drawn.ids());
        float[] logNoise = noise == null ? drawn.logNoise() : noise.logProbabilities(replaced.ids());
        EncoderObjective.Part part =
                new EncoderObjective.Part(masked, replaced, logNoise, totals, stage != Stage.EVALUATION, detailed);
        EncoderObjective.Learned learned = learn(leaves, part, discriminatorDropout, seat);
        StepResult result =
                drawn.result().with(Counts.of(masked, drawn.ids(), replaced)).plus(learned.result());
        if (!rewards(stage)) {
            return result;
        }
        generatorDropout.rewind(dropoutPosition);
        return result.with(reward(leaves, part, drawn, learned, generatorDropout));
    }

    /** Whether the generator learns from what the discriminator makes of its pieces, and not from the original tokens. */
    private boolean rewards(Stage stage) {
        return model.adversary() != null && stage.trainsGenerator;
    }

    private StepResult.Rewarded reward(
            Leaves leaves, EncoderObjective.Part part, Drawn drawn, EncoderObjective.Learned learned, Dropout dropout) {
        Masked masked = part.masked();
        float[] losses = Objects.requireNonNull(learned.losses());
        float[] rewards = new float[masked.positions().length];
        for (int i = 0; i < rewards.length; i++) {
            rewards[i] = losses[masked.positions()[i]];
        }
        return Objects.requireNonNull(model.adversary())
                .learn(
                        leaves,
                        masked,
                        Objects.requireNonNull(drawn.ids()),
                        rewards,
                        config.generatorWeight() / part.totals().chosen(),
                        dropout,
                        keeping(true));
    }

    /** Steps 1 to 4: the generator's loss, and one draw for each chosen position; or draws without a generator. */
    private Drawn draw(Leaves leaves, Masked masked, Totals totals, Stage stage, Dropout dropout, boolean detailed) {
        Generator generator = model.generator();
        if (generator == null) {
            return new Drawn(noise == null ? null : noise.draw(masked), null, StepResult.none());
        }
        double weight =
                stage.trainsGenerator && !rewards(stage) ? config.generatorWeight() / generator.judged(totals) : 0;
        try (Scope scope = new Scope();
                AutoGradMode gradients = new AutoGradMode(weight != 0)) {
            Losses.Drawing drawing =
                    stage.runsDiscriminator ? new Losses.Drawing(totals.temperature(), config.disallowCorrect()) : null;
            return generator.draw(
                    leaves, new Generator.Work(masked, weight, keeping(weight != 0), dropout, detailed, drawing));
        }
    }

    /** Steps 5 and 6: what the network that is kept makes of the drawn pieces. */
    private EncoderObjective.Learned learn(
            Leaves leaves, EncoderObjective.Part part, Dropout dropout, Gathering.Seat seat) {
        try (Scope scope = new Scope();
                AutoGradMode gradients = new AutoGradMode(part.trains())) {
            Sequences in = Sequences.of(part.masked().batch(), part.replaced().ids(), leaves.tensors());
            LayerStack layers = LayerStack.keeping(keeping(part.trains()));
            SequenceContrast contrast = part.totals().contrasted() == 0 ? null : model.contrast();
            boolean chosenAlone = model.objective().readsChosenAlone();
            int[] chosen = part.masked().read();
            Tensor states = chosenAlone && contrast == null
                    ? model.encoder().at(leaves, in, chosen, dropout, layers)
                    : model.encoder().forward(leaves, in, dropout, layers);
            Tensor hidden = chosenAlone && contrast != null ? EncoderObjective.at(leaves, states, chosen) : states;
            EncoderObjective.Learned learned = model.objective().learn(leaves, hidden, part);
            if (contrast != null) {
                learned = learned.plus(contrast.learn(leaves, states, part, seat));
            }
            if (part.trains()) {
                learned.backward();
                layers.backward();
            }
            return learned;
        }
    }

    private Keeping keeping(boolean learns) {
        if (!learns) {
            return Keeping.NOTHING;
        }
        return config.gradientCheckpointing() ? Keeping.INPUTS : Keeping.ALL;
    }
}
