package io.github.electra4j.task.qa;

import io.github.electra4j.task.JsonRow;
import io.github.electra4j.task.JsonRows;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Questions as JSON objects, one a line. */
final class JsonLinesQuestions extends QuestionReader {
    private final JsonRows rows;
    private final boolean labeled;

    JsonLinesQuestions(JsonRows rows, boolean labeled) {
        this.rows = rows;
        this.labeled = labeled;
    }

    @Override
    public @Nullable Question next() throws IOException {
        JsonRow row = rows.next();
        return row == null ? null : ofRow(row, labeled);
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
