package io.github.electra4j.task;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A table whose columns are named once for all rows, or numbered. */
abstract sealed class DelimitedTable extends Table permits TsvTable, CsvTable {
    private final boolean header;
    private @Nullable List<String> columns;
    private @Nullable List<String> broken;

    DelimitedTable(Utf8Characters in, boolean header) {
        super(in);
        this.header = header;
    }

    /** Leaves out rows with too few or too many fields from now on, and says of each in this list where it is and what it has. */
    final void leaveOut(List<String> rows) {
        broken = rows;
    }

    /** The fields of the next row or header, or null at the end. */
    abstract @Nullable List<String> fields() throws IOException;

    /** The line that the last row read started on. */
    abstract long line();

    @Override
    public final @Nullable Row next() throws IOException {
        List<String> fields = fields();
        List<String> names = columns;
        if (names == null) {
            if (fields == null) {
                throw new IllegalArgumentException(
                        in.file() + ": empty; expected " + (header ? "a header line and rows" : "rows"));
            }
            names = header ? List.copyOf(fields) : numbered(fields.size());
            columns = names;
            fields = header ? fields() : fields;
        }
        while (true) {
            // Empty lines at the end are no rows; one before a row is a row with too few fields.
            long empty = 0;
            while (fields != null
                    && names.size() > 1
                    && fields.size() == 1
                    && fields.get(0).isEmpty()) {
                empty = empty == 0 ? line() : empty;
                fields = fields();
            }
            if (fields == null) {
                return null;
            }
            if (empty == 0 && fields.size() == names.size()) {
                return new Row(names, new ArrayList<>(fields), in.file(), line());
            }
            IllegalArgumentException fault =
                    empty > 0 ? wrongWidth(empty, 1, names.size()) : wrongWidth(line(), fields.size(), names.size());
            if (broken == null) {
                throw fault;
            }
            broken.add(String.valueOf(fault.getMessage()));
            fields = empty > 0 ? fields : fields();
        }
    }

    @Override
    public final String placeOfNames(Row row) {
        return in.file() + (header ? ":1" : "");
    }

    private static List<String> numbered(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }

    private IllegalArgumentException wrongWidth(long line, int found, int expected) {
        return wrong(
                line,
                found + (found == 1 ? " field" : " fields") + ", expected " + expected + " as in the "
                        + (header ? "header" : "first row") + "; correct the row");
    }

    final IllegalArgumentException wrong(long line, String what) {
        return new IllegalArgumentException(in.file() + ":" + line + ": " + what);
    }
}
