package io.github.electra4j.task;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/** A JSON object a line; blank lines are nothing. A row that is broken or torn is an error of its own line, not of a later one. */
final class JsonLinesTable extends ObjectTable {
    JsonLinesTable(Utf8Characters in) {
        super(in);
    }

    @Override
    public @Nullable Row next() throws IOException {
        String text = in.line(LONGEST_ROW);
        while (text != null && text.isBlank()) {
            text = in.line(LONGEST_ROW);
        }
        if (text == null) {
            return null;
        }
        long line = in.lines();
        try (JsonParser parser = MAPPER.createParser(text)) {
            Row row = row(parser, parser.nextToken(), line);
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException(in.file() + ":" + line
                        + ": something stands behind the object; a .jsonl file has one object a line");
            }
            return row;
        } catch (JacksonException e) {
            throw broken(line, e);
        }
    }
}
