package io.github.electra4j.train.pretrain;

import io.github.electra4j.json.JsonText;
import io.github.electra4j.task.NearestName;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * Pre-training configurations as JSON: the built-in ones by name, a user's by path, and changes by key. Keys are the names of {@link
 * PretrainingConfig} in snake case, enum values in lower case with hyphens.
 */
public final class ConfigFiles {
    private static final String PUBLISHED = "published-";

    /**
     * The built-in configurations. {@code small}, {@code base} and {@code large} have the published discriminators, {@code published-} before
     * them the published recipe and generator as well.
     */
    public static final List<String> BUILT_IN = List.of(
            "tiny",
            "small",
            "base",
            "large",
            "modern-small",
            PUBLISHED + "small",
            PUBLISHED + "base",
            PUBLISHED + "large");

    private static final Pattern KEY = Pattern.compile("[a-z0-9_]+");

    /** Whole numbers up to it are exact as floating-point numbers. */
    private static final double MOST_LONG = 1L << 53;

    private static final TypeReference<LinkedHashMap<String, @Nullable Object>> OBJECT = new TypeReference<>() {};
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    private ConfigFiles() {}

    /**
     * Checks that there is such a configuration.
     *
     * @throws IllegalArgumentException where it is neither one of {@link #BUILT_IN} nor a file, naming the nearest, or a folder
     */
    public static void requireKnown(String nameOrFile) {
        if (BUILT_IN.contains(nameOrFile)) {
            return;
        }
        Path file = Path.of(nameOrFile);
        if (Files.isDirectory(file)) {
            throw new IllegalArgumentException(
                    file + ": is a folder; expected " + String.join(", ", BUILT_IN) + " or a JSON file of settings");
        }
        if (Files.exists(file)) {
            return;
        }
        String nearest = NearestName.of(nameOrFile, BUILT_IN);
        throw new IllegalArgumentException(nameOrFile + ": no such configuration; expected "
                + String.join(", ", BUILT_IN) + " or a JSON file"
                + (nearest == null ? "" : "; did you mean " + nearest + "?"));
    }

    /** The configuration of the same name with the published recipe; the same where there is none. */
    public static String published(String nameOrFile) {
        String published = PUBLISHED + nameOrFile;
        return BUILT_IN.contains(published) ? published : nameOrFile;
    }

    /**
     * Reads a configuration as a map of its keys.
     *
     * @param nameOrFile one of {@link #BUILT_IN}, or the path of a JSON file
     */
    public static Map<String, @Nullable Object> read(String nameOrFile) throws IOException {
        requireKnown(nameOrFile);
        if (BUILT_IN.contains(nameOrFile)) {
            try (InputStream in =
                    ConfigFiles.class.getResourceAsStream("/io/github/electra4j/config/" + nameOrFile + ".json")) {
                if (in == null) {
                    throw new IOException(
                            "the built-in configuration " + nameOrFile + " is missing from the class path");
                }
                return MAPPER.readValue(in.readAllBytes(), OBJECT);
            }
        }
        return JsonText.readValues(Path.of(nameOrFile));
    }

    /**
     * The configuration of these values.
     *
     * @param source named in errors
     * @throws IllegalArgumentException where a key is unknown or missing, or a value is out of its range
     */
    public static PretrainingConfig resolve(Map<String, @Nullable Object> values, String source) {
        return resolve(values, key -> source + ": " + key);
    }

