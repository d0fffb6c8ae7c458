package io.github.electra4j.task.choice;

import io.github.electra4j.task.JsonRow;
import io.github.electra4j.task.JsonRows;
import io.github.electra4j.task.RowReader;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Rows out of a JSONL file, one after the other, all with as many options as the first. */
public final class ChoiceReader implements RowReader<ChoiceRow> {
    private final JsonRows rows;
    private final boolean labeled;
    private @Nullable ChoiceRow first;

    private ChoiceReader(JsonRows rows, boolean labeled) {
        this.rows = rows;
        this.labeled = labeled;
    }

    /**
     * Opens a file, whose rows may have both forms of {@link ChoiceRow#of}.
     *
     * @param labeled whether answers are read, or else passed over, whatever stands there
     */
    public static ChoiceReader open(Path file, boolean labeled) throws IOException {
        return new ChoiceReader(JsonRows.open(file), labeled);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException where it has more or fewer options than the first, among other things
     */
    @Override
    public @Nullable ChoiceRow next() throws IOException {
        JsonRow next = rows.next();
        if (next == null) {
            return null;
        }
        ChoiceRow row = ChoiceRow.of(next, labeled);
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
