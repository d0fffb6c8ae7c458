package io.github.electra4j.task.relation;

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
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reading of texts with two mentions: {@code .jsonl}, or {@code .txt} for SemEval-2010 task 8's files. */
final class RelationKind implements TaskKind<RelationRow> {
    @Override
    public String name() {
        return "relation";
    }

    @Override
    public String metric() {
        return "macro_f1";
    }

    @Override
    public RowReader<RelationRow> open(Path file, Columns columns) throws IOException {
        return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(".txt")
                ? SemEvalRelations.open(file)
                : new Reader(JsonRows.open(file), columns.label() != null);
    }

    private record Reader(JsonRows rows, boolean labeled) implements RowReader<RelationRow> {
        @Override
        public @Nullable RelationRow next() throws IOException {
            JsonRow row = rows.next();
            return row == null ? null : RelationRow.of(row, labeled);
        }

        @Override
        public void close() throws IOException {
            rows.close();
        }
    }

    @Override
    public Set<String> keys() {
        return Set.of("text", "head", "tail");
    }

    @Override
    public RelationRow ofObject(JsonRow object) {
        return RelationRow.of(object, false);
    }

    @Override
    public List<String> texts(RelationRow row) {
        return List.of(row.text());
    }

    @Override
    public Task<RelationRow, ?, ?> learned(List<RelationRow> train, TaskOptions options) {
        return RelationTask.learned(train, options);
    }

    @Override
    public Task<RelationRow, ?, ?> restored(TaskSettings settings, String source) {
        return RelationTask.restored(settings, source);
    }
}
