package io.github.electra4j.task;

import io.github.electra4j.json.JsonFault;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.json.JsonMapper;

/** A table whose rows are JSON objects, each with columns of its own. Numbers keep the digits that the file has. */
abstract sealed class ObjectTable extends Table permits JsonTable, JsonLinesTable {
    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    ObjectTable(Utf8Characters in) {
        super(in);
    }

    @Override
    public final String placeOfNames(Row row) {
        return row.place();
    }

    /** The object that begins with this token. */
    final Row row(JsonParser parser, @Nullable JsonToken token, long line) {
        if (token != JsonToken.START_OBJECT) {
            throw new IllegalArgumentException(in.file() + ":" + line + ": expected a JSON object, found "
                    + (token == null || token == JsonToken.START_ARRAY ? "a list" : "the value " + parser.getString()));
        }
        List<String> columns = new ArrayList<>();
        List<@Nullable String> values = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            columns.add(parser.currentName());
            values.add(value(parser, parser.nextToken()));
        }
        return new Row(columns, values, in.file(), line);
    }

    private static @Nullable String value(JsonParser parser, JsonToken token) {
        if (token.isStructStart()) {
            parser.skipChildren();
            return null;
        }
        return token == JsonToken.VALUE_NULL ? null : parser.getString();
    }

    final IllegalArgumentException broken(long line, JacksonException e) {
        return new IllegalArgumentException(
                in.file() + ":" + line + ": not valid JSON: " + JsonFault.syntax(e) + " (column " + JsonFault.column(e)
                        + "); correct the row or leave it out",
                e);
    }
}
