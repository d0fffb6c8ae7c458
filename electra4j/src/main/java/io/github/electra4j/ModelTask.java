package io.github.electra4j;

import io.github.electra4j.checkpoint.Architecture;
import io.github.electra4j.checkpoint.ModelDirectory;
import io.github.electra4j.checkpoint.TaskSettings;
import io.github.electra4j.task.Columns;
import io.github.electra4j.task.LabelRange;
import io.github.electra4j.task.LabelSet;
import io.github.electra4j.task.TextClassification;
import io.github.electra4j.task.TextRegression;
import io.github.electra4j.task.TextTask;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a fine-tuned model was trained for: so that evaluation and prediction read the same columns and cut texts at the same
 * length without being told.
 *
 * @param task with its labels or its range
 * @param columns of the training file; null for a model that electra4j has not made
 * @param maxLength most tokens of a text or pair
 * @param pooling what the head sees
 * @param prior share of each class among the training labels by id, or their mean; empty where it is not known
 */
public record ModelTask(TextTask task, @Nullable Columns columns, int maxLength, Pooling pooling, List<Double> prior) {
    private static final String PRIOR = "prior";

    public ModelTask {
        prior = List.copyOf(prior);
    }

    /** The task of a model directory; null for one without a head for texts. */
    public static @Nullable ModelTask of(ModelDirectory model) {
        if (model.architecture() != Architecture.CLASSIFIER && model.architecture() != Architecture.LINEAR_CLASSIFIER) {
            return null;
        }
        TaskSettings settings = model.task();
        if (settings == null) {
            return foreign(model);
        }
        String source = model.path().resolve(TaskSettings.NAME).toString();
        TextTask task =
                switch (settings.task()) {
                    case TextClassification.NAME -> new TextClassification(new LabelSet(settings.labels()));
                    case TextRegression.NAME ->
                        new TextRegression(new LabelRange(
                                number(settings, TaskSettings.LABEL_LEAST, source),
                                number(settings, TaskSettings.LABEL_GREATEST, source)));
                    default ->
                        throw new IllegalArgumentException(source + ": task: \"" + settings.task() + "\", supported: "
                                + TextClassification.NAME + ", " + TextRegression.NAME);
                };
        Columns columns = new Columns(
                settings.textColumn(), settings.pairColumn(), settings.labelColumn(), null, settings.header());
        return new ModelTask(
                task, columns, settings.maxLength(), pooling(settings.pooling(), source), prior(settings, source));
    }

    private static List<Double> prior(TaskSettings settings, String source) {
        Object found = settings.extra().get(PRIOR);
        if (found == null) {
            return List.of();
        }
        if (!(found instanceof List<?> list) || !list.stream().allMatch(Number.class::isInstance)) {
            throw new IllegalArgumentException(source + ": extra." + PRIOR + ": " + found
                    + ", expected a list of numbers; fine-tune the model again, or take the key away");
        }
        return list.stream().map(share -> ((Number) share).doubleValue()).toList();
    }

    /** Of a model by someone else: its labels by id, or with one output the value as it comes. */
    private static ModelTask foreign(ModelDirectory model) {
        List<String> labels = model.config().labels();
        TextTask task = labels.size() == 1
                ? new TextRegression(new LabelRange(0, 1))
                : new TextClassification(new LabelSet(labels.isEmpty() ? List.of("LABEL_0", "LABEL_1") : labels));
        return new ModelTask(task, null, model.config().config().maxPositions(), Pooling.CLS, List.of());
    }

    private static Pooling pooling(String name, String source) {
        return switch (name) {
            case "cls" -> Pooling.CLS;
            case "mean" -> Pooling.MEAN;
            default -> throw new IllegalArgumentException(source + ": pooling: \"" + name + "\", supported: cls, mean");
        };
    }

    private static double number(TaskSettings settings, String key, String source) {
        if (settings.extra().get(key) instanceof Number number) {
            return number.doubleValue();
        }
        throw new IllegalArgumentException(source + ": extra." + key + ": "
                + settings.extra().get(key) + ", expected a number; fine-tune the model again");
    }

    /** Names of the outputs for {@code id2label}: classes, or the one name that Hugging Face gives to a value. */
    public List<String> outputNames() {
        return task instanceof TextClassification classification
                ? classification.labels().names()
                : List.of("LABEL_0");
    }

    /** Hugging Face's {@code problem_type}. */
    public String problemType() {
        return task instanceof TextClassification ? "single_label_classification" : "regression";
    }

    /** What the model directory keeps. */
    public TaskSettings toSettings() {
        if (columns == null || columns.label() == null) {
            throw new IllegalStateException("a model that was trained here knows its columns");
        }
        Map<String, Object> extra = new LinkedHashMap<>();
        extra.put(PRIOR, prior);
        if (task instanceof TextRegression regression) {
            extra.put(TaskSettings.LABEL_LEAST, regression.range().least());
            extra.put(TaskSettings.LABEL_GREATEST, regression.range().greatest());
        }
        return new TaskSettings(
                task.name(),
                columns.text(),
                columns.pair(),
                columns.label(),
                columns.header(),
                task instanceof TextClassification classification
                        ? classification.labels().names()
                        : List.of(),
                maxLength,
                pooling.name().toLowerCase(Locale.ROOT),
                extra);
    }
}
