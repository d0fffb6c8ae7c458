package io.github.electra4j.task;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fields between TABs, rows between line feeds, a carriage return before which is dropped. No quoting. */
final class TsvTable extends DelimitedTable {
    private long line;

    TsvTable(Utf8Characters in, boolean header) {
        super(in, header);
    }

    @Override
    long line() {
        return line;
    }

    @Override
    @Nullable
    List<String> fields() throws IOException {
        int c = in.read();
        if (c < 0) {
            return null;
        }
        line++;
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        int length = 0;
        for (; c >= 0 && c != '\n'; c = in.read()) {
            if (++length > LONGEST_ROW) {
                throw new IllegalArgumentException(in.file() + ":" + line + ": a row of more than " + LONGEST_ROW
                        + " characters; this is not a table, or its line ends are missing");
            }
            if (c == '\t') {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append((char) c);
            }
        }
        int last = field.length() - 1;
        if (last >= 0 && field.charAt(last) == '\r') {
            field.setLength(last);
        }
        fields.add(field.toString());
        return fields;
    }
}
