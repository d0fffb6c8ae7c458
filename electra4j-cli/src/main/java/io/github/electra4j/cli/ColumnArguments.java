package io.github.electra4j.cli;

import io.github.electra4j.ModelTask;
import io.github.electra4j.task.Columns;
import io.github.electra4j.task.TaskKind;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that name the columns of a table, where they differ from those that the model was trained with. */
final class ColumnArguments {
    /** Names of all of them. */
    static final String[] OPTIONS = {"--text-column", "--pair-column", "--label-column", "--id-column", "--no-header"};

    @Option(
            names = "--text-column",
            paramLabel = "NAME",
            description = "Column of the text; without it, that of training.")
    private @Nullable String text;

    @Option(
            names = "--pair-column",
            paramLabel = "NAME",
            description = "Column of the second text; without it, that of training.")
    private @Nullable String pair;

    @Option(
            names = "--label-column",
            paramLabel = "NAME",
            description = "Column of the label; without it, that of training.")
    private @Nullable String label;

    @Option(
            names = "--id-column",
            paramLabel = "NAME",
            description = "Column that names the rows in predictions; without it, id where there is one.")
    private @Nullable String id;

    @Option(
            names = "--no-header",
            description = "The table has no header; columns are named by number, from 0."
                    + " A model that was trained without one expects none.")
    private boolean noHeader;

    /** The columns to read, where those not named are the task's usual ones. */
    Columns over(Columns usual) {
        return new Columns(
                text == null ? usual.text() : text,
                pair == null ? usual.pair() : pair,
                label == null ? usual.label() : label,
                id,
                !noHeader);
    }

    /**
     * The columns to read.
     *
     * @throws IllegalArgumentException where the task's files have no columns that could be named, among other things
     */
    Columns resolve(ModelTask task) {
        refuseUnread(task.task().kind());
        Columns trained = task.columns();
        if (trained == null) {
            trained = task.task().kind().columns();
        }
        if (trained == null && text == null) {
            throw new IllegalArgumentException(
                    "--text-column is missing: the model does not say what its training file was like");
        }
        // Columns named here are those of another file, which has a header unless it is said that it has none.
        boolean header = !noHeader && (text != null || trained == null || trained.header());
        return new Columns(
                text != null || trained == null ? String.valueOf(text) : trained.text(),
                pair != null || trained == null ? pair : trained.pair(),
                label != null || trained == null ? label : trained.label(),
                id,
                header);
    }

    /** Options that nothing would come of. */
    private void refuseUnread(TaskKind<?> kind) {
        if (kind.columns() != null && id != null) {
            throw new IllegalArgumentException("--id-column " + id + ": rows of " + kind.name()
                    + " are named by the key \"id\" of JSONL, which needs no option; leave it out");
        }
        if (Columns.FIXED.equals(kind.columns()) && (text != null || pair != null || label != null || noHeader)) {
            throw new IllegalArgumentException(
                    "files of " + kind.name()
                            + " have no columns that could be named; leave out --text-column, --pair-column, --label-column and --no-header");
        }
    }
}
