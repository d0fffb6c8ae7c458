package io.github.electra4j.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Strict JSON in, and JSON out in the layout that Hugging Face's tools write: two spaces, a line for every entry. */
public final class JsonText {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final DefaultPrettyPrinter PRINTER = new DefaultPrettyPrinter(Separators.createDefaultInstance()
                    .withObjectNameValueSpacing(Separators.Spacing.AFTER)
                    .withArrayEmptySeparator("")
                    .withObjectEmptySeparator(""))
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(new DefaultIndenter("  ", "\n"));

    private static final Pattern OWN_WORDS =
            Pattern.compile("\\s*\\([^()]*\\[Source:.*|\\s*\\[Source:.*|: [^:]*`[A-Za-z]+Feature.*", Pattern.DOTALL);

    private JsonText() {}

    /**
     * Reads a file that must hold one JSON object in UTF-8, as Java values by their names.
     *
     * @throws IllegalArgumentException where it holds something else; the message names file, line and column
     */
    public static Map<String, @Nullable Object> readValues(Path file) throws IOException {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        readObject(file)
                .properties()
                .forEach(p -> values.put(p.getKey(), p.getValue().isNull() ? null : value(p.getValue())));
        return values;
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** A Java value (map, list, string, number, boolean, null) as a node. */
    static JsonNode node(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** A node as a Java value. */
    static Object value(JsonNode node) {
        return MAPPER.treeToValue(node, Object.class);
    }

    /** A node as a record; throws a {@link JacksonException} where it does not fit. */
    static <T> T bind(JsonNode node, Class<T> type) {
        return MAPPER.treeToValue(node, type);
    }

    /** Reads a file that must hold one JSON object in UTF-8. */
    static ObjectNode readObject(Path file) throws IOException {
        return parseObject(Files.readAllBytes(file), file.toString());
    }

    /**
     * Parses one JSON object; a name that stands twice, bytes that are not UTF-8 and anything after the object are errors.
     *
     * @param source what the message calls it
     */
    static ObjectNode parseObject(byte[] utf8, String source) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(source + ": not UTF-8 (" + e.getMessage() + "); expected JSON", e);
        }
        JsonNode node;
        try {
            node = MAPPER.readTree(text);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(source + ": not valid JSON: " + reason(e) + place(e), e);
        }
        if (!(node instanceof ObjectNode object)) {
            throw new IllegalArgumentException(source + ": expected a JSON object, found "
                    + (node.isMissingNode() ? "nothing" : node.getNodeType()));
        }
        return object;
    }

    /** Indented text, ended by a line feed. */
    static String pretty(JsonNode node) {
        return MAPPER.writer().with(PRINTER).writeValueAsString(node) + "\n";
    }

    static String compact(JsonNode node) {
        return MAPPER.writeValueAsString(node);
    }

    /** What is wrong, without what Jackson says of its own classes, features and objects. */
    static String reason(JacksonException e) {
        String words = String.valueOf(e.getOriginalMessage());
        if (words.startsWith("Trailing token")) {
            return "something stands behind the object";
        }
        return OWN_WORDS.matcher(words).replaceAll("").strip();
    }

    private static String place(JacksonException e) {
        return e.getLocation() == null || e.getLocation().getLineNr() < 1
                ? ""
                : " (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")";
    }
}
