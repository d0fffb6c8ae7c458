package io.github.electra4j.task;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Comma-separated values by RFC 4180: a field in double quotes may hold commas, line breaks and doubled quotes; a field
 * without quotes holds none of them; spaces belong to the field. Rows may also end in a line feed alone.
 */
final class CsvTable extends DelimitedTable {
    private final StringBuilder field = new StringBuilder();
    /** The line that is being read, and the one that the row at hand started on. */
    private long line = 1;

    private long start;
    private int length;

    CsvTable(Utf8Characters in, boolean header) {
        super(in, header);
    }

    @Override
    long line() {
        return start;
    }

    @Override
    @Nullable
    List<String> fields() throws IOException {
        if (in.peek() < 0) {
            return null;
        }
        start = line;
        length = 0;
        List<String> fields = new ArrayList<>();
        int end;
        do {
            field.setLength(0);
            end = in.peek() == '"' ? quoted() : bare();
            fields.add(field.toString());
        } while (end == ',');
        line++;
        return fields;
    }

    /** Reads a field without quotes; returns the comma, or the line feed or -1, behind it. */
    private int bare() throws IOException {
        while (true) {
            int c = take();
            switch (c) {
                case ',', '\n', -1 -> {
                    return c;
                }
                case '\r' -> {
                    return lineFeed();
                }
                case '"' ->
                    throw wrong(
                            line,
                            "a quote inside a field that does not start with one; put the field in quotes and double it");
                default -> field.append((char) c);
            }
        }
    }

    /** Reads a field in quotes; returns as {@link #bare} does. */
    private int quoted() throws IOException {
        long opened = line;
        take();
        while (true) {
            int c = take();
            if (c < 0) {
                throw wrong(opened, "a quote is opened on this line and never closed");
            }
            if (c == '\n') {
                line++;
            }
            if (c != '"') {
                field.append((char) c);
            } else if (in.peek() == '"') {
                take();
                field.append('"');
            } else {
                break;
            }
        }
        int c = take();
        return switch (c) {
            case ',', '\n', -1 -> c;
            case '\r' -> lineFeed();
            default ->
                throw wrong(
                        line,
                        "'" + (char) c + "' behind a closing quote, expected a comma or the line's end; "
                                + "double a quote that belongs to the field");
        };
    }

    private int lineFeed() throws IOException {
        int c = take();
        if (c != '\n' && c >= 0) {
            throw wrong(
                    line, "a carriage return without a line feed; put the field in quotes, or correct the line ends");
        }
        return c;
    }

    private int take() throws IOException {
        if (++length > LONGEST_ROW) {
            throw wrong(start, "a row of more than " + LONGEST_ROW + " characters; a quote may never be closed");
        }
        return in.read();
    }
}
