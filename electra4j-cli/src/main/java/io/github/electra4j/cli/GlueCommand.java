package io.github.electra4j.cli;

import io.github.electra4j.Electra;
import io.github.electra4j.evaluate.Evaluation;
import io.github.electra4j.sets.GlueScores;
import io.github.electra4j.sets.GlueScores.Average;
import io.github.electra4j.sets.NamedSet;
import io.github.electra4j.sets.NamedSet.Part;
import io.github.electra4j.sets.SetFolder;
import io.github.electra4j.sets.Submission;
import io.github.electra4j.task.LabeledText;
import io.github.electra4j.task.TaskRows;
import io.github.electra4j.task.TextClassification;
import io.github.electra4j.task.TextTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code electra glue}: finished fine-tunings in, GLUE's averages and the files for its server out. */
@Command(
        name = "glue",
        header = "Finished fine-tunings in, GLUE's averages and the files for its server out.",
        description = {
            "Puts together what fine-tunings on the tasks of GLUE measured on dev, each the mean over its seeds: the average of the"
                    + " ELECTRA paper (eight tasks, a figure each, without WNLI) and that of the benchmark (nine tasks, the mean of"
                    + " their figures). An average that lacks a task is not given.%n",
            "With --data, MNLI's mismatched part is measured with the model that was kept; with --out too, each model answers its"
                    + " test file, that of MNLI also the diagnostics, in the form that the benchmark's server takes."
        },
        footer = {
            "%nExamples:",
            "  electra glue runs/glue/cola runs/glue/sst2 runs/glue/rte",
            "  electra glue runs/glue/* --data glue/ --out submission/",
            "%nKeys of --json: tasks (by name, each with seeds and its figures), paper_average, benchmark_average, missing, files,"
                    + " seconds."
        })
