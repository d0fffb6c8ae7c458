package io.github.electra4j.cli;

import io.github.electra4j.Electra;
import io.github.electra4j.Pooling;
import io.github.electra4j.Prompt;
import io.github.electra4j.TaskEvaluation;
import io.github.electra4j.evaluate.Calibration;
import io.github.electra4j.evaluate.Evaluation;
import io.github.electra4j.evaluate.OutOfScope;
import io.github.electra4j.sets.NamedSet;
import io.github.electra4j.sets.NamedSet.Part;
import io.github.electra4j.sets.SetFolder;
import io.github.electra4j.task.AnsweredRows;
import io.github.electra4j.task.Columns;
import io.github.electra4j.task.LabeledText;
import io.github.electra4j.task.LabeledTextReader;
import io.github.electra4j.task.RowGroups;
import io.github.electra4j.task.Task;
import io.github.electra4j.task.TaskRow;
import io.github.electra4j.task.TaskRows;
import io.github.electra4j.task.Window;
import java.io.IOException;
import java.nio.file.Files;
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
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code electra evaluate}: a fine-tuned model and labelled texts in, its figures out. */
@Command(
        name = "evaluate",
        description = {
            "Measures a fine-tuned model on a labelled table: accuracy, F1, Matthews and the confusion table, or Pearson and"
                    + " Spearman; beside them what answers without reading a text reach: the majority class, or the mean.%n",
            "With --task pairs, similarity or prompt it asks a model that was never fine-tuned: a run directory, or any discriminator,"
                    + " masked LM or energy model.%n",
            "With --service it asks a running server over HTTP, and measures what comes back in the same way."
        },
        footer = {
            "%nExamples:",
            "  electra evaluate --model runs/sst2 --data test.tsv --report errors.html",
            "  electra evaluate --model runs/sst2 --data reviews.csv --text-column review --label-column stars --json scores.json",
            "  electra evaluate --model runs/sst2 --data reviews.tsv --group-column country",
            "  electra evaluate --model runs/mine --task pairs --data grammar.jsonl",
            "  electra evaluate --model runs/mine --task similarity --data STS-B/dev.tsv",
            "  electra evaluate --model runs/mine --task prompt --data SST-2/dev.tsv --text-column sentence \\",
            "      --prompt '{text} It was [MASK].' --verbalizer 1=great --verbalizer 0=terrible",
            "  electra evaluate --model runs/mnli --data glue/                       matched and mismatched",
            "  electra evaluate --service http://localhost:8080 --task banking77 --data data/",
            "%nKeys of --json: model (rows, the figures, classes, confusion), majority (the same), parts (of questions by"
                    + " question word), remarks, by_group (column, metric, groups, gap), calibration, out_of_scope, cut_texts, cut_pairs (of an extraction), seconds, peak_rss_mb; of a folder set_parts, with the first"
                    + " ones for each part of the set by its name."
        })
