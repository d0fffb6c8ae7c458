package io.github.electra4j.task;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table, one after the other; memory does not grow with the file. The format follows from the name:
 *
 * <ul>
 *   <li>{@code .tsv}: fields between TABs; quotes are ordinary characters and nothing is escaped
 *   <li>{@code .csv}: RFC 4180
 *   <li>{@code .jsonl}: one JSON object a line
 *   <li>{@code .json}: JSON objects one after the other, or one list of them
 * </ul>
 *
 * each also as {@code .gz}, {@code .xz} or {@code .zst}. UTF-8, strictly; a byte-order mark is dropped.
 */
public abstract sealed class Table implements Closeable permits DelimitedTable, ObjectTable {
    /** Characters of one row above which something other than a table is being read. */
    static final int LONGEST_ROW = 1 << 24;

    final Utf8Characters in;

    Table(Utf8Characters in) {
        this.in = in;
    }

    /**
     * Opens a table.
     *
     * @param file its name says its format
     * @param header whether the first row of a TSV or CSV file names the columns; else they are named by number: "0",
     *     "1", ... JSONL needs none
     * @throws IllegalArgumentException if the format is unknown or the header is not sound
     */
    public static Table open(Path file, boolean header) throws IOException {
        String name =
                String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).replaceFirst("\\.(gz|xz|zst)$", "");
        String ending = name.substring(name.lastIndexOf('.') + 1);
        Utf8Characters in = new Utf8Characters(file);
        try {
            return switch (ending) {
                case "tsv" -> new TsvTable(in, header);
                case "csv" -> new CsvTable(in, header);
                case "jsonl" -> new JsonLinesTable(in);
                case "json" -> new JsonTable(in);
                default ->
                    throw new IllegalArgumentException(file
                            + ": the name does not say what table this is; expected .tsv, .csv, .jsonl or .json, "
                            + "also with .gz, .xz or .zst behind");
            };
        } catch (RuntimeException e) {
            in.close();
            throw e;
        }
    }

    /** The next row, or null at the end. */
    public abstract @Nullable Row next() throws IOException;

    /** Where the columns of a row are named: on its own line, on that of the header, or, where they are numbered, nowhere in the file. */
    public abstract String placeOfNames(Row row);

    @Override
    public void close() throws IOException {
        in.close();
    }
}
