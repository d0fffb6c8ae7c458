package io.github.electra4j.task.choice;

import io.github.electra4j.checkpoint.Architecture;
import io.github.electra4j.checkpoint.TaskSettings;
import io.github.electra4j.task.Columns;
import io.github.electra4j.task.JsonRow;
import io.github.electra4j.task.RowReader;
import io.github.electra4j.task.Task;
import io.github.electra4j.task.TaskKind;
import io.github.electra4j.task.TaskOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
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
        return ChoiceReader.open(file, columns.label() != null);
    }

    @Override
    public Set<String> keys() {
        return Set.of("context", "question", "options");
    }

    @Override
    public ChoiceRow ofObject(JsonRow object) {
        return ChoiceRow.of(object, false);
    }

    @Override
    public ChoiceRow rewritten(ChoiceRow row, UnaryOperator<String> rewriting) {
        return new ChoiceRow(
                row.id(),
                rewriting.apply(row.context()),
                row.question() == null ? null : rewriting.apply(row.question()),
                row.options().stream().map(rewriting).toList(),
                row.answer(),
                row.file(),
                row.line());
    }

    @Override
    public List<String> texts(ChoiceRow row) {
        return Stream.of(Stream.of(row.context()), Stream.ofNullable(row.question()), row.options().stream())
                .flatMap(texts -> texts)
                .toList();
    }

    /** Context and question are read with each option. */
    @Override
    public long length(ChoiceRow row, ToIntFunction<String> count) {
        long shared = count.applyAsInt(row.context());
        if (row.question() != null) {
            shared += count.applyAsInt(row.question());
        }
        return row.options().size() * shared
                + row.options().stream().mapToLong(count::applyAsInt).sum();
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
