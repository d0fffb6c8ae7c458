package io.github.electra4j.cli;

import io.github.electra4j.evaluate.Calibration;
import io.github.electra4j.evaluate.Summary;
import io.github.electra4j.progress.ProgressLine;
import io.github.electra4j.task.TaskKind;
import io.github.electra4j.task.TaskOptionException;
import io.github.electra4j.task.TaskOptions;
import io.github.electra4j.task.extraction.ExtractionTask;
import io.github.electra4j.train.finetune.ExtractionOutcome;
import io.github.electra4j.train.finetune.ExtractionTuning;
import io.github.electra4j.train.finetune.FineTuning;
import io.github.electra4j.train.finetune.FineTuningData;
import io.github.electra4j.train.finetune.FineTuningListener;
import io.github.electra4j.train.finetune.FineTuningOutcome;
import io.github.electra4j.train.finetune.FineTuningPlan;
import io.github.electra4j.train.finetune.SettingException;
import io.github.electra4j.train.tensor.Device;
import io.github.electra4j.train.tensor.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code electra finetune}: a pre-trained model and a labelled table in, a model for the task and its scores out. */
@Command(
        name = "finetune",
        description = {
            "Fine-tunes a model for a task, such as the classification of texts or pairs of texts, once for each seed, and keeps the"
                    + " best as a model directory with a card and report.html. What is chosen (seed, rate, epoch) is chosen on"
                    + " rows held out of the training file, or on those of --select FILE, so that the figures on the dev file are"
                    + " unspent.%n",
            "Stopped or killed, the same command goes on and ends with the same result."
        },
        footer = {
            "%nExamples:",
            "  electra finetune --model runs/mine --task classification --train train.tsv --dev dev.tsv \\",
            "      --text-column sentence --label-column label --seeds 3 --out runs/sst2",
            "  electra finetune --model runs/mine --task regression --train sts/train.tsv --dev sts/dev.tsv \\",
            "      --text-column sentence1 --pair-column sentence2 --label-column score --both-orders --out runs/stsb",
            "  ... --from-scratch --out runs/sst2-untrained     the same network untrained, for comparison",
            "  electra finetune --model runs/mine --task extraction --train train.jsonl --dev dev.jsonl --out runs/facts",
            "%nKeys of --json: task, metric, learning_rate, dev (for each figure mean, standard_deviation, median, best, kept),"
                    + " majority, baseline, trials, retried, sweep, kept_seed, train_rows, selection_rows, dev_rows, training_seconds, remarks,"
                    + " seconds, peak_rss_mb; of an extraction dev is of the two models together, and entities and relations have"
                    + " the other keys of each."
        })
