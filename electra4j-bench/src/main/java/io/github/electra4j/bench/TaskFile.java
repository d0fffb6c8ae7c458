package io.github.electra4j.bench;

import io.github.electra4j.task.Columns;
import io.github.electra4j.task.Task;
import io.github.electra4j.task.TaskKind;
import io.github.electra4j.task.TaskKinds;
import io.github.electra4j.task.TaskOptions;
import io.github.electra4j.task.TaskRow;
import io.github.electra4j.task.TaskRows;
import io.github.electra4j.vocab.TokenizerOptions;
import io.github.electra4j.vocab.Vocabulary;
import io.github.electra4j.vocab.WordPieceTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Labelled rows of a file, with the task that they teach.
 *
 * @param path of the file
 * @param columns that were read
 * @param maxLength most tokens of a window
 * @param rows all of them
 */
record TaskFile(Path path, Columns columns, int maxLength, TaskRows<?, ?, ?> rows) {
    /**
     * Reads a file.
     *
     * @param name a name of a kind of task; texts have the columns {@code sentence} and {@code label}
     */
    static TaskFile read(String name, Path path) throws IOException {
        TaskKind<?> kind = TaskKinds.of(name);
        Columns columns = Objects.requireNonNullElse(kind.columns(), Columns.of("sentence", "label"));
        // Sentences are read whole, as of CoNLL-2000 by its name.
        int maxLength = name.equals("tagging") ? 256 : kind.maxLength();
        return new TaskFile(path, columns, maxLength, rows(kind, path, columns));
    }

    private static <R extends TaskRow> TaskRows<?, ?, ?> rows(TaskKind<R> kind, Path path, Columns columns)
            throws IOException {
        List<R> rows = kind.readAll(path, columns);
        return with(kind.learned(rows, TaskOptions.NONE), rows);
    }

    private static <R extends TaskRow> TaskRows<?, ?, ?> with(Task<R, ?, ?> task, List<R> rows) {
        return new TaskRows<>(task, rows);
    }

    /** Word pieces of all windows, which tells that the peer has the same. */
    long tokens(Vocabulary vocabulary) {
        return Arrays.stream(rows.encode(tokenizer(vocabulary), maxLength).windowLengths())
                .asLongStream()
                .sum();
    }

    static WordPieceTokenizer tokenizer(Vocabulary vocabulary) {
        return new WordPieceTokenizer(vocabulary, TokenizerOptions.uncased());
    }
}
