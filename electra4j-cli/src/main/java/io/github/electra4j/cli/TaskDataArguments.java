package io.github.electra4j.cli;

import io.github.electra4j.task.Columns;
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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code electra finetune} that say what is learned, and from which files. */
final class TaskDataArguments {
    @Option(
            names = "--task",
            required = true,
            paramLabel = "TASK",
            description = "classification, regression, tagging, qa, relation or choice; docs/tasks.md has their files.")
    private String task = "";

    @Option(
            names = "--train",
            paramLabel = "FILE",
            description = "Labelled rows to learn from: of texts .tsv, .csv, .jsonl or .json, of relations and"
                    + " choices .jsonl; also .gz, .xz or .zst.")
    private @Nullable Path train;

    @Option(names = "--dev", paramLabel = "FILE", description = "Labelled rows to measure on.")
    private @Nullable Path dev;

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
            description = "An option that this kind of task alone has, see docs/tasks.md; may be given several times.")
    private Map<String, String> options = Map.of();

    /**
     * The kind of task.
     *
     * @throws IllegalArgumentException where there is none of this name, or where an option is missing
     */
    TaskKind<?> kind() {
        TaskKind<?> kind = TaskKinds.ALL.stream()
                .filter(each -> each.name().equals(task))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--task " + task + ": expected " + TaskKinds.names()));
        List<String> missing = new ArrayList<>();
        require(missing, "--train FILE", train);
        require(missing, "--dev FILE", dev);
        if (kind.columns() == null) {
            require(missing, "--text-column NAME", textColumn);
            require(missing, "--label-column NAME", labelColumn);
        }
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(
                    "`electra finetune --task " + task + "` needs " + String.join(" and ", missing));
        }
        return kind;
    }

    private static void require(List<String> missing, String option, @Nullable Object value) {
        if (value == null) {
            missing.add(option);
        }
    }

    /** Reads the rows. */
    FineTuningData read() throws IOException {
        TaskKind<?> kind = kind();
        Columns usual = kind.columns();
        Columns columns = new Columns(
                textColumn != null || usual == null ? Objects.requireNonNull(textColumn) : usual.text(),
                pairColumn != null || usual == null ? pairColumn : usual.pair(),
                labelColumn != null || usual == null ? labelColumn : usual.label(),
                null,
                !noHeader && (usual == null || usual.header()));
        return FineTuningData.read(
                kind, Objects.requireNonNull(train), Objects.requireNonNull(dev), columns, new TaskOptions(options));
    }
}
