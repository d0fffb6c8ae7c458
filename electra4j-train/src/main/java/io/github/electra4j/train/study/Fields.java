package io.github.electra4j.train.study;

import io.github.electra4j.task.NearestName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object, each asked for once by its kind.
 *
 * @param source what errors call the object: its file and place
 * @param values by name
 * @param asked the names that were asked for
 */
record Fields(String source, Map<String, @Nullable Object> values, Set<String> asked) {
    Fields(String source, Map<String, @Nullable Object> values) {
        this(source, values, new LinkedHashSet<>());
    }

    String string(String key) {
        String value = optional(key);
        if (value == null) {
            throw new IllegalArgumentException(source + ": " + key + " is missing");
        }
        return value;
    }

    String stringOr(String key, String other) {
        String value = optional(key);
        return value == null ? other : value;
    }

    @Nullable
    String optional(String key) {
        Object value = value(key);
        if (value == null) {
            return null;
        }
        if (value instanceof String text && !text.isBlank()) {
            return text;
        }
        throw wrong(key, value, "a text");
    }

    double numberOr(String key, double other) {
        Object value = value(key);
        if (value == null) {
            return other;
        }
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw wrong(key, value, "a number");
    }

    int wholeOr(String key, int other) {
        double number = numberOr(key, other);
        if (number != Math.rint(number) || Math.abs(number) > Integer.MAX_VALUE) {
            throw wrong(key, number, "a whole number");
        }
        return (int) number;
    }

    boolean flagOr(String key, boolean other) {
        Object value = value(key);
        if (value == null) {
            return other;
        }
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw wrong(key, value, "true or false");
    }

    List<Double> numbersOr(String key, List<Double> other) {
        Object value = value(key);
        if (value == null) {
            return other;
        }
        List<Double> numbers = new ArrayList<>();
        if (value instanceof List<?> list) {
            list.forEach(each -> numbers.add(each instanceof Number number ? number.doubleValue() : Double.NaN));
        }
        if (numbers.isEmpty() || numbers.contains(Double.NaN)) {
            throw wrong(key, value, "a list of numbers");
        }
        return numbers;
    }

    /** The objects of a list, or none where the key is missing. */
    List<Fields> objects(String key) {
        Object value = value(key);
        List<Fields> objects = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (Object each : list) {
                objects.add(object(source + ": " + key + "[" + objects.size() + "]", key, each));
            }
        } else if (value != null) {
            throw wrong(key, value, "a list of objects");
        }
        return objects;
    }

    /** A map of settings; empty where the key is missing. */
    Map<String, @Nullable Object> settings(String key) {
        Object value = value(key);
        return value == null ? Map.of() : object(source, key, value).values();
    }

    /** The same fault, with its place in the file where it has none. */
    IllegalArgumentException placed(IllegalArgumentException fault) {
        String words = String.valueOf(fault.getMessage());
        return words.startsWith(source) ? fault : new IllegalArgumentException(source + ": " + words, fault);
    }

    /**
     * Refuses what nobody asked for.
     *
     * @throws IllegalArgumentException naming the nearest key that there is
     */
    void requireAllKnown() {
        for (String key : values.keySet()) {
            if (!asked.contains(key)) {
                String nearest = NearestName.of(key, asked);
                throw new IllegalArgumentException(source + ": unknown key " + key
                        + (nearest == null
                                ? "; known are " + String.join(", ", asked)
                                : "; did you mean " + nearest + "?"));
            }
        }
    }

    private @Nullable Object value(String key) {
        asked.add(key);
        return values.get(key);
    }

    private Fields object(String name, String key, @Nullable Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw wrong(key, value, "an object");
        }
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        map.forEach((k, v) -> named.put(String.valueOf(k), v));
        return new Fields(name, named);
    }

    private IllegalArgumentException wrong(String key, @Nullable Object value, String expected) {
        return new IllegalArgumentException(source + ": " + key + ": "
                + (value instanceof String ? "\"" + value + "\"" : value) + ", expected " + expected);
    }
}
