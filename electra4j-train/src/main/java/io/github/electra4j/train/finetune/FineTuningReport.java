package io.github.electra4j.train.finetune;

import io.github.electra4j.TaskEvaluation;
import io.github.electra4j.evaluate.ConfusionTable;
import io.github.electra4j.evaluate.Summary;
import io.github.electra4j.progress.Block;
import io.github.electra4j.progress.Report;
import io.github.electra4j.progress.Series;
import io.github.electra4j.train.finetune.FineTuningOutcome.Scored;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The page {@code report.html} of a fine-tuning: figures, curves, the confusion table, settings. */
final class FineTuningReport {
    private FineTuningReport() {}

    static void write(Path out, FineTuningOutcome outcome, Map<String, Object> settings) throws IOException {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Paragraph(String.format(
                Locale.ROOT,
                "%s: %,d texts learned from, %,d chosen on, %,d measured on; learning rate %.1e; seed %d is the model.",
                outcome.task().name(),
                outcome.trainRows(),
                outcome.selectionRows(),
                outcome.prior().rows(),
                outcome.learningRate(),
                outcome.keptTrial().seed())));
        blocks.add(figures(outcome));
        if (!outcome.remarks().isEmpty()) {
            blocks.add(new Block.Events(outcome.remarks().stream()
                    .map(text -> new Block.Event("", text))
                    .toList()));
        }
        blocks.add(new Block.LineChart("training loss", "epoch", series(outcome, true)));
        if (outcome.selectionRows() > 0) {
            blocks.add(new Block.LineChart(
                    outcome.metric() + " on the rows to choose on", "epoch", series(outcome, false)));
        }
        blocks.add(trials(outcome));
        ConfusionTable confusion = outcome.keptTrial().dev().confusion();
        if (confusion != null) {
            blocks.add(confusion(confusion));
        }
        List<List<String>> rows = new ArrayList<>();
        settings.forEach((key, value) -> rows.add(List.of(key, String.valueOf(value))));
        blocks.add(new Block.Folded("Settings", List.of(new Block.Table("", List.of("setting", "value"), rows))));
        Report.write(
                out.resolve("report.html"),
                "Fine-tuning " + out.toAbsolutePath().getFileName(),
                blocks);
    }

    private static Block figures(FineTuningOutcome outcome) {
        List<List<String>> rows = new ArrayList<>();
        outcome.prior().figures().forEach((key, prior) -> {
            Summary summary = outcome.summary(key);
            rows.add(List.of(
                    key,
                    number(prior),
                    number(summary.mean()),
                    number(summary.standardDeviation()),
                    number(outcome.median(key)),
                    number(outcome.best(key)),
                    number(outcome.keptTrial().dev().figure(key))));
        });
        return new Block.Table(
                "On the dev rows, over " + outcome.trials().size() + " seeds",
                List.of(
                        "figure",
                        TaskEvaluation.priorName(outcome.task()),
                        "mean",
                        "standard deviation",
                        "median",
                        "best",
                        "the model"),
                rows);
    }

    private static Block trials(FineTuningOutcome outcome) {
        List<List<String>> rows = new ArrayList<>();
        for (Scored trial : outcome.all()) {
            rows.add(List.of(
                    String.format(Locale.ROOT, "%.1e, %d", trial.learningRate(), trial.seed()),
                    Integer.toString(trial.keptEpoch()),
                    trial.selection() == null ? "" : number(trial.selection().figure(outcome.metric())),
                    number(trial.dev().figure(outcome.metric())),
                    String.format(Locale.ROOT, "%.0f", trial.seconds())));
        }
        return new Block.Table(
                "Trainings",
                List.of(
                        "rate, seed",
                        "kept epoch",
                        outcome.metric() + " to choose by",
                        outcome.metric() + " on dev",
                        "seconds"),
                rows);
    }

    private static Block confusion(ConfusionTable confusion) {
        List<String> columns = new ArrayList<>(List.of("gold \\ predicted"));
        columns.addAll(confusion.labels());
        List<List<String>> rows = new ArrayList<>();
        for (int c = 0; c < confusion.labels().size(); c++) {
            List<String> row = new ArrayList<>(List.of(confusion.labels().get(c)));
            for (long count : confusion.counts()[c]) {
                row.add(Long.toString(count));
            }
            rows.add(row);
        }
        return new Block.Table("Confusion of the model on the dev rows", columns, rows);
    }

    private static List<Series> series(FineTuningOutcome outcome, boolean loss) {
        List<Series> series = new ArrayList<>();
        for (Scored trial : outcome.all()) {
            List<Double> values = loss ? trial.losses() : trial.epochFigures();
            double[] x = new double[values.size()];
            double[] y = new double[x.length];
            for (int i = 0; i < x.length; i++) {
                x[i] = i + 1;
                y[i] = values.get(i);
            }
            String name = String.format(Locale.ROOT, "%.1e, seed %d", trial.learningRate(), trial.seed());
            series.add(new Series(name, x, y, series.size() % 8, true));
        }
        return series;
    }

    private static String number(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4f", value) : "\u2013";
    }
}
