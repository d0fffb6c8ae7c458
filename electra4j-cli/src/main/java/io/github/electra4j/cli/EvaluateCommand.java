package io.github.electra4j.cli;

import io.github.electra4j.Electra;
import io.github.electra4j.ModelTask;
import io.github.electra4j.Pooling;
import io.github.electra4j.Prompt;
import io.github.electra4j.TaskEvaluation;
import io.github.electra4j.evaluate.Evaluation;
import io.github.electra4j.task.AnsweredRows;
import io.github.electra4j.task.Columns;
import io.github.electra4j.task.LabeledText;
import io.github.electra4j.task.LabeledTextReader;
import io.github.electra4j.task.Task;
import io.github.electra4j.task.TaskRow;
import io.github.electra4j.task.TaskRows;
import io.github.electra4j.task.Window;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code electra evaluate}: a fine-tuned model and labelled texts in, its figures out. */
@Command(
        name = "evaluate",
        description = {
            "Measures a fine-tuned model on a labelled table: accuracy, F1, Matthews and the confusion table, or Pearson and"
                    + " Spearman; beside them what answers without reading a text reach: the majority class, or the mean.%n",
            "With --task pairs, similarity or prompt it asks a model that was never fine-tuned: a run directory, or any discriminator,"
                    + " masked LM or energy model."
        },
        footer = {
            "%nExamples:",
            "  electra evaluate --model runs/sst2 --data test.tsv",
            "  electra evaluate --model runs/sst2 --data reviews.csv --text-column review --label-column stars --json scores.json",
            "  electra evaluate --model runs/mine --task pairs --data grammar.jsonl",
            "  electra evaluate --model runs/mine --task similarity --data STS-B/dev.tsv",
            "  electra evaluate --model runs/mine --task prompt --data SST-2/dev.tsv --text-column sentence \\",
            "      --prompt '{text} It was [MASK].' --verbalizer 1=great --verbalizer 0=terrible",
            "%nKeys of --json: model (rows, the figures, classes, confusion), majority (the same), parts (of questions by"
                    + " question word), remarks, seconds,"
                    + " peak_rss_mb."
        })
final class EvaluateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR",
            description = "A fine-tuned model directory; with --task any other.")
    @SuppressWarnings("NullAway.Init")
    private Path model;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "FILE",
            description = "A labelled .tsv, .csv, .jsonl or .json table, also .gz, .xz or .zst.")
    @SuppressWarnings("NullAway.Init")
    private Path data;

    @Mixin
    private ZeroShotArguments zeroShot = new ZeroShotArguments();

    @Mixin
    private ColumnArguments columns = new ColumnArguments();

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() throws IOException {
        long begin = System.nanoTime();
        json.check();
        String asked = WrongUse.unless(spec, zeroShot::task);
        if (asked != null) {
            return ask(asked, begin);
        }
        try (Electra electra = Electra.load(model)) {
            ModelTask task = electra.knownTask();
            Columns found = WrongUse.unless(spec, () -> columns.resolve(task));
            if (found.label() == null) {
                throw new IllegalArgumentException("--label-column is missing: without labels nothing is measured");
            }
            AnsweredRows<?, ?, ?> answered = answered(electra, task.task(), found);
            TaskRows<?, ?, ?> rows = answered.of();
            Evaluation evaluation = answered.evaluate();
            Evaluation baseline = rows.ofPrior(task.prior().isEmpty() ? rows.prior() : task.prior());
            describe(task, evaluation, baseline);
            Map<String, Evaluation> parts = answered.parts();
            describe(parts, task.task().metric());
            if (electra.cutTexts() > 0) {
                common.say("electra: cut " + electra.cutTexts() + " of " + rows.size() + " "
                        + task.task().limit(electra.maxLength()).cutTo());
            }
            List<String> remarks = new ArrayList<>(rows.remarks());
            remarks.addAll(TaskEvaluation.remarks(task.task(), evaluation, baseline));
            remarks.forEach(remark -> common.say("electra: " + remark));
            json.write(figures(
                    evaluation, baseline, parts, remarks, electra.cutTexts(), (System.nanoTime() - begin) / 1e9));
        }
        return 0;
    }

    /** What a model says that was never fine-tuned. */
    private int ask(String task, long begin) throws IOException {
        Prompt prompt = task.equals(ZeroShotArguments.PROMPT) ? WrongUse.unless(spec, zeroShot::prompt) : null;
        Pooling[] poolings = WrongUse.unless(spec, zeroShot::poolings);
        List<LabeledText> rows = LabeledTextReader.readAll(data, columns.over(zeroShot.usual()));
        try (Electra electra = Electra.load(model)) {
            ZeroShot found = prompt != null
                    ? ZeroShot.prompt(electra, rows, prompt, zeroShot.calibrated())
                    : task.equals(ZeroShotArguments.PAIRS)
                            ? ZeroShot.pairs(electra, rows)
                            : ZeroShot.similarity(electra, rows, poolings);
            System.out.print(found.toText(rows.size()));
            if (electra.cutTexts() > 0) {
                common.say("electra: cut " + electra.cutTexts() + " of " + 2 * rows.size() + " texts to "
                        + electra.maxLength() + " tokens");
            }
            Map<String, @Nullable Object> figures = found.toJson(rows.size());
            figures.put("cut_texts", electra.cutTexts());
            figures.put("seconds", (System.nanoTime() - begin) / 1e9);
            json.write(figures);
        }
        return 0;
    }

    private <R extends TaskRow, W extends Window, A> AnsweredRows<R, W, A> answered(
            Electra electra, Task<R, W, A> task, Columns found) throws IOException {
        TaskRows<R, W, A> rows = new TaskRows<>(task, task.kind().readAll(data, found));
        rows.check();
        return rows.answered(electra.answer(rows));
    }

    private static void describe(ModelTask task, Evaluation evaluation, Evaluation baseline) {
        System.out.printf(
                Locale.ROOT,
                "%-20s %10s  %s%n",
                evaluation.rows() + " rows",
                "model",
                task.task().priorName());
        evaluation
                .figures()
                .forEach((key, figure) ->
                        System.out.printf(Locale.ROOT, "%-20s %10.4f  %.4f%n", key, figure, baseline.figure(key)));
        if (evaluation.confusion() != null) {
            System.out.println();
            System.out.print(evaluation.confusion().toText());
        }
    }

    private static void describe(Map<String, Evaluation> parts, String metric) {
        if (!parts.isEmpty()) {
            System.out.println();
        }
        parts.forEach((name, part) ->
                System.out.printf(Locale.ROOT, "%-12s %7d %10.4f%n", name, part.rows(), part.figure(metric)));
    }

    private static Map<String, Object> figures(
            Evaluation evaluation,
            Evaluation baseline,
            Map<String, Evaluation> parts,
            List<String> remarks,
            long cut,
            double seconds) {
        Map<String, Object> figures = new TreeMap<>();
        figures.put("model", evaluation.toJson());
        figures.put("majority", baseline.toJson());
        if (!parts.isEmpty()) {
            Map<String, Object> byName = new LinkedHashMap<>();
            parts.forEach((name, part) -> byName.put(name, part.toJson()));
            figures.put("parts", byName);
        }
        figures.put("remarks", remarks);
        figures.put("cut_texts", cut);
        figures.put("seconds", seconds);
        ProcessMemory.peakMegabytes().ifPresent(mb -> figures.put("peak_rss_mb", mb));
        return figures;
    }
}
