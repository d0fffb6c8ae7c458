package io.github.electra4j.task;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON objects, one a row; blank lines between them are nothing. Numbers keep the digits that the file has. */
final class JsonTable extends Table {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final JsonParser parser;
    private final boolean list;
    private boolean inList;

    /**
     * @param list whether the rows may also be the elements of one list
     */
    JsonTable(Utf8Characters in, boolean list) {
        super(in);
        this.parser = MAPPER.createParser(in);
        this.list = list;
    }

    @Override
    public @Nullable Row next() {
        try {
            JsonToken token = parser.nextToken();
            if (list && !inList && token == JsonToken.START_ARRAY) {
                inList = true;
                token = parser.nextToken();
            }
            if (inList && token == JsonToken.END_ARRAY) {
                inList = false;
                token = parser.nextToken();
            }
            if (token == null) {
                return null;
            }
            long line = parser.currentTokenLocation().getLineNr();
            if (token != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException(in.file() + ":" + line + ": expected a JSON object, found "
                        + (token == JsonToken.START_ARRAY ? "a list" : "the value " + parser.getString()));
            }
            List<String> columns = new ArrayList<>();
            List<@Nullable String> values = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                columns.add(parser.currentName());
                values.add(value(parser.nextToken()));
            }
            return new Row(columns, values, in.file(), line);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    in.file() + ":" + e.getLocation().getLineNr() + ": not sound JSON: " + e.getOriginalMessage(), e);
        }
    }

    private @Nullable String value(JsonToken token) {
        if (token.isStructStart()) {
            parser.skipChildren();
            return null;
        }
        return token == JsonToken.VALUE_NULL ? null : parser.getString();
    }
}
