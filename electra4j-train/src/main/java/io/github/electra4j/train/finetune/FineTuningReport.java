package io.github.electra4j.train.finetune;

import io.github.electra4j.ErrorAnalysis;
import io.github.electra4j.json.JsonText;
import io.github.electra4j.progress.Block;
import io.github.electra4j.progress.Report;
import io.github.electra4j.progress.Series;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The page {@code report.html} of a fine-tuning: figures, curves, the analysis of errors, settings. It is made of the files in the output
 * directory alone, so that it can be written again at any time.
 */
public final class FineTuningReport {
    /** The page's name in the output directory. */
    public static final String NAME = "report.html";

    private final JsonNode results;
    private final JsonNode settings;
    private final @Nullable ErrorAnalysis errors;

    /** @param errors of the kept training; null where the directory has none */
    FineTuningReport(JsonNode results, JsonNode settings, @Nullable ErrorAnalysis errors) {
        this.results = results;
        this.settings = settings;
        this.errors = errors;
    }

    /** Whether a directory holds a fine-tuning that has ended. */
    public static boolean isOf(Path directory) {
        return Files.isRegularFile(directory.resolve(FineTuning.SETTINGS))
                && Files.isRegularFile(directory.resolve(FineTuning.RESULTS));
    }

    /** The file of the results of a fine-tuning that has ended, see {@link FineTuningOutcome#toJson}. */
    public static Path results(Path directory) {
        return directory.resolve(FineTuning.RESULTS);
    }

