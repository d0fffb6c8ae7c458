package io.github.electra4j.cli;

import io.github.electra4j.Electra;
import io.github.electra4j.ModelTask;
import io.github.electra4j.task.Columns;
import io.github.electra4j.task.LabeledText;
import io.github.electra4j.task.LabeledTextReader;
import io.github.electra4j.task.PredictionWriter;
import io.github.electra4j.task.TextTask.Prediction;
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
    private ColumnArguments columns = new ColumnArguments();

    @Option(
            names = "--all",
            description =
                    "A column for the probability of every class, also on standard output; a file and JSONL always have"
                            + " them.")
    private boolean all;

    @Mixin
    private TextOutput output = new TextOutput();

    @Option(names = "--lenient", description = "Replace broken UTF-8 of standard input by U+FFFD instead of stopping.")
    private boolean lenient;

    @Mixin
    private CommonOptions common = new CommonOptions();

    private long rows;
    private long empty;

    @Override
    public Integer call() throws IOException {
        output.check(spec);
        try (Electra electra = Electra.load(model)) {
            ModelTask task = electra.knownTask();
            Path file = data;
            if (file == null) {
                predictLines(electra, task);
            } else {
                predictTable(
                        electra,
                        task,
                        file,
                        WrongUse.unless(spec, () -> columns.resolve(task)).withoutLabel());
            }
            if (empty > 0) {
                common.say("electra: " + empty + " of " + rows + " texts are empty; what is predicted for them says"
                        + " nothing");
            }
            if (electra.cutTexts() > 0) {
                common.say("electra: cut " + electra.cutTexts() + " of " + rows + " texts to " + electra.maxLength()
                        + " tokens");
            }
        }
        return 0;
    }

    private void predictTable(Electra electra, ModelTask task, Path file, Columns found) throws IOException {
        try (LabeledTextReader reader = LabeledTextReader.open(file, found)) {
            // A wrong column or an empty file fails here, before anything is written.
            List<LabeledText> first = window(reader);
            if (first.isEmpty()) {
                throw new IllegalArgumentException(file + ": no rows" + (found.header() ? " below the header" : ""));
            }
            output.write(lines -> {
                PredictionWriter out =
                        new PredictionWriter(lines, task.task(), output.json(), all || output.isForPrograms());
                for (List<LabeledText> some = first; !some.isEmpty(); some = window(reader)) {
                    write(out, electra, some);
                }
            });
        }
    }

    private static List<LabeledText> window(LabeledTextReader reader) {
        List<LabeledText> texts = new ArrayList<>();
        try {
            while (texts.size() < WINDOW) {
                LabeledText next = reader.next();
                if (next == null) {
                    break;
                }
                texts.add(next);
            }
        } catch (IOException e) {
            // Unchecked, so that it is not taken for a failure to write what is made of the rows.
            throw new UncheckedIOException(e);
        }
        return texts;
    }

    private void predictLines(Electra electra, ModelTask task) throws IOException {
        InputLines lines = new InputLines(System.in, "standard input", lenient);
        output.write(writer -> {
            PredictionWriter out =
                    new PredictionWriter(writer, task.task(), output.json(), all || output.isForPrograms());
            for (List<String> portion = lines.portion(); !portion.isEmpty(); portion = lines.portion()) {
                List<LabeledText> texts = new ArrayList<>();
                for (String line : portion) {
                    texts.add(text(line, task, rows + texts.size() + 1));
                }
                write(out, electra, texts);
                out.flush();
            }
        });
    }

    private static LabeledText text(String line, ModelTask task, long number) {
        Columns trained = task.columns();
        int tab = line.indexOf('\t');
        if (trained != null && trained.pair() == null) {
            return LabeledText.of(line, null);
        }
        if (tab < 0 && trained != null) {
            throw new IllegalArgumentException("standard input, line " + number
                    + ": no TAB, and the model judges pairs; write both texts on a line with a TAB between");
        }
        return tab < 0 ? LabeledText.of(line, null) : LabeledText.of(line.substring(0, tab), line.substring(tab + 1));
    }

    private void write(PredictionWriter out, Electra electra, List<LabeledText> texts) throws IOException {
        List<Prediction> predictions = electra.predict(texts);
        for (int i = 0; i < texts.size(); i++) {
            LabeledText text = texts.get(i);
            out.write(text.id(), predictions.get(i));
            rows++;
            empty += isBlank(text.text()) || isBlank(text.pair()) ? 1 : 0;
        }
    }

    private static boolean isBlank(@Nullable String text) {
        return text != null && text.isBlank();
    }
}