final class FineTuneCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR",
            description = "A run directory, whose discriminator is taken, or any model directory.")
    @SuppressWarnings("NullAway.Init")
    private Path model;

    @Mixin
    private TaskDataArguments rows = new TaskDataArguments();

    @SuppressWarnings("NullAway.Init")
    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where the model goes.")
    private Path out;

    @Mixin
    private FineTuningArguments settings = new FineTuningArguments();

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() throws IOException {
        long begin = System.nanoTime();
        settings.refuseUnread(spec);
        Path select = WrongUse.unless(spec, settings::selectionFile).orElse(null);
        TaskKind<?> kind = WrongUse.unless(spec, () -> rows.kind(select));
        FineTuningPlan given = plan(kind);
        Device device = settings.device(spec);
        Precision precision = WrongUse.unless(spec, settings::precision);
        OutputPlace.checkFolder(out, "--out");
        json.check();
        json.checkApart("--out", out);
        rows.checkApart(json, select);
        TaskOptions options =
                rows.options().before(settings.preset(kind, rows.set(), model).options());
        FineTuningData data = read(select, options);
        FineTuningPlan plan = settings.choosesMetric() || rows.set() != null
                ? given
                : given.withMetric(data.task().metric());
        StopSignal stop = StopSignal.install();
        String command = GivenCommand.of(spec);
        ExtractionTuning.Runner runner = work -> run(work.device(device)
                .precision(precision)
                .threads(settings.threads())
                .saveEvery(settings.saveEvery())
                .stop(stop));
        Map<String, @Nullable Object> figures;
        try {
            figures = data.task() instanceof ExtractionTask
                    ? extraction(new ExtractionTuning(model, out, data, options, plan, command), runner)
                    : fineTuning(runner.run(new FineTuning(model, out, data, plan, command)));
        } catch (SettingException e) {
            throw WrongUse.of(spec, e);
        } catch (CancellationException e) {
            common.say("electra: " + e.getMessage());
            return stop.exitCode();
        }
        common.say("wrote " + out + ", its report is " + out.resolve("report.html"));
        json.write(forPrograms(figures, (System.nanoTime() - begin) / 1e9));
        return 0;
    }

    private FineTuningData read(@Nullable Path select, TaskOptions options) throws IOException {
        try {
            return rows.read(select, options);
        } catch (TaskOptionException e) {
            throw WrongUse.of(spec, e);
        }
    }

    private Map<String, @Nullable Object> fineTuning(FineTuningOutcome outcome) {
        describe(outcome);
        outcome.remarks().forEach(remark -> common.say("electra: " + remark));
        return outcome.toJson();
    }

    private Map<String, @Nullable Object> extraction(ExtractionTuning work, ExtractionTuning.Runner runner)
            throws IOException {
        if (settings.choosesMetric()) {
            throw WrongUse.of(
                    spec,
                    new IllegalArgumentException(
                            "--metric: of an extraction the tagger is chosen by f1, the relation model by micro_f1; leave it out"));
        }
        ExtractionOutcome outcome = work.run(runner);
        System.out.println("entities:");
        describe(outcome.entities());
        System.out.println("\nrelations, between the true entities:");
        describe(outcome.relations());
        System.out.println("\nboth together, relations between the entities that were found:");
        EvaluateCommand.describe(outcome.entities().task().priorName(), outcome.dev(), outcome.prior());
        outcome.remarks().forEach(remark -> common.say("electra: " + remark));
        return outcome.toJson();
    }

    private FineTuningPlan plan(TaskKind<?> kind) throws IOException {
        try {
            return settings.plan(kind, rows.set(), model);
        } catch (SettingException e) {
            throw WrongUse.of(spec, e);
        } catch (IllegalArgumentException e) {
            throw WrongUse.of(spec, e);
        }
    }

    private FineTuningOutcome run(FineTuning work) throws IOException {
        try (Progress progress = new Progress()) {
            return work.listener(progress).run();
        }
    }

    /** The line on standard error, once it is known how long it is. */
    private final class Progress implements FineTuningListener, AutoCloseable {
        private @Nullable ProgressLine line;

        @Override
        public void step(long done, long total, String trial, double loss) {
            if (common.quiet()) {
                return;
            }
            ProgressLine known = line;
            if (known == null) {
                known = ProgressLine.start("finetune", total, "steps", done - 1);
                line = known;
            }
            known.update(done, String.format(Locale.ROOT, "%s, loss %.4f", trial, loss));
        }

        @Override
        public void remark(String text) {
            common.say("electra: " + text);
        }

        @Override
        public void close() {
            if (line != null) {
                line.close();
            }
        }
    }

    private static void describe(FineTuningOutcome outcome) {
        System.out.printf(
                Locale.ROOT,
                "%d dev rows; learning rate %.1e; seeds %d, kept %d%s%n",
                outcome.prior().rows(),
                outcome.learningRate(),
                outcome.trials().size(),
                outcome.keptTrial().seed(),
                outcome.retried().isEmpty()
                        ? ""
                        : "; beside them " + outcome.retried().size() + " that fell and were begun again");
        // Of one seed, its figures are all that is known.
        boolean several = outcome.trials().size() > 1;
        String prior = outcome.task().priorName();
        String spread = several ? String.format("%9s %9s %9s %9s ", "mean", "sd", "median", "best") : "";
        System.out.printf(Locale.ROOT, "%-20s %s%9s  %s%n", "", spread, several ? "kept" : "model", prior);
        for (String key : outcome.prior().figures().keySet()) {
            Summary summary = outcome.summary(key);
            spread = several
                    ? String.format(
                            Locale.ROOT,
                            "%9.4f %9.4f %9.4f %9.4f ",
                            summary.mean(),
                            summary.standardDeviation(),
                            outcome.median(key),
                            outcome.best(key))
                    : "";
            System.out.printf(
                    Locale.ROOT,
                    "%-20s %s%9.4f  %.4f%n",
                    key,
                    spread,
                    outcome.keptTrial().dev().figure(key),
                    outcome.prior().figure(key));
        }
        Calibration calibration = outcome.keptTrial().calibration();
        if (calibration != null) {
            System.out.printf(
                    Locale.ROOT,
                    "%nkept: temperature %.3f; expected calibration error %.4f, without it %.4f%n",
                    calibration.temperature(),
                    calibration.error(),
                    calibration.errorBefore());
        }
        if (outcome.keptTrial().dev().confusion() != null) {
            System.out.println();
            System.out.print(outcome.keptTrial().dev().confusion().toText());
        }
    }

    private static Map<String, Object> forPrograms(Map<String, @Nullable Object> known, double seconds) {
        Map<String, Object> figures = new TreeMap<>();
        known.forEach((key, value) -> {
            if (value != null) {
                figures.put(key, value);
            }
        });
        figures.put("seconds", seconds);
        ProcessMemory.peakMegabytes().ifPresent(mb -> figures.put("peak_rss_mb", mb));
        return figures;
    }
}
