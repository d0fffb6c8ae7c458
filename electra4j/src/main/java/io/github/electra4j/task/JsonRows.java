package io.github.electra4j.task;

import io.github.electra4j.json.JsonText;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The objects of a JSONL file, one after the other; blank lines are nothing. */
public final class JsonRows implements Closeable {
    private final Utf8Characters in;

    private JsonRows(Utf8Characters in) {
        this.in = in;
    }

    /** Opens a file; the name says how it is compressed. */
    public static JsonRows open(Path file) throws IOException {
        return new JsonRows(new Utf8Characters(file));
    }

    /** A row out of a line that stands in no file, such as one of standard input. */
    public static JsonRow ofLine(String line, Path file, long number) {
        return new JsonRow(JsonText.parseLine(line, file + ":" + number), "", file, number);
    }

    /** The next row, or null at the end. */
    public @Nullable JsonRow next() throws IOException {
        for (String line = in.line(Table.LONGEST_ROW); line != null; line = in.line(Table.LONGEST_ROW)) {
            if (!line.isBlank()) {
                return ofLine(line, in.file(), in.lines());
            }
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
