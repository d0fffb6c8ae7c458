package io.github.electra4j.cli;

import io.github.electra4j.Electra;
import io.github.electra4j.ModelTask;
import io.github.electra4j.task.Columns;
import io.github.electra4j.task.PredictionWriter;
import io.github.electra4j.task.RowReader;
import io.github.electra4j.task.Task;
import io.github.electra4j.task.TaskRow;
import io.github.electra4j.task.TaskRows;
import io.github.electra4j.task.Window;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code electra predict}: texts in, classes with probabilities or values out. */
@Command(
        name = "predict",
        header = "Texts in, their classes or values out.",
        description = {
            "Gives the class of each text and its probability, or its value. Texts come from a table, or as lines"
                    + " of standard input; the two texts of a pair are separated by a TAB there.%n",
            "Rows keep their order, and memory stays constant."
        },
        footer = {
            "%nExamples:",
            "  echo 'A gripping film.' | electra predict --model runs/sst2",
            "  echo 'A gripping film.' | electra predict --model runs/sst2 --all",
            "  electra predict --model runs/sst2 --data reviews.csv --text-column review --out classes.tsv"
        })
final class PredictCommand implements Callable<Integer> {
    /** Rows that are sorted by length together. */
    private static final int WINDOW = 4096;

    /** Characters of these rows, beside which the heap stays small: few rows may hold long documents. */
    private static final long WINDOW_CHARACTERS = 1 << 23;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--model", required = true, paramLabel = "DIR", description = "A fine-tuned model directory.")
    @SuppressWarnings("NullAway.Init")
    private Path model;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = "A .tsv, .csv, .jsonl or .json table, also .gz, .xz or .zst; without it standard input.")
    private @Nullable Path data;

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Mixin
    private ColumnArguments columns = new ColumnArguments();

    @Option(
            names = "--all",
            description =
                    "A column for the probability of every class, also on standard output; a file and JSONL always have"
                            + " them.")
    private boolean all;

    @Mixin
    private TextOutput output = new TextOutput();

    @Mixin
    private SquadOutput squad = new SquadOutput();

    @Option(names = "--lenient", description = "Replace broken UTF-8 of standard input by U+FFFD instead of stopping.")
    private boolean lenient;

    @Mixin
    private CommonOptions common = new CommonOptions();

    private long rows;
    private long empty;

    @Override
    public Integer call() throws IOException {
        output.check(spec);
        output.checkApart("--data", data);
        squad.check(data, output);
        if (data == null) {
            UnreadOptions.refuse(spec, "is of a table, and standard input has lines", ColumnArguments.OPTIONS);
        }
        try (Electra electra = engine.load(spec, model)) {
            squad.check(spec, electra.knownTask().task(), data);
            squad.during(() ->
                    predict(electra, electra.knownTask(), electra.knownTask().task()));
            if (empty > 0) {
                common.say("electra: " + empty + " of " + rows + " texts are empty; what is predicted for them says"
                        + " nothing");
            }
            electra.cutSaid().forEach(cut -> common.say("electra: " + cut));
        }
        return 0;
    }

    private <R extends TaskRow, W extends Window, A> void predict(Electra electra, ModelTask model, Task<R, W, A> task)
            throws IOException {
        Path file = data;
        if (file == null) {
            predictLines(electra, model.columns(), task);
        } else {
            predictFile(
                    electra,
                    task,
                    file,
                    WrongUse.unless(spec, () -> columns.resolve(model)).withoutLabel());
        }
    }

    private <R extends TaskRow, W extends Window, A> void predictFile(
            Electra electra, Task<R, W, A> task, Path file, Columns found) throws IOException {
        try (RowReader<R> reader = task.kind().open(file, found)) {
            // A wrong column or an empty file fails here, before anything is written.
            List<R> first = some(reader, task);
            if (first.isEmpty()) {
                throw new IllegalArgumentException(file + ": no rows" + (found.header() ? " below the header" : ""));
            }
            output.write(lines -> {
                PredictionWriter<A> out =
                        new PredictionWriter<>(lines, task, output.json(), all || output.isForPrograms());
                for (List<R> some = first; !some.isEmpty(); some = some(reader, task)) {
                    write(out, electra, task, some);
                }
            });
        }
    }

    private static <R extends TaskRow> List<R> some(RowReader<R> reader, Task<R, ?, ?> task) {
        List<R> rows = new ArrayList<>();
        try {
            long characters = 0;
            while (rows.size() < WINDOW && characters < WINDOW_CHARACTERS) {
                R next = reader.next();
                if (next == null) {
                    break;
                }
                rows.add(next);
                characters += task.kind().texts(next).stream()
                        .mapToLong(String::length)
                        .sum();
            }
        } catch (IOException e) {
            // Unchecked, so that it is not taken for a failure to write what is made of the rows.
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    private <R extends TaskRow, W extends Window, A> void predictLines(
            Electra electra, @Nullable Columns trained, Task<R, W, A> task) throws IOException {
        InputLines lines = new InputLines(System.in, "standard input", lenient);
        output.write(writer -> {
            PredictionWriter<A> out =
                    new PredictionWriter<>(writer, task, output.json(), all || output.isForPrograms());
            long number = 0;
            for (List<String> portion = lines.portion(); !portion.isEmpty(); portion = lines.portion()) {
                List<R> some = new ArrayList<>();
                for (String line : portion) {
                    R row = task.kind().ofLine(line, trained, ++number);
                    if (row != null) {
                        some.add(row);
                    }
                }
                if (!some.isEmpty()) {
                    write(out, electra, task, some);
                    out.flush();
                }
            }
        });
    }

    private <R extends TaskRow, W extends Window, A> void write(
            PredictionWriter<A> out, Electra electra, Task<R, W, A> task, List<R> some) throws IOException {
        List<A> answers = electra.answer(new TaskRows<>(task, some));
        for (int i = 0; i < some.size(); i++) {
            out.write(some.get(i).id(), answers.get(i));
            squad.write(some.get(i), answers.get(i));
            rows++;
            empty += task.kind().texts(some.get(i)).stream().anyMatch(String::isBlank) ? 1 : 0;
        }
    }
}
