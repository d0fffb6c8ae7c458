package io.github.electra4j.task;

import io.github.electra4j.checkpoint.Architecture;
import io.github.electra4j.checkpoint.TaskSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A kind of task: how its files are read, and how a task is made of training rows or of what a model directory keeps.
 *
 * @param <R> a row of the data
 */
public interface TaskKind<R extends TaskRow> {
    /** The name on the command line. */
    String name();

    /** The figure by default, where no rows have told more. */
    String metric();

    /** Most tokens of a window where no other length is asked for. */
    default int maxLength() {
        return 128;
    }

    /** The columns that are read where none are named; null where they must be named. */
    default @Nullable Columns columns() {
        return Columns.FIXED;
    }

    /** Opens a file. */
    RowReader<R> open(Path file, Columns columns) throws IOException;

    /**
     * All rows of a file.
     *
     * @throws IllegalArgumentException if it has none, among other things
     */
    default List<R> readAll(Path file, Columns columns) throws IOException {
        List<R> rows = new ArrayList<>();
        try (RowReader<R> reader = open(file, columns)) {
            for (R next = reader.next(); next != null; next = reader.next()) {
                rows.add(next);
            }
        }
        if (rows.isEmpty()) {
            throw new IllegalArgumentException(file + ": no rows" + (columns.header() ? " below the header" : ""));
        }
        return rows;
    }

    /** Keys of a row to be answered, as {@link #ofObject} reads it; some may be missing. */
    Set<String> keys();

    /**
     * A row to be answered, from a JSON object.
     *
     * @throws IllegalArgumentException where the object is none, see {@link JsonRow}
     */
    R ofObject(JsonRow object);

    /**
     * A row to be answered, from a line of standard input: the object of a JSONL file, unless a kind has a simpler form.
     *
     * @param columns of training; null where they are not known
     * @param number of the line, from 1
     * @return null where the line is none: a blank one between objects, as in a file
     */
    default @Nullable R ofLine(String line, @Nullable Columns columns, long number) {
        return line.isBlank() ? null : ofObject(JsonRows.ofLine(line, Path.of("standard input"), number));
    }

    /** All texts of a row. */
    List<String> texts(R row);

    /**
     * Word pieces of a row, each as often as the network reads it; special tokens, and what windows share, are not counted.
     *
     * @param count word pieces of a text
     */
    default long length(R row, ToIntFunction<String> count) {
        return texts(row).stream().mapToLong(count::applyAsInt).sum();
    }

    /**
     * The same row with every text rewritten, and its label.
     *
     * @throws IllegalArgumentException where the row has places in its texts, which would no longer be the same
     */
    default R rewritten(R row, UnaryOperator<String> rewriting) {
        throw new IllegalArgumentException("rows of " + name()
                + " have places in their texts, which would move; classification, regression and choice have none");
    }

    /** The rows that are learned from: those of the file, where the options ask for no others. */
    default List<R> prepared(List<R> train, TaskOptions options) {
        return train;
    }

    /**
     * The task that these rows teach.
     *
     * @param options of this kind of task alone
     */
    Task<R, ?, ?> learned(List<R> train, TaskOptions options);

    /**
     * The same where more is known of the labels than the rows tell.
     *
     * @param known what; nothing to a kind of task without such labels
     */
    default Task<R, ?, ?> learned(List<R> train, TaskOptions options, KnownLabels known) {
        return learned(train, options);
    }

    /**
     * All labelled rows of an official file of a data set.
     *
     * @param splits the lists of a JSON file to read; empty for a file that holds one list of rows
     * @param broken is told of each row that is left out because it has too few or too many fields, where it is and what it has
     */
    default List<R> readOfficial(Path file, Columns columns, List<String> splits, List<String> broken)
            throws IOException {
        return readAll(file, columns);
    }

    /**
     * The task of a model directory.
     *
     * @param source the file of the settings, for messages
     */
    Task<R, ?, ?> restored(TaskSettings settings, String source);

    /**
     * The task of a model that electra4j has not made, where this kind is what its head is for; else null.
     *
     * @param labels as its configuration names them; may be empty
     */
    default @Nullable Task<R, ?, ?> foreign(Architecture architecture, List<String> labels) {
        return null;
    }
}