    /**
     * Writes the page of a fine-tuning that has ended.
     *
     * @param html the file to write; replaced as a whole if it is there
     */
    public static void write(Path directory, Path html) throws IOException {
        Path results = directory.resolve(FineTuning.RESULTS);
        try {
            new FineTuningReport(
                            JsonText.readObject(results),
                            JsonText.readObject(directory.resolve(FineTuning.SETTINGS)),
                            errors(directory.resolve(FineTuning.ERRORS)))
                    .writeTo(html, directory);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    results
                            + ": a figure is missing or is no number; put a copy of the file back, or give the command of"
                            + " the fine-tuning again, which writes it anew",
                    e);
        }
    }

    private static @Nullable ErrorAnalysis errors(Path file) throws IOException {
        if (!Files.exists(file)) {
            return null;
        }
        JsonNode kept = JsonText.readObject(file);
        try {
            return JsonText.bind(kept, ErrorAnalysis.class);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    file + ": " + e.getMessage()
                            + "; put a copy of the file back, or delete it for a report without it",
                    e);
        }
    }

    void writeTo(Path html, Path directory) throws IOException {
        Report.write(
                html, "Fine-tuning " + directory.toAbsolutePath().normalize().getFileName(), blocks());
    }

    private List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Paragraph(String.format(
                Locale.ROOT,
                "%s: %,d texts learned from, %,d chosen on, %,d measured on; learning rate %.1e; seed %d is the model.",
                results.path("task").asString(),
                results.path("train_rows").longValue(),
                results.path("selection_rows").longValue(),
                results.path("dev_rows").longValue(),
                results.path("learning_rate").doubleValue(),
                results.path("kept_seed").longValue())));
        blocks.add(figures());
        addCalibration(blocks);
        List<Block.Event> remarks = new ArrayList<>();
        results.path("remarks").forEach(text -> remarks.add(new Block.Event("", text.asString())));
        if (!remarks.isEmpty()) {
            blocks.add(new Block.Events(remarks));
        }
        blocks.add(new Block.LineChart("training loss", "epoch", series("losses")));
        String metric = results.path("metric").asString();
        if (results.path("selection_rows").longValue() > 0) {
            blocks.add(new Block.LineChart(metric + " on the rows to choose on", "epoch", series("epoch_figures")));
        }
        blocks.add(trials(metric));
        if (errors != null) {
            blocks.add(new Block.Heading("Errors of the model on the dev rows"));
            blocks.addAll(errors.tables());
        }
        List<List<String>> rows = new ArrayList<>();
        settings.forEachEntry((key, value) -> rows.add(List.of(key, value.isString() ? value.asString() : "" + value)));
        blocks.add(new Block.Folded("Settings", List.of(new Block.Table("", List.of("setting", "value"), rows))));
        return blocks;
    }

    private Block figures() {
        boolean several = results.path("trials").size() > 1;
        // Fine-tunings of before have no such name: theirs are of classes or of values.
        String prior = results.path("baseline")
                .asString(results.path("dev").has("accuracy") ? "majority class" : "mean of the labels");
        List<List<String>> rows = new ArrayList<>();
        results.path("dev").forEachEntry((key, figure) -> {
            List<String> row =
                    new ArrayList<>(List.of(key, number(results.path("majority").path(key))));
            if (several) {
                for (String over : List.of("mean", "standard_deviation", "median", "best")) {
                    row.add(number(figure.path(over)));
                }
            }
            row.add(number(figure.path("kept")));
            rows.add(row);
        });
        return several
                ? new Block.Table(
                        "On the dev rows, over " + results.path("trials").size() + " seeds",
                        List.of("figure", prior, "mean", "standard deviation", "median", "best", "the model"),
                        rows)
                : new Block.Table("On the dev rows", List.of("figure", prior, "the model"), rows);
    }

    private void addCalibration(List<Block> blocks) {
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode trial : results.path("trials")) {
            JsonNode calibration = trial.path("calibration");
            if (calibration.isObject()) {
                List<String> row = new ArrayList<>(List.of(trial.path("seed").asString()
                        + (trial.path("seed").equals(results.path("kept_seed")) ? ", the model" : "")));
                calibration.forEach(value -> row.add(number(value)));
                rows.add(row);
            }
        }
        if (!rows.isEmpty()) {
            blocks.add(new Block.Table(
                    "Calibration of the probabilities of the dev rows: expected calibration error over 15 bins",
                    List.of("seed", "temperature", "error at 1", "error", "log loss at 1", "log loss"),
                    rows));
        }
    }

    /** Every training once: the one that the rate was chosen by is among those of the seeds. */
    private List<JsonNode> all() {
        List<JsonNode> all = new ArrayList<>();
        for (String key : List.of("sweep", "retried", "trials")) {
            results.path(key).forEach(trial -> {
                if (!all.contains(trial)) {
                    all.add(trial);
                }
            });
        }
        return all;
    }

    private Block trials(String metric) {
        List<List<String>> rows = new ArrayList<>();
        List<JsonNode> retried = new ArrayList<>();
        results.path("retried").forEach(retried::add);
        for (JsonNode trial : all()) {
            String fallen = retried.contains(trial)
                    ? ", fell, begun again"
                    : trial.path("fallen").isString() ? ", fell" : "";
            rows.add(List.of(
                    String.format(
                                    Locale.ROOT,
                                    "%.1e, %d",
                                    trial.path("learning_rate").doubleValue(),
                                    trial.path("seed").longValue())
                            + fallen,
                    trial.path("kept_epoch").asString(),
                    trial.path("selection").isObject()
                            ? number(trial.path("selection").path(metric))
                            : "",
                    number(trial.path("dev").path(metric)),
                    String.format(Locale.ROOT, "%.0f", trial.path("seconds").doubleValue())));
        }
        return new Block.Table(
                "Trainings",
                List.of("rate, seed", "kept epoch", metric + " to choose by", metric + " on dev", "seconds"),
                rows);
    }

    private List<Series> series(String key) {
        List<Series> series = new ArrayList<>();
        for (JsonNode trial : all()) {
            double[] y = trial.path(key)
                    .valueStream()
                    .mapToDouble(value -> value.isNumber() ? value.doubleValue() : Double.NaN)
                    .toArray();
            double[] x = new double[y.length];
            for (int i = 0; i < x.length; i++) {
                x[i] = i + 1;
            }
            String name = String.format(
                    Locale.ROOT,
                    "%.1e, seed %d",
                    trial.path("learning_rate").doubleValue(),
                    trial.path("seed").longValue());
            series.add(new Series(name, x, y, series.size() % 8, true));
        }
        return series;
    }

    private static String number(JsonNode value) {
        return value.isNumber() ? String.format(Locale.ROOT, "%.4f", value.doubleValue()) : "\u2013";
    }
}
