package io.github.electra4j.task;

import org.jspecify.annotations.Nullable;

/**
 * Which columns of a table are what. Without a header, columns are named by number, from "0".
 *
 * @param text the text, or the first of a pair
 * @param pair the second text of a pair, or null
 * @param label the label, or null where it is not known
 * @param id what names a row in predictions; null for the column {@code id} where there is one
 * @param header whether the first row of a TSV or CSV file names the columns
 */
public record Columns(
        String text,
        @Nullable String pair,
        @Nullable String label,
        @Nullable String id,
        boolean header) {
    /** The column that names rows where no other is said to. */
    static final String ID = "id";

    /** Those of a format in which nothing can be named. */
    public static final Columns FIXED = new Columns("", null, "", null, false);

    /** Columns of single texts with their labels, in a file with a header. */
    public static Columns of(String text, String label) {
        return new Columns(text, null, label, null, true);
    }

    /** The same with a second text. */
    public Columns withPair(String name) {
        return new Columns(text, name, label, id, header);
    }

    /** The same without labels, for predictions. */
    public Columns withoutLabel() {
        return new Columns(text, pair, null, id, header);
    }

    /** The same for files whose first row is data already. */
    public Columns withoutHeader() {
        return new Columns(text, pair, label, id, false);
    }
}
