package io.github.electra4j.train.pretrain;

import io.github.electra4j.checkpoint.ElectraConfig;
import io.github.electra4j.checkpoint.ElectraConfig.FeedForward;
import io.github.electra4j.checkpoint.ElectraConfig.Norm;
import io.github.electra4j.checkpoint.StateStore;
import io.github.electra4j.train.model.Encoder;
import io.github.electra4j.train.pretrain.PretrainingStep.Stage;
import io.github.electra4j.train.tensor.ParameterSpec;
import io.github.electra4j.train.tensor.ParameterSpec.Storage;
import io.github.electra4j.train.tensor.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * What a pre-training run will cost, counted from its configuration before it starts. Examples are taken as full: all of {@code
 * length} tokens.
 *
 * @param config what is trained
 * @param vocabularySize pieces of the vocabulary
 * @param precision of the forward and backward pass
 * @param replicas threads that work on parts of a step
 */
public record PretrainingPlan(PretrainingConfig config, int vocabularySize, Precision precision, int replicas) {
    /** Resident memory of a Java process with the engine loaded and nothing trained, in bytes. */
    private static final long PROCESS = 500_000_000L;

    /**
     * Hidden states that a layer takes: inputs of matrix products and LayerNorms, and what the backward pass makes of them. This and
     * the next two were fitted to the peaks of measured steps of Small.
     */
    private static final int HIDDEN_STATES = 16;

    /** Hidden states that dropout takes in a layer: its masks and its results. */
    private static final int DROPPED_STATES = 4;

    /** Hidden states that the LayerNorms behind the sub-layers take: their results. */
    private static final int SANDWICH_STATES = 2;

    /** Feed-forward states that a layer takes: before and after GELU, and a gradient. */
    private static final int WIDE_STATES = 3;

    /** The same of a gated layer: before GELU, the gate, after GELU, their product, and a gradient. */
    private static final int GATED_STATES = 5;

    /** Attention weights that a layer takes: scores, softmax, a gradient; and with dropout its mask and its result. */
    private static final int WEIGHTS = 3;

    private static final int DROPPED_WEIGHTS = 2;

    /** Bytes for each hidden value that LayerNorms take in fp32 where the rest is bf16. */
    private static final int NORM_BYTES = 2 * Float.BYTES;

    /** Bytes for each logit of the generator: the logits, their fp32 softmax, its gradient. */
    private static final int LOGIT_BYTES = 10;

    /** Parameters of both networks and their heads; shared ones once. */
    public long parameters() {
        return count(spec -> true);
    }

    /** Parameters of the network that is kept, as it is written to its model directory: with embeddings, without heads for training alone. */
    public long keptParameters() {
        List<ParameterSpec> specs =
                new ArrayList<>(new Encoder("kept", config.discriminator(vocabularySize, 0)).specs());
        specs.addAll(model().objective().kept());
        return specs.stream().mapToLong(ParameterSpec::count).sum();
    }

    /** Tokens of the whole run. */
    public long tokens() {
        return config.steps() * config.batch() * config.length();
    }

    /** Operations of the whole run. */
    public double flops() {
        double perToken = Stretch.of(config).stream().mapToDouble(this::flops).sum();
        return (double) config.batch() * config.length() * perToken;
    }

    /** Operations a token of each step in a stretch of them, summed. */
    private double flops(Stretch stretch) {
        Stage stage = stretch.last() <= config.generatorSteps() ? Stage.GENERATOR : lateStage();
        PretrainingCost cost = new PretrainingCost(model(), config);
        boolean contrasts = config.contrastsAt(stretch.last());
        Integer length = config.firstLength();
        long shortSteps = Math.max(0, Math.min(stretch.last(), config.firstLengthSteps()) - stretch.first() + 1);
        double whole = (stretch.steps() - shortSteps) * cost.perToken(stage, contrasts, config.length())
                + stretch.steps() * updatePerToken(cost, stage);
        return length == null ? whole : whole + shortSteps * cost.perToken(stage, contrasts, length);
    }

    /** Operations a token in a stage, where no parts of texts are contrasted. */
    public double flopsPerToken(Stage stage) {
        PretrainingCost cost = new PretrainingCost(model(), config);
        return cost.perToken(stage, false, config.length()) + updatePerToken(cost, stage);
    }

    /** Operations of a step's update, for each of its tokens. */
    private double updatePerToken(PretrainingCost cost, Stage stage) {
        return cost.update(stage) / (config.batch() * config.length());
    }

    /** Operations a token, averaged over the run. */
    public double flopsPerToken() {
        return flops() / tokens();
    }

    /** Share of the operations that the generator takes, over the run. */
    public double generatorShare() {
        long first = Math.min(config.generatorSteps(), config.steps());
        double alone = flopsPerToken(Stage.GENERATOR);
        double late = lateStage() == Stage.BOTH ? alone : flopsPerToken(Stage.GENERATOR_EVALUATION);
        return (first * alone + (config.steps() - first) * late) / config.steps() / flopsPerToken();
    }

    private Stage lateStage() {
        return lateStage(config);
    }

