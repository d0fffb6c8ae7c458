package io.github.electra4j.task.choice;

import io.github.electra4j.task.JsonRow;
import io.github.electra4j.task.JsonRows;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Rows out of a JSONL file, one after the other, all with as many options as the first. */
public final class ChoiceReader implements Closeable {
    private final JsonRows rows;
    private final Function<JsonRow, ChoiceRow> form;
    private @Nullable ChoiceRow first;

    private ChoiceReader(JsonRows rows, Function<JsonRow, ChoiceRow> form) {
        this.rows = rows;
        this.form = form;
    }

    /** Opens a file in the form of {@link ChoiceRow#of}. */
    public static ChoiceReader open(Path file) throws IOException {
        return new ChoiceReader(JsonRows.open(file), ChoiceRow::of);
    }

    /** Opens a file of MuTual's. */
    public static ChoiceReader openMutual(Path file) throws IOException {
        return new ChoiceReader(JsonRows.open(file), ChoiceRow::ofMutual);
    }

    /**
     * The next row, or null at the end.
     *
     * @throws IllegalArgumentException where it has more or fewer options than the first, among other things
     */
    public @Nullable ChoiceRow next() throws IOException {
        JsonRow next = rows.next();
        if (next == null) {
            return null;
        }
        ChoiceRow row = form.apply(next);
        ChoiceRow before = first == null ? row : first;
        first = before;
        if (row.options().size() != before.options().size()) {
            throw next.wrong(
                    "options",
                    "has " + row.options().size() + ", expected "
                            + before.options().size() + " as in line " + before.line()
                            + "; rows of one file have equally many options");
        }
        return row;
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