final class GlueCommand implements Callable<Integer> {
    private static final String MNLI = "glue/mnli";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "RUN", arity = "1..*", description = "Output folders of finetune.")
    @SuppressWarnings("NullAway.Init")
    private List<Path> folders;

    @Option(names = "--data", paramLabel = "FOLDER", description = "GLUE's folder, with the official files.")
    private @Nullable Path data;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description = "Where CoLA.tsv and the other files for the server go.")
    private @Nullable Path out;

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() throws IOException {
        long begin = System.nanoTime();
        json.check();
        if (out != null) {
            if (data == null) {
                throw new ParameterException(
                        spec.commandLine(), "--data is missing: the test files are in GLUE's folder");
            }
            OutputPlace.checkFolder(out, "--out");
        }
        Map<String, GlueRun> runs = new LinkedHashMap<>();
        for (Path folder : folders) {
            GlueRun run = GlueRun.read(folder);
            GlueRun before = runs.put(run.set().name(), run);
            if (before != null) {
                throw new IllegalArgumentException(
                        folder + ": is of " + run.set().name() + " as is " + before.folder() + "; give one of them");
            }
        }
        if (data != null && out != null) {
            for (GlueRun run : runs.values()) {
                refuseOfficial(sets(run, data), out);
            }
        }
        List<String> written = new ArrayList<>();
        if (data != null) {
            for (GlueRun run : List.copyOf(runs.values())) {
                runs.put(run.set().name(), withData(run, data, written));
            }
        }
        Map<String, Map<String, Double>> figures = new TreeMap<>();
        runs.forEach((name, run) -> figures.put(name, run.figures()));
        GlueScores scores = new GlueScores(figures);
        describe(runs, scores);
        written.forEach(file -> common.say("wrote " + file));
        json.write(toJson(runs, scores, written, (System.nanoTime() - begin) / 1e9));
        return 0;
    }

    /** What the model of a fine-tuning answers: its own set, that of MNLI also the diagnostics. */
    private static List<SetFolder> sets(GlueRun run, Path glue) throws IOException {
        List<SetFolder> sets = new ArrayList<>(List.of(SetFolder.find(run.set(), glue)));
        if (run.set().name().equals(MNLI)) {
            sets.add(SetFolder.find(NamedSet.of("glue/ax"), glue));
        }
        return sets;
    }

    /** Refuses to write over an official file: some are called as what the server takes. */
    private static void refuseOfficial(List<SetFolder> sets, Path submission) throws IOException {
        for (SetFolder folder : sets) {
            for (Part part : folder.set().submitted()) {
                for (String official : folder.set().files()) {
                    OutputPlace.checkApart(
                            "--out",
                            submission.resolve(part.name()),
                            "--data",
                            folder.path().resolve(official));
                }
            }
        }
    }

    /** Asks the model of a fine-tuning for what the official files still want. */
    private GlueRun withData(GlueRun run, Path glue, List<String> written) throws IOException {
        List<SetFolder> sets = sets(run, glue);
        Part mismatched = run.set().name().equals(MNLI) ? run.set().measured("mismatched") : null;
        boolean measures = mismatched != null && sets.get(0).has(mismatched);
        if (!measures && out == null) {
            return run;
        }
        try (Electra electra = Electra.load(run.folder())) {
            if (!(electra.knownTask().task() instanceof TextTask task)) {
                throw new IllegalArgumentException(run.folder() + ": gives no class and no value");
            }
            if (out != null) {
                for (SetFolder folder : sets) {
                    submit(electra, folder, out, written);
                }
            }
            if (mismatched == null || !measures) {
                return run;
            }
            List<LabeledText> rows =
                    sets.get(0).read(TextClassification.KIND, mismatched).rows();
            task.check(rows);
            Evaluation evaluation = task.evaluate(rows, electra.answer(new TaskRows<>(task, rows)));
            return run.withMismatched(evaluation);
        }
    }

    private void submit(Electra electra, SetFolder folder, Path submission, List<String> written) throws IOException {
        for (Part part : folder.set().submitted()) {
            if (!folder.has(part)) {
                common.say("electra: " + folder.path() + ": no " + String.join(" or ", part.files()) + ", so no "
                        + part.name());
                continue;
            }
            List<LabeledText> rows = folder.read(TextClassification.KIND, part).rows();
            Path file = submission.resolve(part.name());
            Submission.write(file, folder.set(), rows, electra.predict(rows));
            written.add(file.toString());
        }
    }

    private static void describe(Map<String, GlueRun> runs, GlueScores scores) {
        for (String name : GlueScores.figures().keySet()) {
            GlueRun run = runs.get(name);
            if (run != null) {
                String figures = run.figures().entrySet().stream()
                        .map(e -> String.format(Locale.ROOT, "%s %.2f", e.getKey(), 100 * e.getValue()))
                        .collect(Collectors.joining(", "));
                System.out.printf(
                        Locale.ROOT,
                        "%-10s %2d %s  %s%n",
                        name,
                        run.seeds(),
                        run.seeds() == 1 ? "seed " : "seeds",
                        figures);
            }
        }
        describe("average of the ELECTRA paper, 8 tasks", scores.paper());
        describe("average of the benchmark, 9 tasks", scores.benchmark());
    }

    private static void describe(String name, Average average) {
        System.out.println(
                average.missing().isEmpty()
                        ? String.format(Locale.ROOT, "%s: %.2f", name, 100 * average.value())
                        : name + ": not known without " + String.join(", ", average.missing()));
    }

    private static Map<String, Object> toJson(
            Map<String, GlueRun> runs, GlueScores scores, List<String> written, double seconds) {
        Map<String, Object> tasks = new TreeMap<>();
        runs.forEach((name, run) -> {
            Map<String, Object> task = new TreeMap<>(run.figures());
            task.put("seeds", run.seeds());
            tasks.put(name, task);
        });
        Map<String, Object> values = new TreeMap<>();
        values.put("tasks", tasks);
        for (Map.Entry<String, Average> entry :
                Map.of("paper", scores.paper(), "benchmark", scores.benchmark()).entrySet()) {
            if (entry.getValue().missing().isEmpty()) {
                values.put(entry.getKey() + "_average", entry.getValue().value());
            }
        }
        values.put("missing", scores.benchmark().missing());
        values.put("files", written);
        values.put("seconds", seconds);
        return values;
    }
}
