package io.github.electra4j.task;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/** A JSON object a line; blank lines are nothing. A row that is broken or torn is an error of its own line, not of a later one. */
final class JsonLinesTable extends ObjectTable {
    private long line;

    JsonLinesTable(Utf8Characters in) {
        super(in);
    }

    @Override
    public @Nullable Row next() throws IOException {
        String text = nextLine();
        while (text != null && text.isBlank()) {
            text = nextLine();
        }
        if (text == null) {
            return null;
        }
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

    private @Nullable String nextLine() throws IOException {
        int c = in.read();
        if (c < 0) {
            return null;
        }
        line++;
        StringBuilder text = new StringBuilder();
        for (; c >= 0 && c != '\n'; c = in.read()) {
            if (text.length() == LONGEST_ROW) {
                throw new IllegalArgumentException(in.file() + ":" + line + ": a row of more than " + LONGEST_ROW
                        + " characters; a .jsonl file has one object a line");
            }
            text.append((char) c);
        }
        return text.toString();
    }
}
