package io.github.electra4j;

import io.github.electra4j.checkpoint.ModelDirectory;
import io.github.electra4j.checkpoint.Provenance;
import io.github.electra4j.checkpoint.TaskSettings;
import io.github.electra4j.task.Columns;
import io.github.electra4j.task.Task;
import io.github.electra4j.task.TaskKind;
import io.github.electra4j.task.TaskKinds;
import io.github.electra4j.task.TextRegression;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a fine-tuned model was trained for: so that evaluation and prediction read the same columns and cut texts at the same
 * length without being told.
 *
 * @param task with its labels and whatever else belongs to it
 * @param columns of the training file; null for a model that electra4j has not made
 * @param maxLength most tokens of a window
 * @param pooling what the head sees
 * @param prior what was known of the training labels, see {@link Task#prior}; empty where it is not known
 * @param set the named set that it was trained on; null for none
 */
public record ModelTask(
        Task<?, ?, ?> task,
        @Nullable Columns columns,
        int maxLength,
        Pooling pooling,
        List<Double> prior,
        @Nullable String set) {
    private static final String PRIOR = "prior";
    private static final String SET = "set";

    public ModelTask {
        prior = List.copyOf(prior);
    }

    /** The task of a model directory; null for one without a head for a task. */
    public static @Nullable ModelTask of(ModelDirectory model) {
        TaskSettings settings = model.task();
        if (settings == null) {
            return foreign(model);
        }
        String source = model.path().resolve(TaskSettings.NAME).toString();
        Task<?, ?, ?> task = TaskKinds.ALL.stream()
                .filter(kind -> kind.name().equals(settings.task()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        source + ": task: \"" + settings.task() + "\", supported: " + TaskKinds.names()))
                .restored(settings, source);
        Columns columns = new Columns(
                settings.textColumn(), settings.pairColumn(), settings.labelColumn(), null, settings.header());
        return new ModelTask(
                task,
                columns,
                settings.maxLength(),
                pooling(settings.pooling(), source),
                prior(settings, source),
                settings.extra().containsKey(SET) ? settings.text(SET, source) : null);
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

    /**
     * Of a model by someone else: what its head is for.
     *
     * @throws IllegalArgumentException where it is ours and its settings are lost, without which its answers would be others
     */
    private static @Nullable ModelTask foreign(ModelDirectory model) {
        for (TaskKind<?> kind : TaskKinds.ALL) {
            Task<?, ?, ?> task =
                    kind.foreign(model.architecture(), model.config().labels());
            if (task != null) {
                if (Files.exists(model.path().resolve(Provenance.NAME))) {
                    throw new IllegalArgumentException(model.path() + ": no " + TaskSettings.NAME + ", though its "
                            + Provenance.NAME
                            + " says that electra4j made it: labels, thresholds, lengths and temperature stand there;"
                            + " copy it from where the model was made, or take " + Provenance.NAME
                            + " away to have it read as a model by someone else");
                }
                return new ModelTask(task, null, model.config().config().maxPositions(), Pooling.CLS, List.of(), null);
            }
        }
        return null;
    }

    private static Pooling pooling(String name, String source) {
        return switch (name) {
            case "cls" -> Pooling.CLS;
            case "mean" -> Pooling.MEAN;
            default -> throw new IllegalArgumentException(source + ": pooling: \"" + name + "\", supported: cls, mean");
        };
    }

    /** What the model directory keeps. */
    public TaskSettings toSettings() {
        if (columns == null || columns.label() == null) {
            throw new IllegalStateException("a model that was trained here knows its columns");
        }
        Map<String, Object> extra = new LinkedHashMap<>(task.settings());
        extra.put(PRIOR, prior);
        if (set != null) {
            extra.put(SET, set);
        }
        return new TaskSettings(
                task.name(),
                columns.text(),
                columns.pair(),
                columns.label(),
                columns.header(),
                task instanceof TextRegression ? List.of() : task.outputNames(),
                maxLength,
                pooling.name().toLowerCase(Locale.ROOT),
                extra);
    }
}
