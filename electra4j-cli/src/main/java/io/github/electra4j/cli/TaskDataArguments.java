package io.github.electra4j.cli;

import io.github.electra4j.sets.NamedSet;
import io.github.electra4j.sets.SetFolder;
import io.github.electra4j.task.Columns;
import io.github.electra4j.task.NearestName;
import io.github.electra4j.task.TaskKind;
import io.github.electra4j.task.TaskKinds;
import io.github.electra4j.task.TaskOptions;
import io.github.electra4j.train.finetune.FineTuningData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** The options of {@code electra finetune} that say what is learned, and from which files. */
final class TaskDataArguments {
    @Option(
            names = "--task",
            required = true,
            paramLabel = "TASK",
            description =
                    "A kind of task: classification, regression, tagging, qa, relation, choice or extraction; or, with --data, a named set"
                            + " such as glue/cola, banking77, clinc150, semeval2010-task8 or mutual. docs/tasks.md has all.",
            showDefaultValue = Visibility.NEVER)
    private String task = "";

    @Option(
            names = "--train",
            paramLabel = "FILE",
            description = "Labelled rows to learn from: of texts .tsv, .csv, .jsonl or .json, of relations,"
                    + " choices and extractions .jsonl; also .gz, .xz or .zst.")
    private @Nullable Path train;

    @Option(names = "--dev", paramLabel = "FILE", description = "Labelled rows to measure on.")
    private @Nullable Path dev;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "The folder of a named set in its official files, or one above it.")
    private @Nullable Path data;

    @Option(names = "--text-column", paramLabel = "NAME", description = "Column of the text.")
    private @Nullable String textColumn;

    @Option(names = "--pair-column", paramLabel = "NAME", description = "Column of the second text of a pair.")
    private @Nullable String pairColumn;

    @Option(names = "--label-column", paramLabel = "NAME", description = "Column of the label.")
    private @Nullable String labelColumn;

    @Option(names = "--no-header", description = "The tables have no header; columns are named by number, from 0.")
    private boolean noHeader;

    @Option(
            names = "--task-option",
            paramLabel = "KEY=VALUE",
            parameterConsumer = OneValueOfAKey.class,
            description = "An option that this kind of task alone has, see docs/tasks.md; may be given several times.",
            showDefaultValue = Visibility.NEVER)
    private Map<String, String> options = Map.of();

    /** The named set; null where a kind of task is named. */
    @Nullable
    NamedSet set() {
        return NamedSet.isKnown(task) ? NamedSet.of(task) : null;
    }

    /**
     * The kind of task.
     *
     * @param select the file of rows to choose on; null for none
     * @throws IllegalArgumentException where there is none of this name, or where an option is missing or too many
     */
    TaskKind<?> kind(@Nullable Path select) {
        NamedSet set = set();
        if (set != null) {
            check("needs", List.of(missing("--data FOLDER", data)));
            check(
                    "reads official files, whose columns are known: leave out",
                    List.of(
                            given("--train", train),
                            given("--dev", dev),
                            given("--select FILE", select),
                            given("--text-column", textColumn),
                            given("--pair-column", pairColumn),
                            given("--label-column", labelColumn),
                            given("--no-header", noHeader ? "" : null)));
            return set.kind();
        }
        TaskKind<?> kind = TaskKinds.ALL.stream()
                .filter(each -> each.name().equals(task))
                .findFirst()
                .orElseThrow(this::unknown);
        check("is no named set: leave out", List.of(given("--data", data)));
        boolean fixed = kind.columns() != null;
        if (Columns.FIXED.equals(kind.columns())) {
            check(
                    "reads files in which nothing can be named otherwise: leave out",
                    List.of(
                            given("--text-column", textColumn),
                            given("--pair-column", pairColumn),
                            given("--label-column", labelColumn),
                            given("--no-header", noHeader ? "" : null)));
        }
        check(
                "needs",
                List.of(
                        missing("--train FILE", train),
                        missing("--dev FILE", dev),
                        missing("--text-column NAME", fixed ? "" : textColumn),
                        missing("--label-column NAME", fixed ? "" : labelColumn)));
        return kind;
    }

    private IllegalArgumentException unknown() {
        List<String> names = new ArrayList<>(NamedSet.names());
        TaskKinds.ALL.forEach(kind -> names.add(kind.name()));
        String nearest = NearestName.of(task, names);
        return new IllegalArgumentException("--task " + task + ": expected " + TaskKinds.names()
                + ", or a named set: " + String.join(", ", NamedSet.names())
                + UsageErrors.hint(nearest));
    }

    private static Optional<String> missing(String option, @Nullable Object value) {
        return value == null ? Optional.of(option) : Optional.empty();
    }

    private static Optional<String> given(String option, @Nullable Object value) {
        return value != null ? Optional.of(option) : Optional.empty();
    }

    private void check(String what, List<Optional<String>> options) {
        List<String> wrong = options.stream().flatMap(Optional::stream).toList();
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(
                    "`electra finetune --task " + task + "` " + what + " " + String.join(" and ", wrong));
        }
    }

    /**
     * Refuses figures in the place of a file that is read.
     *
     * @param select the file of rows to choose on; null for none
     */
    void checkApart(JsonOption json, @Nullable Path select) throws IOException {
        json.checkApart("--select", select);
        json.checkApart("--train", train);
        json.checkApart("--dev", dev);
    }

    /** Options that this kind of task alone has, as they were given. */
    TaskOptions options() {
        return new TaskOptions(options);
    }

    /**
     * Reads the rows.
     *
     * @param select the file of rows to choose on; null for none
     * @param known options that this kind of task alone has
     */
    FineTuningData read(@Nullable Path select, TaskOptions known) throws IOException {
        TaskKind<?> kind = kind(select);
        NamedSet set = set();
        if (set != null) {
            return FineTuningData.read(SetFolder.find(set, Objects.requireNonNull(data)), kind, known);
        }
        Columns usual = kind.columns();
        Columns columns = new Columns(
                textColumn != null || usual == null ? Objects.requireNonNull(textColumn) : usual.text(),
                pairColumn != null || usual == null ? pairColumn : usual.pair(),
                labelColumn != null || usual == null ? labelColumn : usual.label(),
                null,
                !noHeader && (usual == null || usual.header()));
        return FineTuningData.read(
                kind, Objects.requireNonNull(train), Objects.requireNonNull(dev), select, columns, known);
    }
}
