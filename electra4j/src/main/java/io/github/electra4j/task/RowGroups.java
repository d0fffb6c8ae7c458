package io.github.electra4j.task;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** In which group each row of a table is, as a column says that no task reads. */
public final class RowGroups {
    /** The group of rows whose column is empty. */
    public static final String EMPTY = "(empty)";

    private final IdentityHashMap<TaskRow, String> groups;

    private RowGroups(IdentityHashMap<TaskRow, String> groups) {
        this.groups = groups;
    }

    /**
     * Reads the column.
     *
     * @param file a table, see {@link Table}
     * @param header whether the first row of a TSV or CSV file names the columns
     * @param column its name
     * @param rows all of the file, in its order
     * @throws IllegalArgumentException where the file has no such column, or is no table
     */
    public static RowGroups read(Path file, boolean header, String column, List<? extends TaskRow> rows)
            throws IOException {
        List<Row> table = new ArrayList<>();
        try (Table open = Table.open(file, header)) {
            for (Row row = open.next(); row != null; row = open.next()) {
                table.add(new Row(List.of(), List.of(value(open, row, column)), row.file(), row.line()));
            }
        }
        IdentityHashMap<TaskRow, String> groups = new IdentityHashMap<>();
        if (table.size() == rows.size()) {
            IntStream.range(0, rows.size()).forEach(i -> groups.put(rows.get(i), group(table.get(i))));
            return new RowGroups(groups);
        }
        Map<Long, String> byLine = new HashMap<>();
        table.forEach(row -> byLine.put(row.line(), group(row)));
        for (TaskRow row : rows) {
            String group = byLine.get(row.line());
            if (group == null) {
                throw new IllegalArgumentException(row.place() + ": no row of the table begins here, whose column \""
                        + column + "\" would say the group; give a file with a row a line");
            }
            groups.put(row, group);
        }
        return new RowGroups(groups);
    }

    private static String group(Row row) {
        return String.valueOf(row.values().get(0));
    }

    private static String value(Table table, Row row, String column) {
        int index = row.column(column);
        if (index < 0) {
            String nearest = NearestName.of(column, row.columns());
            throw new IllegalArgumentException(
                    table.placeOfNames(row) + ": no column \"" + column + "\", which would say the group; found "
                            + String.join(", ", row.columns())
                            + (nearest == null ? "" : "; did you mean \"" + nearest + "\"?"));
        }
        @Nullable String value = row.values().get(index);
        return value == null || value.isBlank() ? EMPTY : value.strip();
    }

    /**
     * Some of the rows by their groups, these in alphabetical order.
     *
     * @param rows the very ones that were given to {@link #read}
     * @return indices into them
     */
    public Map<String, int[]> of(List<? extends TaskRow> rows) {
        Map<String, List<Integer>> found = new TreeMap<>();
        for (int i = 0; i < rows.size(); i++) {
            String group = groups.get(rows.get(i));
            if (group == null) {
                throw new IllegalArgumentException(
                        rows.get(i).place() + ": is none of the rows whose groups were read");
            }
            found.computeIfAbsent(group, name -> new ArrayList<>()).add(i);
        }
        Map<String, int[]> indices = new TreeMap<>();
        found.forEach((group, some) ->
                indices.put(group, some.stream().mapToInt(Integer::intValue).toArray()));
        return indices;
    }
}
