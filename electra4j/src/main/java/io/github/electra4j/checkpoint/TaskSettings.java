package io.github.electra4j.checkpoint;

import io.github.electra4j.json.JsonText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a fine-tuned model needs to know of its task beyond Hugging Face's files: {@code electra4j.json} in a model directory.
 *
 * @param task the kind of task, such as {@code classification}
 * @param textColumn name or number of the column with the text
 * @param pairColumn that of the second text, or null
 * @param labelColumn that of the label
 * @param header whether the first line of a table names the columns
 * @param labels class names in the order of the logits; empty where they have none
 * @param maxLength the longest sequence in tokens, special ones included
 * @param pooling how a sequence becomes one vector: {@code cls} or {@code mean}
 * @param extra further settings, as JSON holds them
 */
public record TaskSettings(
        String task,
        String textColumn,
        @Nullable String pairColumn,
        String labelColumn,
        boolean header,
        List<String> labels,
        int maxLength,
        String pooling,
        Map<String, Object> extra) {
    /** The file's name in a model directory. */
    public static final String NAME = "electra4j.json";

    /** Key in {@link #extra}: the label that a regression learns as 0. */
    public static final String LABEL_LEAST = "label_least";

    /** Key in {@link #extra}: the label that a regression learns as 1. */
    public static final String LABEL_GREATEST = "label_greatest";

    /** Key in {@link #extra}: what logits are divided by before the softmax; missing where that is 1. */
    public static final String TEMPERATURE = "temperature";

    public TaskSettings {
        labels = List.copyOf(labels);
        extra = Map.copyOf(extra);
        if (maxLength < 2) {
            throw new IllegalArgumentException("max_length: " + maxLength + ", expected at least 2");
        }
    }

    /**
     * A number among {@link #extra}.
     *
     * @param source the file, for messages
     */
    public double number(String key, String source) {
        if (extra.get(key) instanceof Number number) {
            return number.doubleValue();
        }
        throw new IllegalArgumentException(
                source + ": extra." + key + ": " + extra.get(key) + ", expected a number; fine-tune the model again");
    }

    /** A text among {@link #extra}, as {@link #number}. */
    public String text(String key, String source) {
        if (extra.get(key) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException(
                source + ": extra." + key + ": " + extra.get(key) + ", expected a text; fine-tune the model again");
    }

    /** The text of the file. */
    public String toJson() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("task", task);
        map.put("text_column", textColumn);
        if (pairColumn != null) {
            map.put("pair_column", pairColumn);
        }
        map.put("label_column", labelColumn);
        map.put("header", header);
        map.put("labels", labels);
        map.put("max_length", maxLength);
        map.put("pooling", pooling);
        map.put("extra", new TreeMap<>(extra));
        return JsonText.pretty(JsonText.node(map));
    }

    static TaskSettings read(Path file) throws IOException {
        ObjectNode root = JsonText.readObject(file);
        String source = file.toString();
        JsonNode maxLength = root.path("max_length");
        if (!maxLength.isIntegralNumber() || !maxLength.canConvertToInt() || maxLength.intValue() < 2) {
            throw expected(source, "max_length", maxLength, "a whole number of at least 2");
        }
        JsonNode header = root.path("header");
        if (!header.isBoolean()) {
            throw expected(source, "header", header, "true or false");
        }
        List<String> labels = new ArrayList<>();
        if (!root.path("labels").isArray()) {
            throw expected(source, "labels", root.path("labels"), "an array of texts");
        }
        for (JsonNode label : root.path("labels")) {
            if (!label.isString()) {
                throw expected(source, "labels", label, "a text");
            }
            labels.add(label.stringValue());
        }
        Map<String, Object> extra = new LinkedHashMap<>();
        root.path("extra").properties().forEach(p -> {
            if (!p.getValue().isNull()) {
                extra.put(p.getKey(), JsonText.value(p.getValue()));
            }
        });
        return new TaskSettings(
                text(root, "task", source),
                text(root, "text_column", source),
                root.hasNonNull("pair_column") ? text(root, "pair_column", source) : null,
                text(root, "label_column", source),
                header.booleanValue(),
                labels,
                maxLength.intValue(),
                text(root, "pooling", source),
                extra);
    }

    private static String text(ObjectNode root, String key, String source) {
        JsonNode node = root.path(key);
        if (!node.isString()) {
            throw expected(source, key, node, "a text");
        }
        return node.stringValue();
    }

    private static IllegalArgumentException expected(String source, String key, JsonNode found, String what) {
        return new IllegalArgumentException(
                source + ": " + key + " is " + (found.isMissingNode() ? "missing" : found) + ", expected " + what);
    }
}
