package io.github.electra4j.json;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
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

    private JsonText() {}

    /**
     * Reads a file that must hold one JSON object in UTF-8, as Java values by their names.
     *
     * @throws IllegalArgumentException where it holds something else; the message names file, line and column
     */
    public static Map<String, @Nullable Object> readValues(Path file) throws IOException {
        return values(readObject(file));
    }

    /**
     * The same of a text.
     *
     * @param source what the message calls it
     */
    public static Map<String, @Nullable Object> parseValues(String json, String source) {
        return values(parseObject(json.getBytes(StandardCharsets.UTF_8), source));
    }

    private static Map<String, @Nullable Object> values(ObjectNode object) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        object.properties().forEach(p -> values.put(p.getKey(), p.getValue().isNull() ? null : value(p.getValue())));
        return values;
    }

    /** An object without entries. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** A list without entries. */
    public static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /** A Java value (map, list, string, number, boolean, null) as a node. */
    public static JsonNode node(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** A node as a Java value. */
    public static Object value(JsonNode node) {
        return MAPPER.treeToValue(node, Object.class);
    }

    /**
     * A tree as a record.
     *
     * @throws IllegalArgumentException where it does not fit; the message names the key, what it is and what was expected
     */
    public static <T> T bind(JsonNode node, Class<T> type) {
        try {
            return MAPPER.treeToValue(node, type);
        } catch (JacksonException | NullPointerException e) {
            throw new IllegalArgumentException(JsonFault.mismatch(node, e), e);
        }
    }

    /**
     * Reads a file that must hold one JSON object in UTF-8.
     *
     * @throws IllegalArgumentException where it holds something else; the message names file, line and column
     */
    public static ObjectNode readObject(Path file) throws IOException {
        return parseObject(Files.readAllBytes(file), file.toString());
    }

    /**
     * Parses one JSON object; a name that stands twice, bytes that are not UTF-8 and anything after the object are errors.
     *
     * @param source what the message calls it
     */
    public static ObjectNode parseObject(byte[] utf8, String source) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(source + ": not UTF-8, expected JSON", e);
        }
        JsonNode node;
        try {
            // Editors of some systems begin every file with a byte-order mark.
            node = MAPPER.readTree(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(source + ": not valid JSON: " + JsonFault.syntax(e) + place(e), e);
        }
        if (!(node instanceof ObjectNode object)) {
            throw new IllegalArgumentException(source + ": expected a JSON object, found "
                    + (node.isMissingNode() ? "nothing" : JsonFault.shown(node)));
        }
        return object;
    }

    /**
     * Parses one JSON object that stands on a line of its own; errors begin with the place and name the column.
     *
     * @param place file and line
     */
    public static ObjectNode parseLine(String line, String place) {
        JsonNode node;
        try {
            node = MAPPER.readTree(line);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    place + ": not valid JSON: " + JsonFault.syntax(e) + " (column " + JsonFault.column(e)
                            + "); correct the line or leave it out",
                    e);
        }
        if (!(node instanceof ObjectNode object)) {
            throw new IllegalArgumentException(place + ": expected a JSON object, found " + JsonFault.shown(node));
        }
        return object;
    }

    /** Indented text, ended by a line feed. */
    public static String pretty(JsonNode node) {
        return MAPPER.writer().with(PRINTER).writeValueAsString(node) + "\n";
    }

    /** Text on one line. */
    public static String compact(JsonNode node) {
        return MAPPER.writeValueAsString(node);
    }

    private static String place(JacksonException e) {
        int line = JsonFault.line(e);
        return line == 0 ? "" : " (line " + line + ", column " + JsonFault.column(e) + ")";
    }
}