    /** What is trained after the generator's own stage. */
    public static Stage lateStage(PretrainingConfig config) {
        boolean alone = !config.hasGenerator() || (config.strategy() == Strategy.TWO_STAGE && config.freezeGenerator());
        return alone ? Stage.DISCRIMINATOR : Stage.BOTH;
    }

    /** Resident memory for weights and their copies, summed gradients and both moments of Adam, in bytes. */
    public long stateBytes() {
        long copy = precision == Precision.FP32 ? 0 : 2;
        return parameters() * (4 * Float.BYTES + copy);
    }

    /** Resident memory for the gradients of all replicas, in bytes. */
    public long gradientBytes() {
        if (precision == Precision.FP32) {
            return replicas * parameters() * Float.BYTES;
        }
        return replicas
                * (count(s -> s.storage() != Storage.COMPUTE) * Float.BYTES
                        + count(s -> s.storage() != Storage.FLOAT) * 2);
    }

    /**
     * Estimate of the memory for activations, in bytes: what the larger network keeps for its backward pass, since the generator's
     * tensors are freed before the discriminator runs.
     */
    public long activationBytes() {
        PretrainingModel model = model();
        double logits = (double) vocabularySize * LOGIT_BYTES;
        Generator trained = model.generator();
        double generator = trained == null
                ? 0
                : trained.encoders() * activations(trained.config()) + trained.scored(config.mostMaskShare()) * logits;
        double discriminator =
                activations(model.encoder().config()) + model.objective().scored(config.mostMaskShare()) * logits;
        double tokens = (double) config.length() * Math.ceil((double) config.batch() / config.accumulation());
        return (long) (tokens * Math.max(generator, discriminator));
    }

    /** Bytes a token that an encoder takes. */
    private double activations(ElectraConfig shape) {
        int bytes = precision == Precision.FP32 ? Float.BYTES : 2;
        int hidden = HIDDEN_STATES
                + (shape.hiddenDropout() > 0 ? DROPPED_STATES : 0)
                + (shape.norm() == Norm.SANDWICH ? SANDWICH_STATES : 0);
        int wide = shape.feedForward() == FeedForward.GEGLU ? GATED_STATES : WIDE_STATES;
        int weights = WEIGHTS + (shape.attentionDropout() > 0 ? DROPPED_WEIGHTS : 0);
        double layer = bytes
                        * (hidden * (double) shape.hiddenSize()
                                + wide * (double) shape.intermediateSize()
                                + weights * (double) shape.heads() * config.length())
                + (precision == Precision.FP32 ? 0 : NORM_BYTES * shape.hiddenSize());
        return config.gradientCheckpointing()
                ? layer + (double) bytes * shape.layers() * shape.hiddenSize()
                : layer * shape.layers();
    }

    /** Estimate of the resident memory of the process, in bytes; beside it the Java heap takes what examples need. */
    public long memoryBytes() {
        return PROCESS + stateBytes() + gradientBytes() + activationBytes();
    }

    /** Disk that the run directory needs, in bytes: the saved states, one of them in writing, and both models. */
    public long diskBytes() {
        long state = TrainingState.bytes(parameters());
        return StateStore.diskBytes(state) + state;
    }

    /**
     * What would fit, in words that name the settings.
     *
     * @param memory bytes that are free
     */
    public String advice(long memory) {
        List<String> ways = new ArrayList<>();
        for (int parts = 2 * config.accumulation(); parts <= config.batch(); parts *= 2) {
            if (with("accumulation", parts).memoryBytes() <= memory) {
                ways.add("--set accumulation=" + parts + " (the same batch, in " + parts
                        + " parts one after the other)");
                break;
            }
        }
        if (!config.gradientCheckpointing()
                && with("gradient_checkpointing", true).memoryBytes() <= memory) {
            ways.add("--set gradient_checkpointing=true (a third more work)");
        }
        for (int batch = config.batch() / 2; batch >= 1; batch /= 2) {
            if (with("batch", batch).with("accumulation", 1).memoryBytes() <= memory) {
                ways.add("--batch " + batch + (config.accumulation() > 1 ? " --set accumulation=1" : ""));
                break;
            }
        }
        if (ways.isEmpty()) {
            return String.format(
                    Locale.ROOT,
                    "no batch size makes it fit: weights and moments alone take %,d MB; choose a smaller configuration",
                    (PROCESS + stateBytes() + gradientBytes()) / 1_000_000);
        }
        return "what would fit: " + String.join("; or ", ways);
    }

    private PretrainingPlan with(String key, Object value) {
        var values = ConfigFiles.values(config);
        values.put(key, value);
        return new PretrainingPlan(
                ConfigFiles.resolve(values, "the configuration"), vocabularySize, precision, replicas);
    }

    private PretrainingModel model() {
        return PretrainingModel.of(config, vocabularySize, 0);
    }

    private long count(Predicate<ParameterSpec> which) {
        return model().specs().stream()
                .filter(which)
                .mapToLong(ParameterSpec::count)
                .sum();
    }
}
