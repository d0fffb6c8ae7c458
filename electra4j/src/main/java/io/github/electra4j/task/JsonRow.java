package io.github.electra4j.task;

import io.github.electra4j.json.JsonFault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A JSON object of a row, or one inside it; what it lacks is an error that names file, line and key.
 *
 * @param node the object
 * @param path keys that lead to it, each with a point behind; empty for the row itself
 * @param file where the row stands
 * @param line the line that it starts on, from 1
 */
public record JsonRow(JsonNode node, String path, Path file, long line) {
    /** Where it stands, {@code file:line}, as error messages begin. */
    public String place() {
        return file + ":" + line;
    }

    /** What names the row: a text or a number under {@code id}; null where there is none. */
    public @Nullable String id() {
        JsonNode id = node.path(Columns.ID);
        if (id.isMissingNode() || id.isNull()) {
            return null;
        }
        if (!id.isString() && !id.isNumber()) {
            throw expected(Columns.ID, id, "a text or a number");
        }
        return id.asString();
    }

    /** Whether there is a value under a key that is not null. */
    public boolean has(String key) {
        return node.hasNonNull(key);
    }

    /** The text under a key. */
    public String text(String key) {
        JsonNode value = node.path(key);
        if (!value.isString()) {
            throw expected(key, value, "a text");
        }
        return value.stringValue();
    }

    /** The text under a key, or null. */
    public @Nullable String textOrNull(String key) {
        return has(key) ? text(key) : null;
    }

    /** The texts of the list under a key. */
    public List<String> texts(String key) {
        JsonNode list = node.path(key);
        if (!list.isArray()) {
            throw expected(key, list, "a list of texts");
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode value : list) {
            if (!value.isString()) {
                throw expected(key + "[" + texts.size() + "]", value, "a text");
            }
            texts.add(value.stringValue());
        }
        return texts;
    }

    /** The whole number of at least 0 under a key. */
    public int whole(String key) {
        return whole(key, node.path(key));
    }

    private int whole(String key, JsonNode value) {
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 0) {
            throw expected(key, value, "a whole number of at least 0");
        }
        return value.intValue();
    }

    /** The whole numbers, of at least 0, of the list under a key. */
    public List<Integer> wholes(String key) {
        JsonNode list = node.path(key);
        if (!list.isArray()) {
            throw expected(key, list, "a list of whole numbers");
        }
        List<Integer> wholes = new ArrayList<>();
        for (JsonNode value : list) {
            wholes.add(whole(key + "[" + wholes.size() + "]", value));
        }
        return wholes;
    }

    /** The object under a key. */
    public JsonRow object(String key) {
        JsonNode value = node.path(key);
        if (!value.isObject()) {
            throw expected(key, value, "an object");
        }
        return new JsonRow(value, path + key + ".", file, line);
    }

    /** The objects of the list under a key. */
    public List<JsonRow> objects(String key) {
        JsonNode list = node.path(key);
        if (!list.isArray()) {
            throw expected(key, list, "a list of objects");
        }
        List<JsonRow> objects = new ArrayList<>();
        for (JsonNode value : list) {
            String at = key + "[" + objects.size() + "]";
            if (!value.isObject()) {
                throw expected(at, value, "an object");
            }
            objects.add(new JsonRow(value, path + at + ".", file, line));
        }
        return objects;
    }

    /** That the value under a key is not as it should be. */
    public IllegalArgumentException wrong(String key, String what) {
        return new IllegalArgumentException(place() + ": " + path + key + " " + what);
    }

    private IllegalArgumentException expected(String key, JsonNode found, String what) {
        String keys = String.join(", ", node.propertyNames());
        return wrong(
                key,
                "is "
                        + (found.isMissingNode()
                                ? "missing; keys found: " + (keys.isEmpty() ? "none" : keys)
                                : JsonFault.shown(found))
                        + ", expected " + what);
    }
}