    /**
     * The configuration of these values.
     *
     * @param label what errors call a key: where its value comes from, and the key
     * @throws IllegalArgumentException where a key is unknown or missing, or a value is out of its range
     */
    public static PretrainingConfig resolve(Map<String, @Nullable Object> values, UnaryOperator<String> label) {
        Map<String, @Nullable Object> bound = new LinkedHashMap<>();
        List<String> known = new ArrayList<>();
        for (RecordComponent component : PretrainingConfig.class.getRecordComponents()) {
            String key = key(component.getName());
            known.add(key);
            if (!values.containsKey(key) && !nullable(component)) {
                throw new IllegalArgumentException(label.apply(key) + " is missing");
            }
            bound.put(key, value(component, values.get(key), label.apply(key)));
        }
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                String nearest = NearestName.of(key, known);
                throw new IllegalArgumentException(label.apply(key) + ": unknown setting"
                        + (nearest == null
                                ? "; known are " + String.join(", ", known)
                                : "; did you mean " + nearest + "?"));
            }
        }
        try {
            return MAPPER.convertValue(bound, PretrainingConfig.class);
        } catch (JacksonException e) {
            // Kinds are checked above, so that it can only be what the configuration itself says, its key first.
            if (!(e.getCause() instanceof IllegalArgumentException refused) || refused.getMessage() == null) {
                throw e;
            }
            String words = refused.getMessage();
            Matcher key = KEY.matcher(words);
            throw new IllegalArgumentException(
                    key.lookingAt() ? label.apply(key.group()) + words.substring(key.end()) : words, e);
        }
    }

    /** The values of a configuration, as {@link #read} gives them. */
    public static Map<String, @Nullable Object> values(PretrainingConfig config) {
        Map<String, @Nullable Object> values = MAPPER.convertValue(config, OBJECT);
        for (RecordComponent component : PretrainingConfig.class.getRecordComponents()) {
            if (component.getType().isEnum()) {
                String key = key(component.getName());
                values.put(
                        key,
                        String.valueOf(values.get(key)).toLowerCase(Locale.ROOT).replace('_', '-'));
            }
        }
        return values;
    }

    /** The configuration with one value changed; the same where it is equal. */
    public static PretrainingConfig with(PretrainingConfig config, String key, Object value) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>(values(config));
        values.put(key, value);
        return resolve(values, key + "=" + value);
    }

    /** A value as it is written behind {@code --set key=}: JSON where it is JSON, else a string. */
    public static @Nullable Object parse(String value) {
        try {
            return MAPPER.readValue(value, Object.class);
        } catch (JacksonException e) {
            return value;
        }
    }

    static boolean nullable(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    /**
     * A value of the kind that a component takes. Jackson would take the text "3" for 3 and cut 1.5 to 1, and where it can do neither it
     * speaks of itself.
     */
    private static @Nullable Object value(RecordComponent component, @Nullable Object value, String label) {
        Class<?> type = component.getType();
        if (value == null && nullable(component)) {
            return null;
        }
        if (type.isEnum() && value != null) {
            return constant(component, value, label);
        }
        boolean whole = type == int.class || type == long.class || type == Integer.class;
        if (type == boolean.class ? value instanceof Boolean : value instanceof Number) {
            // 1e5 is read as a broken number, and is a whole one.
            double number = value instanceof Number n ? n.doubleValue() : 0;
            double most = type == long.class ? MOST_LONG : Integer.MAX_VALUE;
            if (!whole) {
                return value;
            }
            if (number == Math.rint(number) && Math.abs(number) <= most) {
                return (long) number;
            }
        }
        String expected = type == boolean.class
                ? "true or false"
                : whole ? "a whole number" + (type == long.class ? "" : " below 2^31") : "a number";
        throw new IllegalArgumentException(
                label + ": " + (value instanceof String ? "\"" + value + "\"" : value) + ", expected " + expected);
    }

    private static String constant(RecordComponent component, Object value, String label) {
        String name = value.toString().toLowerCase(Locale.ROOT).replace('_', '-');
        List<String> names = names(component.getType());
        if (names.contains(name)) {
            return name.toUpperCase(Locale.ROOT).replace('-', '_');
        }
        throw new IllegalArgumentException(label + ": \"" + value + "\", expected " + String.join(" or ", names));
    }

    /** The values of an enumeration as a configuration has them. */
    static List<String> names(Class<?> type) {
        return Stream.of(type.getEnumConstants())
                .map(constant -> constant.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
    }

    /** The key of a component of {@link PretrainingConfig}. */
    static String key(String component) {
        return component
                .replaceAll("([A-Z]|\\d+)", "_$1")
                .toLowerCase(Locale.ROOT)
                .replace("beta_", "beta");
    }
}
