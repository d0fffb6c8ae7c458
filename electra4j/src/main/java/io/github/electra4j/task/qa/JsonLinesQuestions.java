package io.github.electra4j.task.qa;

import io.github.electra4j.task.JsonRow;
import io.github.electra4j.task.JsonRows;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Questions as JSON objects, one a line. */
final class JsonLinesQuestions extends QuestionReader {
    private final JsonRows rows;

    JsonLinesQuestions(JsonRows rows) {
        this.rows = rows;
    }

    @Override
    public @Nullable Question next() throws IOException {
        JsonRow row = rows.next();
        return row == null ? null : ofRow(row);
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
