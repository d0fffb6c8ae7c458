package io.github.electra4j.cli;

import io.github.electra4j.checkpoint.ElectraConfig;
import io.github.electra4j.checkpoint.ModelDirectory;
import io.github.electra4j.fairness.TermExchange;
import io.github.electra4j.sets.NamedSet;
import io.github.electra4j.task.ClassWeights;
import io.github.electra4j.task.Fitting;
import io.github.electra4j.task.TaskKind;
import io.github.electra4j.train.finetune.FineTuningConfig;
import io.github.electra4j.train.finetune.FineTuningPlan;
import io.github.electra4j.train.finetune.FineTuningPlan.Selection;
import io.github.electra4j.train.finetune.Head;
import io.github.electra4j.train.finetune.Imbalance;
import io.github.electra4j.train.finetune.Preset;
import io.github.electra4j.train.tensor.Device;
import io.github.electra4j.train.tensor.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options of {@code electra finetune} that say how it is trained and chosen. */
final class FineTuningArguments {
    private static final int SWEEP_SEEDS = 3;

    @Option(
            names = "--from-scratch",
            description = "Start from random weights: the baseline that shows what pre-training is worth.")
    private boolean fromScratch;

    @Option(names = "--seeds", paramLabel = "N", description = "Trainings, one a seed; default 1, with --sweep 3.")
    private @Nullable Integer seeds;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "The first seed.")
    private long seed;

    @Option(
            names = "--retry",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "Begin a training that falls into the majority class again, with the next seed, N times at most. It is judged on the"
                            + " rows held out, from half of its epochs on; it stays on record.")
    private int retry;

    @Option(
            names = "--select",
            paramLabel = "ON",
            defaultValue = "held-out",
            description =
                    "What seed, rate and epoch are chosen on: held-out (rows held out of --train), dev, as papers do, or a FILE of"
                            + " labelled rows, with the columns of --train, all of which is learned from then.")
    private String select = "held-out";

    @Option(
            names = "--held-out",
            paramLabel = "SHARE",
            defaultValue = "0.1",
            description =
                    "Share of the training rows, at most 0.5, that is held out where there is something to choose; with --select held-out alone.")
    private double heldOut;

    @Option(
            names = "--metric",
            paramLabel = "NAME",
            description = "Figure to choose by; default that of the task: accuracy, for regression spearman.")
    private @Nullable String metric;

    @Option(
            names = "--learning-rate",
            split = ",",
            paramLabel = "RATE",
            description =
                    "Peak rate, default 1e-4. Of several, separated by commas, the best with the first seed is taken.")
    private @Nullable List<Double> rates;

    @Option(
            names = "--sweep",
            description =
                    "Choose the rate among those published for the model's size (Small: 3e-4, 1e-4, 5e-5, 3e-5), then train three"
                            + " seeds with it; --learning-rate and --seeds name others. The report compares all.")
    private boolean sweep;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "Passes over the training rows; default 3, of a named set what suits it.")
    private @Nullable Integer epochs;

    @Option(names = "--batch", paramLabel = "N", description = "Rows a step; default 32, of a named set what suits it.")
    private @Nullable Integer batch;

    @Option(
            names = "--max-length",
            paramLabel = "N",
            description =
                    "Most tokens that are read at once, [CLS] and [SEP] included; default 128, for questions 384, of a named set what"
                            + " suits it. Longer texts are read through windows.")
    private @Nullable Integer maxLength;

    @Option(
            names = "--layerwise-decay",
            paramLabel = "FACTOR",
            description = "Factor on the rate from one layer to the next below; default 0.8.")
    private @Nullable Double layerwiseDecay;

    @Option(names = "--weight-decay", paramLabel = "X", description = "Decoupled weight decay; default 0.01.")
    private @Nullable Double weightDecay;

    @Option(
            names = "--warmup",
            paramLabel = "SHARE",
            defaultValue = "0.1",
            description = "Share of the steps until the peak rate.")
    private double warmup;

    @Option(
            names = "--dropout",
            paramLabel = "P",
            defaultValue = "0.1",
            description = "Of hidden states, attention weights and before the head.")
    private double dropout;

    @Option(
            names = "--head",
            paramLabel = "FORM",
            description =
                    "huggingface (two layers; loads in transformers; default with cls) or linear (the paper's; default"
                            + " with mean).")
    private @Nullable String head;

    @Option(
            names = "--pooling",
            paramLabel = "HOW",
            defaultValue = "cls",
            description = "What the head sees: cls, the state of [CLS], or mean, over all tokens.")
    private String pooling = "cls";

    @Option(names = "--best-epoch", description = "Keep the weights of the best epoch instead of the last one's.")
    private boolean bestEpoch;

    @Option(
            names = "--patience",
            paramLabel = "N",
            defaultValue = "0",
            description = "End a training after N epochs without improvement, and keep the best epoch; 0 for never.")
    private int patience;

    @Option(
            names = "--both-orders",
            negatable = true,
            showDefaultValue = Visibility.NEVER,
            description = "Learn pairs in both orders, or not; default for glue/mrpc and glue/stsb, as the authors do.")
    private @Nullable Boolean bothOrders;

    @Option(
            names = "--class-weights",
            paramLabel = "HOW",
            description =
                    "How much each class counts in the loss: balanced (the more the rarer it is), or NAME=WEIGHT,...; the others have"
                            + " 1. Of classification, relation and tagging.")
    private @Nullable String classWeights;

    @Option(
            names = "--sampling",
            paramLabel = "HOW",
            defaultValue = "all",
            description = "What an epoch learns from: all (every row once), or balanced (every label equally often).")
    private String sampling = "all";

    @Option(
            names = "--threshold-for",
            paramLabel = "FIGURE",
            description =
                    "Choose a threshold on the probability of the second of two classes (f1, macro_f1, matthews or accuracy), or with"
                            + " --out-of-scope-label on the confidence, on the rows held out, and keep it with the model.")
    private @Nullable String thresholdFor;

    @Option(
            names = "--out-of-scope-label",
            paramLabel = "NAME",
            description =
                    "The label of texts that belong to no class, which is also said of a text of whose class the model is less sure"
                            + " than a threshold. Chosen for --threshold-for balanced_accuracy (usual), accuracy or f1.")
    private @Nullable String outOfScope;

    @Option(
            names = "--calibrate",
            negatable = true,
            showDefaultValue = Visibility.NEVER,
            description =
                    "Fit the temperature of the probabilities on rows held out, though nothing else is chosen on them, or never; without"
                            + " either it is fitted where there are such rows.")
    private @Nullable Boolean calibrate;

    @Option(
            names = "--counterfactual",
            arity = "0..1",
            fallbackValue = TermExchange.ENGLISH,
            paramLabel = "FILE",
            description =
                    "Learn from every row with an identity term a second time, with the term exchanged and the same label: she with he, mother"
                            + " with father and other English words of gender, or the pairs of a file, two terms a line with a TAB between. Of"
                            + " classification, regression and choice; is the label still right then? See docs/careful-use.md.")
    private @Nullable String counterfactual;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description =
                    "\"paper\" takes the published rate, decay, head, length and epochs for the model's size and the task (docs/tasks.md has"
                            + " them). Options given beside it win.")
    private @Nullable String preset;

    @Mixin
    private ComputeDevice device = new ComputeDevice();

    @Option(
            names = "--precision",
            paramLabel = "NAME",
            defaultValue = "fp32",
            description = "fp32, or bf16: faster on processors with its instructions, with fp32 master weights.")
    private String precision = "fp32";

    @Option(
            names = "--recipe",
            paramLabel = "NAME",
            defaultValue = "default",
            description =
                    "\"reference\" does as the ELECTRA authors' code: losses summed over the batch before clipping,"
                            + " layer-wise rates one layer lower, and Adam without the correction of its bias.")
    private String recipe = "default";

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads that share each step; default: one a core, and on a GPU one.")
    private @Nullable Integer threads;

    @Option(
            names = "--save-every",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "Save the training state no more often than this.")
    private double saveEvery;

    /** Whether the user named the figure to choose by. */
    boolean choosesMetric() {
        return metric != null;
    }

    /** The plan for a kind of task. */
    FineTuningPlan plan(TaskKind<?> kind, @Nullable NamedSet set, Path model) throws IOException {
        int trainings = seeds != null ? seeds : sweep ? SWEEP_SEEDS : 1;
        Head.Pooling pooled = Head.Pooling.valueOf(Choices.pooling(pooling).name());
        Preset usual = preset(kind, set, model);
        List<Double> allRates =
                rates != null ? rates : sweep ? Preset.sweepRates(shape(model)) : List.of(usual.learningRate());
        FineTuningConfig config = new FineTuningConfig(
                allRates.get(0),
                layerwiseDecay != null ? layerwiseDecay : usual.layerwiseDecay(),
                weightDecay != null ? weightDecay : usual.weightDecay(),
                warmup,
                batch != null ? batch : usual.batch(),
                epochs != null ? epochs : usual.epochs(),
                maxLength != null ? maxLength : usual.maxLength(),
                form(pooled, usual),
                pooled,
                dropout,
                isReference());
        return new FineTuningPlan(
                        config,
                        allRates,
                        Seeds.of(seed, trainings),
                        fromScratch,
                        selection(),
                        heldOut,
                        metric != null ? metric : set != null ? set.metrics().get(0) : kind.metric(),
                        bestEpoch,
                        patience,
                        bothOrders != null ? bothOrders : set != null && set.bothOrders())
                .withRetry(retry)
                .withImbalance(imbalance())
                .withFitting(new Fitting(thresholdFor, outOfScope, calibrate))
                .withCounterfactual(exchange());
    }

    private @Nullable TermExchange exchange() throws IOException {
        return counterfactual == null
                ? null
                : counterfactual.equals(TermExchange.ENGLISH)
                        ? TermExchange.english()
                        : TermExchange.read(Path.of(counterfactual));
    }

    private Imbalance imbalance() {
        if (!sampling.equals("all") && !sampling.equals("balanced")) {
            throw new IllegalArgumentException("--sampling " + sampling + ": expected all or balanced");
        }
        return new Imbalance(weights(), sampling.equals("balanced"));
    }

    private ClassWeights weights() {
        try {
            return classWeights == null ? ClassWeights.NONE : ClassWeights.of(classWeights);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--class-weights: " + e.getMessage(), e);
        }
    }

    private static ElectraConfig shape(Path model) throws IOException {
        try (ModelDirectory directory = ModelDirectory.open(model)) {
            return directory.config().config();
        }
    }

    /** What holds where no option says otherwise. */
    Preset preset(TaskKind<?> kind, @Nullable NamedSet set, Path model) throws IOException {
        if (preset == null) {
            return Preset.standard(kind, set);
        }
        if (!preset.equals("paper")) {
            throw new IllegalArgumentException("--preset " + preset + ": expected paper");
        }
        return Preset.paper(shape(model), kind, set);
    }

    private Head.Form form(Head.Pooling pooled, Preset usual) {
        if (head == null) {
            return pooled == Head.Pooling.CLS && !usual.linearHead() ? Head.Form.HUGGINGFACE : Head.Form.LINEAR;
        }
        return switch (head) {
            case "huggingface" -> Head.Form.HUGGINGFACE;
            case "linear" -> Head.Form.LINEAR;
            default -> throw new IllegalArgumentException("--head " + head + ": expected huggingface or linear");
        };
    }

    private Selection selection() {
        return switch (select) {
            case "held-out" -> Selection.HELD_OUT;
            case "dev" -> Selection.DEV;
            default -> Selection.FILE;
        };
    }

    /** Refuses a share of rows to hold out where others are chosen on. */
    void refuseUnread(CommandSpec spec) {
        if (selection() != Selection.HELD_OUT) {
            UnreadOptions.refuse(spec, "is for --select held-out, and not for --select " + select, "--held-out");
        }
    }

    /**
     * The file of rows to choose on; empty where there is none.
     *
     * @throws IllegalArgumentException where it is not there
     */
    Optional<Path> selectionFile() {
        if (selection() != Selection.FILE) {
            return Optional.empty();
        }
        Path file = Path.of(select);
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("--select " + select
                    + ": expected held-out, dev or a file of labelled rows; there is no such file");
        }
        return Optional.of(file);
    }

    private boolean isReference() {
        return switch (recipe) {
            case "default" -> false;
            case "reference" -> true;
            default -> throw new IllegalArgumentException("--recipe " + recipe + ": expected default or reference");
        };
    }

    Precision precision() {
        return Precision.of(precision);
    }

    Device device(CommandSpec spec) {
        return device.get(spec);
    }

    int threads() {
        return threads != null ? threads : device.named().replicas();
    }

    double saveEvery() {
        return saveEvery;
    }
}
