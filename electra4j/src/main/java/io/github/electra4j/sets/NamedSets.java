package io.github.electra4j.sets;

import io.github.electra4j.json.JsonText;
import io.github.electra4j.sets.NamedSet.Part;
import io.github.electra4j.task.Columns;
import io.github.electra4j.task.LabelRange;
import io.github.electra4j.task.TaskKinds;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads {@code named-sets.json}. */
final class NamedSets {
    private static final String FILE = "named-sets.json";
    private static final Map<String, NamedSet> ALL = read();

    private NamedSets() {}

    static Map<String, NamedSet> all() {
        return ALL;
    }

    private static Map<String, NamedSet> read() {
        Map<String, NamedSet> sets = new LinkedHashMap<>();
        try (InputStream in = Objects.requireNonNull(NamedSets.class.getResourceAsStream(FILE), FILE)) {
            JsonText.parseObject(in.readAllBytes(), FILE)
                    .properties()
                    .forEach(entry -> sets.put(entry.getKey(), set(entry.getKey(), entry.getValue())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Collections.unmodifiableMap(sets);
    }

    private static NamedSet set(String name, JsonNode json) {
        String task = json.path("task").stringValue();
        Columns columns = json.has("columns")
                ? columns(json.path("columns"))
                : Objects.requireNonNull(TaskKinds.of(task).columns(), name);
        JsonNode train = json.path("train");
        JsonNode range = json.path("range");
        return new NamedSet(
                name,
                texts(json.path("folders")),
                task,
                texts(json.path("labels")),
                text(json.path("labels_file")),
                range.isMissingNode()
                        ? null
                        : new LabelRange(
                                range.get(0).doubleValue(), range.get(1).doubleValue()),
                texts(json.path("metrics")),
                json.path("epochs").asInt(3),
                json.path("max_length").asInt(128),
                json.path("batch").asInt(32),
                json.path("both_orders").asBoolean(false),
                options(json.path("options")),
                text(json.path("out_of_scope")),
                text(json.path("model_of")),
                train.isMissingNode() ? null : part("train", train, columns, json.path("splits")),
                parts(json.path("measured"), columns, json.path("splits")),
                json.has("submitted")
                        ? parts(json.path("submitted"), columns(json.path("test_columns")), json.path("splits"))
                        : List.of());
    }

    private static Map<String, String> options(JsonNode json) {
        Map<String, String> options = new LinkedHashMap<>();
        json.properties()
                .forEach(entry -> options.put(entry.getKey(), entry.getValue().stringValue()));
        return options;
    }

    private static List<Part> parts(JsonNode json, Columns columns, JsonNode splits) {
        List<Part> parts = new ArrayList<>();
        json.properties().forEach(entry -> parts.add(part(entry.getKey(), entry.getValue(), columns, splits)));
        return parts;
    }

    private static Part part(String name, JsonNode files, Columns columns, JsonNode splits) {
        return new Part(name, texts(files), columns, texts(splits.path(name)));
    }

    private static Columns columns(JsonNode json) {
        return new Columns(
                json.path("text").stringValue(),
                text(json.path("pair")),
                text(json.path("label")),
                text(json.path("id")),
                json.path("header").asBoolean(true));
    }

    private static @Nullable String text(JsonNode json) {
        return json.isMissingNode() ? null : json.stringValue();
    }

    /** The texts of a list, the one text, or none. */
    private static List<String> texts(JsonNode json) {
        return json.isString()
                ? List.of(json.stringValue())
                : json.valueStream().map(JsonNode::stringValue).toList();
    }
}
