package io.github.electra4j.train.finetune;

import io.github.electra4j.checkpoint.Provenance.DataFile;
import io.github.electra4j.sets.SetFolder;
import io.github.electra4j.task.Columns;
import io.github.electra4j.task.Task;
import io.github.electra4j.task.TaskKind;
import io.github.electra4j.task.TaskKinds;
import io.github.electra4j.task.TaskOptions;
import io.github.electra4j.task.TaskRow;
import io.github.electra4j.task.TaskRows;
import io.github.electra4j.task.Window;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a task.
 *
 * @param columns of the files
 * @param train rows to learn from, before any are held out
 * @param dev rows to measure on, of the same task
 * @param selection rows to choose on, of the same task; null where they are held out of the training rows, or are the dev rows
 * @param files that they come from
 * @param set the named set whose rows they are; null for none
 * @param remarks what the user should know of the files, each a sentence
 */
public record FineTuningData(
        Columns columns,
        TaskRows<?, ?, ?> train,
        TaskRows<?, ?, ?> dev,
        @Nullable TaskRows<?, ?, ?> selection,
        List<DataFile> files,
        @Nullable String set,
        List<String> remarks) {
    public FineTuningData {
        files = List.copyOf(files);
        remarks = List.copyOf(remarks);
    }

    /** Rows of which none are there to be chosen on alone. */
    public FineTuningData(
            Columns columns,
            TaskRows<?, ?, ?> train,
            TaskRows<?, ?, ?> dev,
            List<DataFile> files,
            @Nullable String set,
            List<String> remarks) {
        this(columns, train, dev, null, files, set, remarks);
    }

    /** Rows of a task that is known. */
    public static <R extends TaskRow, W extends Window, A> FineTuningData of(
            Task<R, W, A> task, Columns columns, List<R> train, List<R> dev, List<DataFile> files) {
        return new FineTuningData(
                columns, new TaskRows<>(task, train), new TaskRows<>(task, dev), files, null, List.of());
    }

    /** Reads the files of a task without options of its own. */
    public static FineTuningData read(String kind, Path train, Path dev, Columns columns) throws IOException {
        return read(TaskKinds.of(kind), train, dev, columns, TaskOptions.NONE);
    }

    /** Reads the files of a task, none of them to choose on alone. */
    public static <R extends TaskRow> FineTuningData read(
            TaskKind<R> kind, Path train, Path dev, Columns columns, TaskOptions options) throws IOException {
        return read(kind, train, dev, null, columns, options);
    }

    /**
     * Reads the files of a task, which its training rows teach.
     *
     * @param selection the file of rows to choose on; null for none
     * @throws IllegalArgumentException where a column or a label is not as it should be, with file and line
     */
    public static <R extends TaskRow> FineTuningData read(
            TaskKind<R> kind, Path train, Path dev, @Nullable Path selection, Columns columns, TaskOptions options)
            throws IOException {
        List<R> trainRows = kind.prepared(kind.readAll(train, columns), options);
        Task<R, ?, ?> task = kind.learned(trainRows, options);
        List<R> devRows = kind.readAll(dev, columns);
        task.check(devRows);
        FineTuningData data = of(task, columns, trainRows, devRows, List.of(DataFile.of(train), DataFile.of(dev)));
        if (selection == null) {
            return data;
        }
        List<R> selectionRows = kind.readAll(selection, columns);
        task.check(selectionRows);
        List<DataFile> files = new ArrayList<>(data.files());
        files.add(DataFile.of(selection));
        return new FineTuningData(
                columns, data.train(), data.dev(), new TaskRows<>(task, selectionRows), files, null, List.of());
    }

    /**
     * Reads the official files of a named set.
     *
     * @param kind that of the set
     * @param options of this kind of task alone, before those that the set has
     * @throws IllegalArgumentException where a file is missing, or is not as it should be
     */
    public static <R extends TaskRow> FineTuningData read(SetFolder folder, TaskKind<R> kind, TaskOptions options)
            throws IOException {
        SetFolder.Rows<R> train = folder.read(kind, folder.train());
        SetFolder.Rows<R> dev = folder.read(kind, folder.set().dev());
        List<R> rows = kind.prepared(train.rows(), folder.options(options));
        Task<R, ?, ?> task = folder.task(kind, rows, options);
        task.check(rows);
        task.check(dev.rows());
        List<DataFile> files = new ArrayList<>(List.of(DataFile.of(train.file())));
        if (!dev.file().equals(train.file())) {
            files.add(DataFile.of(dev.file()));
        }
        FineTuningData data = of(task, folder.train().columns(), rows, dev.rows(), files);
        List<String> remarks = Stream.of(Optional.ofNullable(train.remark()), Optional.ofNullable(dev.remark()))
                .flatMap(Optional::stream)
                .toList();
        return new FineTuningData(
                data.columns(), data.train(), data.dev(), files, folder.set().name(), remarks);
    }

    /** The task, with the labels of the training rows. */
    public Task<?, ?, ?> task() {
        return train.task();
    }

    /** The same with some of the training rows alone. */
    public FineTuningData withTrain(int[] indices) {
        return new FineTuningData(columns, train.pick(indices), dev, selection, files, set, remarks);
    }
}
