package io.github.electra4j.task.extraction;

import io.github.electra4j.checkpoint.TaskSettings;
import io.github.electra4j.task.Columns;
import io.github.electra4j.task.JsonRow;
import io.github.electra4j.task.JsonRows;
import io.github.electra4j.task.RowReader;
import io.github.electra4j.task.Task;
import io.github.electra4j.task.TaskKind;
import io.github.electra4j.task.TaskOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reading of texts with entities and relations, from {@code .jsonl}. */
final class ExtractionKind implements TaskKind<ExtractionRow> {
    private static final String TEXT = "text";

    @Override
    public String name() {
        return "extraction";
    }

    @Override
    public String metric() {
        return "relation_f1";
    }

    @Override
    public RowReader<ExtractionRow> open(Path file, Columns columns) throws IOException {
        return new Reader(JsonRows.open(file), columns.label() != null);
    }

    private record Reader(JsonRows rows, boolean labeled) implements RowReader<ExtractionRow> {
        @Override
        public @Nullable ExtractionRow next() throws IOException {
            JsonRow row = rows.next();
            return row == null ? null : ExtractionRow.of(row, labeled);
        }

        @Override
        public void close() throws IOException {
            rows.close();
        }
    }

    @Override
    public Set<String> keys() {
        return Set.of(TEXT);
    }

    @Override
    public ExtractionRow ofObject(JsonRow object) {
        return ExtractionRow.of(object.text(TEXT));
    }

    @Override
    public ExtractionRow ofLine(String line, @Nullable Columns columns, long number) {
        return ExtractionRow.of(line);
    }

    @Override
    public List<String> texts(ExtractionRow row) {
        return List.of(row.tagged().text());
    }

    @Override
    public Task<ExtractionRow, ?, ?> learned(List<ExtractionRow> train, TaskOptions options) {
        return ExtractionTask.learned(train, options);
    }

    /** Two networks have a task of this kind, and neither's settings alone make it: see {@link ExtractionFile}. */
    @Override
    public Task<ExtractionRow, ?, ?> restored(TaskSettings settings, String source) {
        throw new IllegalArgumentException(source + ": task is \"" + name() + "\", expected " + ExtractionFile.NAME
                + " in the directory that holds " + ExtractionFile.ENTITIES + "/ and " + ExtractionFile.RELATIONS
                + "/");
    }
}
