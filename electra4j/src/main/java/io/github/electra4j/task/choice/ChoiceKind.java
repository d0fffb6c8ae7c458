package io.github.electra4j.task.choice;

import io.github.electra4j.checkpoint.Architecture;
import io.github.electra4j.checkpoint.TaskSettings;
import io.github.electra4j.task.Columns;
import io.github.electra4j.task.JsonRows;
import io.github.electra4j.task.RowReader;
import io.github.electra4j.task.Task;
import io.github.electra4j.task.TaskKind;
import io.github.electra4j.task.TaskOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reading of contexts with options: {@code .jsonl}, each row in the generic form or in MuTual's. */
final class ChoiceKind implements TaskKind<ChoiceRow> {
    @Override
    public String name() {
        return "choice";
    }

    @Override
    public String metric() {
        return "accuracy";
    }

    @Override
    public RowReader<ChoiceRow> open(Path file, Columns columns) throws IOException {
        return ChoiceReader.open(file);
    }

    /** The object of a JSONL file. */
    @Override
    public ChoiceRow ofLine(String line, @Nullable Columns columns, long number) {
        return ChoiceRow.of(JsonRows.ofLine(line, Path.of("standard input"), number));
    }

    @Override
    public List<String> texts(ChoiceRow row) {
        List<String> texts = new ArrayList<>(row.options());
        texts.add(row.context());
        return texts;
    }

    @Override
    public Task<ChoiceRow, ?, ?> learned(List<ChoiceRow> train, TaskOptions options) {
        return ChoiceTask.of(options);
    }

    @Override
    public Task<ChoiceRow, ?, ?> restored(TaskSettings settings, String source) {
        return ChoiceTask.restored(settings, source);
    }

    @Override
    public @Nullable Task<ChoiceRow, ?, ?> foreign(Architecture architecture, List<String> labels) {
        return architecture == Architecture.CHOOSER ? ChoiceTask.of(TaskOptions.NONE) : null;
    }
}
