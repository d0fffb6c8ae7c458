package io.github.electra4j.cli;

import io.github.electra4j.task.TaskKind;
import io.github.electra4j.train.finetune.FineTuningConfig;
import io.github.electra4j.train.finetune.FineTuningPlan;
import io.github.electra4j.train.finetune.FineTuningPlan.Selection;
import io.github.electra4j.train.finetune.Head;
import io.github.electra4j.train.tensor.Precision;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code electra finetune} that say how it is trained and chosen. */
final class FineTuningArguments {
    @Option(
            names = "--from-scratch",
            description = "Start from random weights: the baseline that shows what pre-training is worth.")
    private boolean fromScratch;

    @Option(names = "--seeds", paramLabel = "N", defaultValue = "1", description = "Trainings, one a seed.")
    private int seeds;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "The first seed.")
    private long seed;

    @Option(
            names = "--select",
            paramLabel = "ON",
            defaultValue = "held-out",
            description =
                    "What seed, rate and epoch are chosen on: held-out (rows held out of --train), or dev, as papers do.")
    private String select = "held-out";

    @Option(
            names = "--held-out",
            paramLabel = "SHARE",
            defaultValue = "0.1",
            description =
                    "Share of the training rows, at most 0.5, that is held out where there is something to choose.")
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
            defaultValue = "1e-4",
            description = "Peak rate. Of several, separated by commas, the best with the first seed is taken.")
    private List<Double> rates = List.of(1e-4);

    @Option(names = "--epochs", paramLabel = "N", defaultValue = "3", description = "Passes over the training rows.")
    private int epochs;

    @Option(names = "--batch", paramLabel = "N", defaultValue = "32", description = "Texts a step.")
    private int batch;

    @Option(
            names = "--max-length",
            paramLabel = "N",
            description =
                    "Most tokens that are read at once, [CLS] and [SEP] included; default 128, for questions 384. Longer texts are"
                            + " cut and counted, or read in windows.")
    private @Nullable Integer maxLength;

    @Option(
            names = "--layerwise-decay",
            paramLabel = "FACTOR",
            defaultValue = "0.8",
            description = "Factor on the rate from one layer to the next below.")
    private double layerwiseDecay;

    @Option(names = "--weight-decay", paramLabel = "X", defaultValue = "0.01", description = "Decoupled weight decay.")
    private double weightDecay;

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

    @Option(names = "--both-orders", description = "Learn pairs in both orders, as the authors do for MRPC and STS-B.")
    private boolean bothOrders;

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

    @Option(names = "--threads", paramLabel = "N", description = "Threads that share each step; default: one a core.")
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
    FineTuningPlan plan(TaskKind<?> kind) {
        if (seeds < 1) {
            throw new IllegalArgumentException("--seeds " + seeds + ": expected at least 1");
        }
        Head.Pooling pooled = Head.Pooling.valueOf(Choices.pooling(pooling).name());
        FineTuningConfig config = new FineTuningConfig(
                rates.get(0),
                layerwiseDecay,
                weightDecay,
                warmup,
                batch,
                epochs,
                maxLength != null ? maxLength : kind.maxLength(),
                form(pooled),
                pooled,
                dropout,
                isReference());
        return new FineTuningPlan(
                config,
                rates,
                LongStream.range(seed, seed + seeds).boxed().toList(),
                fromScratch,
                selection(),
                heldOut,
                metric != null ? metric : kind.metric(),
                bestEpoch,
                patience,
                bothOrders);
    }

    private Head.Form form(Head.Pooling pooled) {
        if (head == null) {
            return pooled == Head.Pooling.CLS ? Head.Form.HUGGINGFACE : Head.Form.LINEAR;
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
            default -> throw new IllegalArgumentException("--select " + select + ": expected held-out or dev");
        };
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

    int threads() {
        return threads != null ? threads : Runtime.getRuntime().availableProcessors();
    }

    double saveEvery() {
        return saveEvery;
    }
}
