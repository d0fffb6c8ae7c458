package io.github.electra4j.cli;

import io.github.electra4j.Electra;
import io.github.electra4j.ModelTask;
import io.github.electra4j.task.Columns;
import io.github.electra4j.task.LabeledText;
import io.github.electra4j.task.LabeledTextReader;
import io.github.electra4j.task.PredictionWriter;
import io.github.electra4j.task.TextTask.Prediction;
import java.io.IOException;
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
            "Gives the class of each text with the probabilities of all, or its value. Texts come from a table, or as lines"
                    + " of standard input; the two texts of a pair are separated by a TAB there.%n",
            "Rows keep their order, and memory stays constant."
        },
        footer = {
            "%nExamples:",
            "  echo 'A gripping film.' | electra predict --model runs/sst2",
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

    @Mixin
    private TextOutput output = new TextOutput();

    @Option(names = "--lenient", description = "Replace broken UTF-8 of standard input by U+FFFD instead of stopping.")
    private boolean lenient;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() throws IOException {
        output.check();
        try (Electra electra = Electra.load(model)) {
            ModelTask task = electra.knownTask();
            long rows = 0;
            Path file = data;
            if (file == null) {
                rows = predictLines(electra, task);
            } else {
                Columns found =
                        WrongUse.unless(spec, () -> columns.resolve(task)).withoutLabel();
                try (LabeledTextReader reader = LabeledTextReader.open(file, found);
                        PredictionWriter out = new PredictionWriter(output.open(), task.task(), output.json())) {
                    for (List<LabeledText> some = window(reader); !some.isEmpty(); some = window(reader)) {
                        write(out, electra, some);
                        rows += some.size();
                    }
                }
                if (rows == 0) {
                    throw new IllegalArgumentException(
                            file + ": no rows" + (found.header() ? " below the header" : ""));
                }
            }
            if (electra.cutTexts() > 0) {
                common.say("electra: cut " + electra.cutTexts() + " of " + rows + " texts to " + electra.maxLength()
                        + " tokens");
            }
        }
        return 0;
    }

    private static List<LabeledText> window(LabeledTextReader reader) throws IOException {
        List<LabeledText> texts = new ArrayList<>();
        while (texts.size() < WINDOW) {
            LabeledText next = reader.next();
            if (next == null) {
                break;
            }
            texts.add(next);
        }
        return texts;
    }

    private long predictLines(Electra electra, ModelTask task) throws IOException {
        InputLines lines = new InputLines(System.in, "standard input", lenient);
        long rows = 0;
        try (PredictionWriter out = new PredictionWriter(output.open(), task.task(), output.json())) {
            for (List<String> portion = lines.portion(); !portion.isEmpty(); portion = lines.portion()) {
                List<LabeledText> texts = new ArrayList<>();
                for (String line : portion) {
                    texts.add(text(line, task, ++rows));
                }
                write(out, electra, texts);
                out.flush();
            }
        }
        return rows;
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

    private static void write(PredictionWriter out, Electra electra, List<LabeledText> texts) throws IOException {
        List<Prediction> predictions = electra.predict(texts);
        for (int i = 0; i < texts.size(); i++) {
            out.write(texts.get(i).id(), predictions.get(i));
        }
    }
}
