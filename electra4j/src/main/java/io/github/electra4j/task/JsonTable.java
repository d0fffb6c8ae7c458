package io.github.electra4j.task;

import io.github.electra4j.json.JsonFault;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** JSON objects one after the other, or in one list; white space between them is nothing. Numbers keep the digits that the file has. */
final class JsonTable extends ObjectTable {
    private final JsonParser parser;
    private boolean inList;

    JsonTable(Utf8Characters in) {
        super(in);
        this.parser = MAPPER.createParser(in);
    }

    @Override
    public @Nullable Row next() {
        try {
            JsonToken token = parser.nextToken();
            if (!inList && token == JsonToken.START_ARRAY) {
                inList = true;
                token = parser.nextToken();
            }
            if (inList && token == JsonToken.END_ARRAY) {
                inList = false;
                token = parser.nextToken();
            }
            return token == null
                    ? null
                    : row(parser, token, parser.currentTokenLocation().getLineNr());
        } catch (JacksonException e) {
            throw broken(JsonFault.line(e), e);
        }
    }
}
