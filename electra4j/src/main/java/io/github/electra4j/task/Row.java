package io.github.electra4j.task;

import java.nio.file.Path;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of a table.
 *
 * @param columns names of the columns; of this row alone where the format is JSONL
 * @param values one for each column; null where JSON has null, an object or a list
 * @param file where the row stands
 * @param line the line that it starts on, from 1
 */
public record Row(List<String> columns, List<@Nullable String> values, Path file, long line) {
    /** Where the row stands, {@code file:line}, as error messages begin. */
    public String place() {
        return file + ":" + line;
    }

    /**
     * The index of a column; -1 where there is none. One of the very name, or else one whose name is the same but for whether marks are in one
     * character with their letters, which nobody sees.
     */
    public int column(String name) {
        int exact = columns.indexOf(name);
        return exact >= 0
                ? exact
                : columns.stream()
                        .map(column -> Normalizer.normalize(column, Form.NFC))
                        .toList()
                        .indexOf(Normalizer.normalize(name, Form.NFC));
    }
}
