package io.github.electra4j.task;

import java.io.IOException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Texts and labels out of a table, one after the other; errors name file, line and column. */
public final class LabeledTextReader implements RowReader<LabeledText> {
    private final Table table;
    private final Columns columns;
    /** Whether the columns are those of an official file, which nobody names. */
    private final boolean official;
    /** The columns that the indices below belong to: one list for a whole TSV or CSV file. */
    private @Nullable List<String> resolved;

    private int text;
    private int pair;
    private int label;
    private int id;

    private LabeledTextReader(Table table, Columns columns, boolean official) {
        this.table = table;
        this.columns = columns;
        this.official = official;
    }

    /** Opens a file; its name says its format, see {@link Table}. */
    public static LabeledTextReader open(Path file, Columns columns) throws IOException {
        return new LabeledTextReader(Table.open(file, columns.header()), columns, false);
    }

    /**
     * All of a file.
     *
     * @throws IllegalArgumentException if it has no rows, among other things
     */
    public static List<LabeledText> readAll(Path file, Columns columns) throws IOException {
        try (LabeledTextReader reader = open(file, columns)) {
            return reader.rest();
        }
    }

    /**
     * All of an official file, of one in TSV or CSV but its rows with too few or too many fields.
     *
     * @param broken is told of each of these where it is and what it has
     * @throws IllegalArgumentException if it has no rows, among other things
     */
    public static List<LabeledText> readWhole(Path file, Columns columns, List<String> broken) throws IOException {
        try (LabeledTextReader reader = new LabeledTextReader(Table.open(file, columns.header()), columns, true)) {
            if (reader.table instanceof DelimitedTable delimited) {
                delimited.leaveOut(broken);
            }
            return reader.rest();
        }
    }

    private List<LabeledText> rest() throws IOException {
        List<LabeledText> texts = new ArrayList<>();
        for (LabeledText next = next(); next != null; next = next()) {
            texts.add(next);
        }
        if (texts.isEmpty()) {
            throw new IllegalArgumentException(
                    table.in.file() + ": no rows" + (columns.header() ? " below the header" : ""));
        }
        return texts;
    }

    @Override
    public @Nullable LabeledText next() throws IOException {
        Row row = table.next();
        if (row == null) {
            return null;
        }
        if (row.columns() != resolved) {
            resolve(row);
        }
        return new LabeledText(
                id < 0 ? null : columns.id() == null ? row.values().get(id) : value(row, id),
                value(row, text),
                pair < 0 ? null : value(row, pair),
                label < 0 ? null : label(row, label),
                row.file(),
                row.line());
    }

    private void resolve(Row row) {
        text = find(row, columns.text(), "--text-column");
        pair = columns.pair() == null ? -1 : find(row, columns.pair(), "--pair-column");
        label = columns.label() == null ? -1 : find(row, columns.label(), "--label-column");
        id = columns.id() == null ? row.columns().indexOf(Columns.ID) : find(row, columns.id(), "--id-column");
        resolved = row.columns();
    }

    private int find(Row row, String name, String option) {
        List<String> found = row.columns();
        int index = row.column(name);
        boolean twice = index >= 0 && index != found.lastIndexOf(found.get(index));
        if (index >= 0 && !twice) {
            return index;
        }
        boolean json = table instanceof ObjectTable;
        String place = table.placeOfNames(row);
        if (twice) {
            throw new IllegalArgumentException(
                    place + ": several columns are named \"" + name + "\": " + quoted(found) + "; rename one");
        }
        if (official) {
            String lacking = columns.header()
                    ? "no column \"" + name + "\"; columns found: " + quoted(found)
                    : found.size() + " columns, and none of number " + (Integer.parseInt(name) + 1);
            throw new IllegalArgumentException(
                    place + ": " + lacking
                            + "; this is no official file of the set; rows of your own are read by naming the kind of task in its place");
        }
        String nearest = NearestName.of(name, found);
        String advice = nearest != null
                ? "; did you mean \"" + nearest + "\"?"
                : "; name the one that is meant (option " + option + ")"
                        + (columns.header() && !json
                                ? ", or, if the first line is data, say that there is no header (option --no-header)"
                                : "");
        throw new IllegalArgumentException(
                place + ": no column \"" + name + "\"; columns found: " + quoted(found) + advice);
    }

    private static String quoted(List<String> names) {
        // Where the header is missing, these are whole texts.
        return names.isEmpty()
                ? "none"
                : names.stream()
                        .limit(50)
                        .map(n -> '"' + (n.length() <= 60 ? n : n.substring(0, 60) + "...") + '"')
                        .collect(Collectors.joining(", "));
    }

    private static String value(Row row, int column) {
        String value = row.values().get(column);
        if (value == null) {
            throw new IllegalArgumentException(row.place() + ": column \""
                    + row.columns().get(column)
                    + "\" has no text here but null, an object or a list; expected a string or a number");
        }
        return value;
    }

    private static String label(Row row, int column) {
        // "türkçe" with its marks apart is the same label, and not another that looks like it.
        String label = Normalizer.normalize(value(row, column).strip(), Normalizer.Form.NFC);
        if (label.isEmpty()) {
            throw new IllegalArgumentException(row.place() + ": the label, column \""
                    + row.columns().get(column) + "\", is empty; fill it in or leave the row out");
        }
        return label;
    }

    @Override
    public void close() throws IOException {
        table.close();
    }
}
