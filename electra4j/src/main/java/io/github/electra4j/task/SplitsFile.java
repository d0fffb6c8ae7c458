package io.github.electra4j.task;

import io.github.electra4j.json.JsonFault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/** CLINC150's JSON: an object of named lists, whose entries are lists of a text and its label. */
final class SplitsFile {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Path file;
    private final JsonParser parser;

    private SplitsFile(Path file, JsonParser parser) {
        this.file = file;
        this.parser = parser;
    }

    /**
     * The entries of some of the lists, one list after the other.
     *
     * @throws IllegalArgumentException where a list is missing or something has another form, with its line
     */
    static List<LabeledText> read(Path file, List<String> splits) throws IOException {
        Map<String, List<LabeledText>> found = new HashMap<>();
        try (InputStream in = Files.newInputStream(file);
                JsonParser parser = MAPPER.createParser(in)) {
            SplitsFile reader = new SplitsFile(file, parser);
            reader.expect(parser.nextToken(), JsonToken.START_OBJECT, "an object of lists");
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                reader.expect(parser.nextToken(), JsonToken.START_ARRAY, "a list of texts with their labels");
                if (splits.contains(name)) {
                    found.put(name, reader.entries());
                } else {
                    parser.skipChildren();
                }
            }
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    file + ":" + JsonFault.line(e) + ": not valid JSON: " + JsonFault.syntax(e), e);
        }
        List<LabeledText> rows = new ArrayList<>();
        for (String split : splits) {
            List<LabeledText> entries = found.get(split);
            if (entries == null || entries.isEmpty()) {
                throw new IllegalArgumentException(
                        file + ": no entries under \"" + split + "\", expected the lists " + splits);
            }
            rows.addAll(entries);
        }
        return rows;
    }

    private List<LabeledText> entries() {
        List<LabeledText> rows = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            expect(token, JsonToken.START_ARRAY, "a list of a text and its label");
            long line = parser.currentTokenLocation().getLineNr();
            String text = text();
            String label = text().strip();
            expect(parser.nextToken(), JsonToken.END_ARRAY, "two texts, the second of which is the label,");
            if (label.isEmpty()) {
                throw new IllegalArgumentException(file + ":" + line + ": the label is empty; fill it in");
            }
            rows.add(new LabeledText(null, text, null, label, file, line));
        }
        return rows;
    }

    private String text() {
        expect(parser.nextToken(), JsonToken.VALUE_STRING, "a text");
        return parser.getString();
    }

    private void expect(@Nullable JsonToken found, JsonToken expected, String what) {
        if (found != expected) {
            throw new IllegalArgumentException(
                    file + ":" + parser.currentTokenLocation().getLineNr() + ": expected " + what + " here, found "
                            + (found == null
                                    ? "the end of the file"
                                    : found == JsonToken.END_ARRAY ? "the end of the list" : JsonFault.kind(found)));
        }
    }
}