final class EvaluateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--model", paramLabel = "DIR", description = "A fine-tuned model directory; with --task any other.")
    private @Nullable Path model;

    @Mixin
    private ServiceOptions service = new ServiceOptions();

    @Option(
            names = "--data",
            required = true,
            paramLabel = "FILE",
            description = "A labelled file as for finetune; or the folder of a named set, or one above it.")
    @SuppressWarnings("NullAway.Init")
    private Path data;

    @Option(
            names = "--part",
            paramLabel = "NAME",
            description = "One labelled part of the set, such as mismatched; without it, all that are there.")
    private @Nullable String part;

    @Mixin
    private OutOfScopeArguments scope = new OutOfScopeArguments();

    @Mixin
    private EvaluationArguments arguments = new EvaluationArguments();

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Mixin
    private GroupArguments groups = new GroupArguments();

    @Mixin
    private ColumnArguments columns = new ColumnArguments();

    @Mixin
    private ErrorReportOption report = new ErrorReportOption();

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() throws IOException {
        long begin = System.nanoTime();
        json.check();
        report.check();
        json.checkApart("--data", data);
        report.checkApart("--data", data);
        report.checkApart("--json", json.file());
        String asked = WrongUse.unless(spec, this::asked);
        Path directory = model;
        if (directory == null) {
            figures(service.model(task(), arguments.set()), begin);
        } else if (asked != null) {
            return ask(directory, asked, begin);
        } else {
            try (Electra electra = engine.load(spec, directory)) {
                figures(AskedModel.of(electra), begin);
            }
        }
        return 0;
    }

    /** The task that a named set needs; null where none is named. */
    private @Nullable String task() {
        String set = arguments.set();
        return set == null ? null : NamedSet.of(set).kind().name();
    }

    /** Measures and writes. */
    private void figures(AskedModel asked, long begin) throws IOException {
        Map<String, @Nullable Object> figures = new TreeMap<>();
        if (Files.isDirectory(data)) {
            figures.put("set_parts", parts(asked, asked.model().task()));
        } else {
            figures.putAll(file(asked, asked.model().task()));
        }
        CutInputs cut = asked.cut().get();
        cut.said().forEach(said -> common.say("electra: " + said));
        figures.put("cut_texts", cut.texts());
        cut.pairs().ifPresent(pairs -> figures.put("cut_pairs", pairs));
        report.write(asked.name());
        end(figures, begin);
    }

    private void end(Map<String, @Nullable Object> figures, long begin) throws IOException {
        figures.put("seconds", (System.nanoTime() - begin) / 1e9);
        ProcessMemory.peakMegabytes().ifPresent(mb -> figures.put("peak_rss_mb", mb));
        json.write(figures);
    }

    private @Nullable String asked() {
        service.check(model);
        scope.check();
        String asked = arguments.task();
        if (asked != null && model == null) {
            throw new IllegalArgumentException("--task " + asked + " asks a model by --model, and not by --service");
        }
        report.checkTask(asked);
        if (model == null) {
            UnreadOptions.refuse(spec, "is the server's to choose", "--precision");
        }
        if (asked != null) {
            UnreadOptions.refuse(
                    spec,
                    "is for fine-tuned models, and not for --task " + asked,
                    "--part",
                    "--out-of-scope-label",
                    "--out-of-scope-threshold");
            groups.refuse("is for fine-tuned models, and not for --task " + asked + "; leave one of them out");
        } else if (Files.isDirectory(data)) {
            groups.refuse("the files of a named set have no such column; give a table as --data");
        }
        return asked;
    }

    /** What a model says that was never fine-tuned. */
    private int ask(Path directory, String task, long begin) throws IOException {
        Prompt prompt = task.equals(EvaluationArguments.PROMPT) ? WrongUse.unless(spec, arguments::prompt) : null;
        Pooling[] poolings = WrongUse.unless(spec, arguments::poolings);
        List<LabeledText> rows = LabeledTextReader.readAll(data, columns.over(arguments.usual()));
        try (Electra electra = engine.load(spec, directory)) {
            ZeroShot found = prompt != null
                    ? ZeroShot.prompt(electra, rows, prompt, arguments.calibrated())
                    : task.equals(EvaluationArguments.PAIRS)
                            ? ZeroShot.pairs(electra, rows)
                            : ZeroShot.similarity(electra, rows, poolings);
            System.out.print(found.toText(rows.size()));
            Map<String, @Nullable Object> figures = found.toJson(rows.size());
            end(figures, begin);
        }
        return 0;
    }

    private <R extends TaskRow, W extends Window, A> Map<String, Object> file(AskedModel asked, Task<R, W, A> task)
            throws IOException {
        if (arguments.set() != null || part != null) {
            throw new ParameterException(
                    spec.commandLine(),
                    data + ": is a file, and --task and --part are of the folder of a named set; leave them out");
        }
        Columns found = WrongUse.unless(spec, () -> columns.resolve(asked.model()));
        if (found.label() == null) {
            throw new ParameterException(
                    spec.commandLine(), "--label-column is missing: without labels nothing is measured");
        }
        List<R> rows = task.kind().readAll(data, found);
        return measured(
                asked, task, String.valueOf(data.getFileName()), rows, groups.read(data, found.header(), rows), null);
    }

    /** The figures of the labelled parts of a named set, or of one of them, by their names. */
    private <R extends TaskRow, W extends Window, A> Map<String, Object> parts(AskedModel model, Task<R, W, A> task)
            throws IOException {
        String asked = arguments.set();
        String name = asked != null ? asked : model.model().set();
        if (name == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    data
                            + ": is a folder, and the model was not trained on a named set; name a file, or the set with --task");
        }
        SetFolder folder = SetFolder.find(WrongUse.unless(spec, () -> NamedSet.of(name)), data);
        List<Part> wanted = new ArrayList<>(folder.set().measured());
        String chosen = part;
        if (chosen != null) {
            wanted = List.of(WrongUse.unless(spec, () -> folder.set().measured(chosen)));
        } else if (wanted.stream().anyMatch(folder::has)) {
            wanted.removeIf(other -> !folder.has(other));
        }
        Map<String, Object> figures = new LinkedHashMap<>();
        for (Part one : wanted) {
            SetFolder.Rows<R> read = folder.read(task.kind(), one);
            if (read.remark() != null) {
                common.say("electra: " + read.remark());
            }
            System.out.printf("%s%s, %s:%n", figures.isEmpty() ? "" : "\n", name, one.name());
            figures.put(
                    one.name(),
                    measured(
                            model,
                            task,
                            name + ", " + one.name(),
                            read.rows(),
                            null,
                            folder.set().outOfScope()));
        }
        return figures;
    }

    /**
     * Prints the figures of rows and gives them for programs.
     *
     * @param name of the rows
     * @param groupsOfAll the groups that are compared; null for none
     * @param outOfScope the label of texts that belong to no class, where the set has one; null for none
     */
    private <R extends TaskRow, W extends Window, A> Map<String, Object> measured(
            AskedModel asked,
            Task<R, W, A> task,
            String name,
            List<R> all,
            @Nullable RowGroups groupsOfAll,
            @Nullable String outOfScope) {
        List<R> known = WrongUse.unless(spec, () -> scope.known(task, all, outOfScope));
        if (known.isEmpty()) {
            throw new IllegalArgumentException(
                    all.get(0).file() + ": all " + all.size()
                            + " rows are of no class by their label, which the model does not know; give rows of its classes beside them");
        }
        TaskRows<R, W, A> rows = new TaskRows<>(task, known);
        rows.check();
        AnsweredRows<R, W, A> answered = rows.answered(asked.answering().answer(rows));
        Evaluation evaluation = answered.evaluate();
        List<Double> prior = asked.model().prior();
        Evaluation baseline = rows.ofPrior(prior.isEmpty() ? rows.prior() : prior);
        describe(task.priorName(), evaluation, baseline);
        Map<String, Evaluation> parts = answered.parts();
        describe(parts, task.metric());
        List<String> remarks = new ArrayList<>(rows.remarks());
        remarks.addAll(TaskEvaluation.remarks(task, evaluation, baseline));
        remarks.forEach(remark -> common.say("electra: " + remark));
        report.add(name, answered, evaluation, baseline, remarks);
        Map<String, Object> figures =
                new TreeMap<>(Map.of("model", evaluation.toJson(), "majority", baseline.toJson(), "remarks", remarks));
        if (!parts.isEmpty()) {
            Map<String, Object> byName = new LinkedHashMap<>();
            parts.forEach((key, one) -> byName.put(key, one.toJson()));
            figures.put("parts", byName);
        }
        if (groupsOfAll != null) {
            figures.put("by_group", groups.measured(groupsOfAll, answered, common));
        }
        Calibration calibration = answered.calibration();
        if (calibration != null) {
            describe(calibration);
            figures.put("calibration", calibration.toJson());
        }
        OutOfScope scores = scope.scores(asked.answering(), answered, all, outOfScope);
        if (scores != null) {
            System.out.printf(Locale.ROOT, "%n%d of %d rows belong to no class%n", scores.outOfScope(), scores.rows());
            scores.figures().forEach((key, figure) -> System.out.printf(Locale.ROOT, "%-24s %6.4f%n", key, figure));
            figures.put("out_of_scope", scores.figures());
        }
        return figures;
    }

    private static void describe(Calibration calibration) {
        System.out.printf(
                Locale.ROOT,
                "%nexpected calibration error %.4f%s%n",
                calibration.error(),
                calibration.temperature() == 1
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                ", without the temperature of %.3f %.4f",
                                calibration.temperature(),
                                calibration.errorBefore()));
    }

    /** Prints figures beside those of the predictor that reads no text. */
    static void describe(String prior, Evaluation evaluation, Evaluation baseline) {
        System.out.printf(Locale.ROOT, "%-20s %10s  %s%n", evaluation.rows() + " rows", "model", prior);
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
}
