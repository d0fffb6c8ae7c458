package io.github.electra4j.train.pretrain;

import io.github.electra4j.task.NearestName;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    /** The built-in configurations. */
    public static final List<String> BUILT_IN = List.of("tiny", "small", "base", "large");

    private static final TypeReference<LinkedHashMap<String, @Nullable Object>> OBJECT = new TypeReference<>() {};
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    private ConfigFiles() {}

    /**
     * Reads a configuration as a map of its keys.
     *
     * @param nameOrFile one of {@link #BUILT_IN}, or the path of a JSON file
     */
    public static Map<String, @Nullable Object> read(String nameOrFile) throws IOException {
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
        Path file = Path.of(nameOrFile);
        if (!Files.exists(file)) {
            throw new NoSuchFileException(
                    nameOrFile,
                    null,
                    "no such configuration; expected " + String.join(", ", BUILT_IN) + " or a JSON file");
        }
        try {
            return MAPPER.readValue(Files.readAllBytes(file), OBJECT);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(file + ": no JSON object of settings: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * The configuration of these values.
     *
     * @param source named in errors
     * @throws IllegalArgumentException where a key is unknown or missing, or a value is out of its range
     */
    public static PretrainingConfig resolve(Map<String, @Nullable Object> values, String source) {
        Map<String, @Nullable Object> bound = new LinkedHashMap<>();
        List<String> known = new ArrayList<>();
        for (RecordComponent component : PretrainingConfig.class.getRecordComponents()) {
            String key = key(component.getName());
            known.add(key);
            if (!values.containsKey(key) && !nullable(component)) {
                throw new IllegalArgumentException(source + ": " + key + " is missing");
            }
            Object value = values.get(key);
            bound.put(
                    key,
                    component.getType().isEnum() && value != null ? constant(component, key, value, source) : value);
        }
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                String nearest = NearestName.of(key, known);
                throw new IllegalArgumentException(source + ": unknown setting " + key
                        + (nearest == null
                                ? "; known are " + String.join(", ", known)
                                : "; did you mean " + nearest + "?"));
            }
        }
        try {
            return MAPPER.convertValue(bound, PretrainingConfig.class);
        } catch (JacksonException e) {
            Throwable cause = e.getCause();
            String words = cause instanceof IllegalArgumentException ? cause.getMessage() : e.getOriginalMessage();
            String path = e.getPath().isEmpty() ? "" : e.getPath().get(0).getPropertyName() + ": ";
            throw new IllegalArgumentException(source + ": " + path + words, e);
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

    private static boolean nullable(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private static String constant(RecordComponent component, String key, Object value, String source) {
        String name = value.toString().toUpperCase(Locale.ROOT).replace('-', '_');
        List<String> names = new ArrayList<>();
        for (Object constant : component.getType().getEnumConstants()) {
            names.add(constant.toString().toLowerCase(Locale.ROOT).replace('_', '-'));
            if (constant.toString().equals(name)) {
                return name;
            }
        }
        throw new IllegalArgumentException(
                source + ": " + key + ": \"" + value + "\", expected " + String.join(" or ", names));
    }

    private static String key(String component) {
        return component
                .replaceAll("([A-Z]|\\d+)", "_$1")
                .toLowerCase(Locale.ROOT)
                .replace("beta_", "beta");
    }
}
