package io.github.electra4j.task;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a fine-tuned model was trained for, as its {@code config.json} keeps it: so that evaluation and prediction read
 * the same columns and cut texts at the same length without being told.
 *
 * @param task with its labels or its range
 * @param columns of the training file
 * @param maxLength most tokens of an example
 */
public record TaskDescription(TextTask task, Columns columns, int maxLength) {
    /** The key in {@code config.json} behind which {@link #toConfig} stands. */
    public static final String KEY = "electra4j_task";

    /** Names of the outputs, Hugging Face's {@code id2label}. */
    public List<String> labels() {
        return task instanceof TextClassification classification
                ? classification.labels().names()
                : List.of("LABEL_0");
    }

    /** Hugging Face's {@code problem_type}. */
    public String problemType() {
        return task instanceof TextClassification ? "single_label_classification" : "regression";
    }

    /** What Hugging Face's keys do not hold; the value of {@link #KEY}. */
    public Map<String, Object> toConfig() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("task", task.name());
        config.put("text_column", columns.text());
        put(config, "pair_column", columns.pair());
        put(config, "label_column", columns.label());
        put(config, "id_column", columns.id());
        config.put("header", columns.header());
        config.put("max_length", maxLength);
        if (task instanceof TextRegression regression) {
            config.put("label_least", regression.range().least());
            config.put("label_greatest", regression.range().greatest());
        }
        return config;
    }

    private static void put(Map<String, Object> config, String key, @Nullable String value) {
        if (value != null) {
            config.put(key, value);
        }
    }

    /**
     * Reads what {@link #toConfig} gave.
     *
     * @param labels {@code id2label} of the same file
     * @param source names the file in errors
     * @throws IllegalArgumentException if a key is missing or of another type
     */
    public static TaskDescription fromConfig(List<String> labels, Map<?, ?> config, String source) {
        String name = get(config, "task", String.class, source);
        TextTask task =
                switch (name) {
                    case TextClassification.NAME -> new TextClassification(new LabelSet(labels));
                    case TextRegression.NAME ->
                        new TextRegression(new LabelRange(
                                get(config, "label_least", Number.class, source).doubleValue(),
                                get(config, "label_greatest", Number.class, source)
                                        .doubleValue()));
                    default ->
                        throw new IllegalArgumentException(source + ": " + KEY + ".task: \"" + name + "\", supported: "
                                + TextClassification.NAME + ", " + TextRegression.NAME);
                };
        Columns columns = new Columns(
                get(config, "text_column", String.class, source),
                optional(config, "pair_column", source),
                optional(config, "label_column", source),
                optional(config, "id_column", source),
                get(config, "header", Boolean.class, source));
        return new TaskDescription(
                task, columns, get(config, "max_length", Number.class, source).intValue());
    }

    private static @Nullable String optional(Map<?, ?> config, String key, String source) {
        return config.containsKey(key) ? get(config, key, String.class, source) : null;
    }

    private static <T> T get(Map<?, ?> config, String key, Class<T> type, String source) {
        Object value = config.get(key);
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException(source + ": " + KEY + "." + key + ": " + value + ", expected a "
                    + type.getSimpleName() + "; fine-tune the model again");
        }
        return type.cast(value);
    }
}
