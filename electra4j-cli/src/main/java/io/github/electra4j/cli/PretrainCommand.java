package io.github.electra4j.cli;

import io.github.electra4j.checkpoint.Provenance;
import io.github.electra4j.checkpoint.RunLock;
import io.github.electra4j.examples.ExampleOptions;
import io.github.electra4j.examples.Manifest;
import io.github.electra4j.examples.Shards;
import io.github.electra4j.examples.Source;
import io.github.electra4j.progress.Report;
import io.github.electra4j.progress.RunView;
import io.github.electra4j.text.CorpusOptions;
import io.github.electra4j.train.pretrain.ConfigFiles;
import io.github.electra4j.train.pretrain.Pretrainer;
import io.github.electra4j.train.pretrain.PretrainingConfig;
import io.github.electra4j.train.pretrain.PretrainingJob;
import io.github.electra4j.train.pretrain.PretrainingPlan;
import io.github.electra4j.train.tensor.Tensors;
import io.github.electra4j.vocab.VocabularySettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code electra pretrain}: examples or text in, a generator and a discriminator out. */
@Command(
        name = "pretrain",
        header = "Examples or text in, a pre-trained generator and discriminator out.",
        description = {
            "Pre-trains an ELECTRA: a generator that fills masked tokens, and a discriminator that finds which tokens are not"
                    + " the original ones. From --text it makes vocabulary and examples first, where they are missing.%n",
            "Stopped (Ctrl-C) or killed, the same command goes on from the last saved state and ends with the same weights."
        },
        footer = {
            "%nExamples:",
            "  electra pretrain --text corpus/ --config small --out runs/mine",
            "  electra pretrain --text 'law/*.jsonl.gz' --json-field body --dedup --cased --out runs/law",
            "  electra pretrain --examples examples/ --config small --batch 32 --budget 2h --out runs/two-hours",
            "%nThe run directory holds discriminator/ (or encoder/) and generator/ (models in Hugging Face's layout), report.html, metrics.jsonl,",
            "tensorboard/ and the state to go on from. Next: electra finetune --model runs/mine ..."
        })
final class PretrainCommand implements Callable<Integer> {
    /** More than any budget holds: with one, a configuration's own number of steps means nothing. */
    private static final long MOST_STEPS = 1_000_000_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @SuppressWarnings("NullAway.Init")
    @ArgGroup(multiplicity = "1")
    private Input input;

    /** Where the examples come from. */
    private static final class Input {
        @Option(names = "--examples", paramLabel = "DIR", description = "Examples made by `electra examples`.")
        private @Nullable Path examples;

        @ArgGroup(exclusive = false, multiplicity = "1")
        private @Nullable PretrainingText text;
    }

    @Mixin
    private PretrainingArguments settings = new PretrainingArguments();

    @ArgGroup
    private @Nullable Span span;

    /** How long to train. */
    private static final class Span {
        @Option(names = "--steps", paramLabel = "N", description = "Steps; else the configuration's.")
        private @Nullable Long steps;

        @Option(
                names = "--budget",
                paramLabel = "TIME",
                description =
                        "Time such as 90s, 30m or 2h; becomes a number of steps once, by a measurement at the start.")
        private @Nullable String budget;
    }

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Seed of every draw.")
    private long seed;

    @Option(
            names = "--save-every",
            paramLabel = "STEPS",
            defaultValue = "0",
            description = "Steps between saved states; 0: a first one after half a minute, then every five minutes.")
    private long saveEvery;

    @Option(
            names = "--evaluate-every",
            paramLabel = "STEPS",
            defaultValue = "0",
            description =
                    "Steps between measurements on held-out examples, and one at the end; 0: a twentieth of the run, at least 50.")
    private long evaluateEvery;

    @SuppressWarnings("NullAway.Init")
    @Option(names = "--out", required = true, paramLabel = "RUN", description = "The run directory.")
    private Path out;

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() throws IOException {
        PretrainingConfig fitted = fitted(span == null ? null : span.steps);
        Tensors tensors = settings.tensors(spec, Pretrainer.precisionOf(out));
        Double budget =
                span == null || span.budget == null ? null : WrongUse.unless(spec, () -> Budget.seconds(budgetText()));
        PretrainingConfig resolved =
                budget == null ? fitted : WrongUse.unless(spec, () -> ConfigFiles.with(fitted, "steps", MOST_STEPS));
        checkSpan();
        checkCadence();
        if (input.text != null) {
            PretrainingArguments.checkVocabularySize(spec, input.text.vocabularySize());
        }
        OutputPlace.checkFolder(out, "--out");
        json.check();
        json.checkApart("--out", out);
        // Text that is missing, or a run that has no place, leaves no folder behind.
        TextPreparation preparation = null;
        if (input.text != null) {
            preparation = preparation(resolved, input.text);
            requirePlace(resolved, tensors, input.text);
        }
        // Held from here on: a second process must not replace the vocabulary under the first.
        try (RunLock lock = RunLock.acquire(out)) {
            return run(resolved, tensors, budget, preparation, lock);
        }
    }

    private int run(
            PretrainingConfig resolved,
            Tensors tensors,
            @Nullable Double budget,
            @Nullable TextPreparation preparation,
            RunLock lock)
            throws IOException {
        StopSignal stop = StopSignal.install();
        Path folder =
                preparation == null ? Objects.requireNonNull(input.examples) : stop.endingAtOnce(preparation::make);
        try (Shards shards = Shards.open(folder)) {
            MemoryNeed.require(
                    new PretrainingPlan(resolved, shards.vocabulary().size(), tensors.precision(), settings.replicas()),
                    tensors.device());
            PretrainingJob job = new PretrainingJob(
                    out,
                    resolved,
                    budget,
                    shards.train(),
                    shards.heldOut(),
                    shards.vocabulary(),
                    shards.manifest().settings().tokenizer(),
                    shards.manifest().sources().stream()
                            .map(PretrainCommand::dataFile)
                            .toList(),
                    textOptions(shards.manifest().settings().corpus()),
                    tensors,
                    settings.replicas(),
                    seed,
                    new PretrainingJob.Cadence(0, evaluateEvery, saveEvery, 512),
                    GivenCommand.of(spec));
            Pretrainer.Outcome outcome;
            try (PretrainingDisplay display = new PretrainingDisplay(common, tensors, job.replicas())) {
                outcome = new Pretrainer(job, display, stop).run(lock);
            }
            RunView view = RunView.read(out);
            Report.write(out.resolve("report.html"), List.of(view), List.of(), "Pre-training " + view.name());
            describe(outcome);
            json.write(figures(outcome));
            return outcome.finished() ? 0 : stop.exitCode();
        }
    }

    private void checkSpan() {
        String steps = settings.given("steps");
        if (steps != null && span != null && span.budget != null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--budget " + span.budget + " and --set steps=" + steps
                            + " both say how long to train; leave one of them out");
        }
    }

    private void checkCadence() {
        for (Map.Entry<String, Long> every : Map.of("--save-every", saveEvery, "--evaluate-every", evaluateEvery)
                .entrySet()) {
            if (every.getValue() < 0) {
                throw new ParameterException(
                        spec.commandLine(), every.getKey() + ": " + every.getValue() + ", expected at least 0");
            }
        }
    }

    /** Examples that are there decide the length; a configuration speaks of those that are made for it. */
    private PretrainingConfig fitted(@Nullable Long steps) throws IOException {
        if (input.examples == null) {
            return settings.config(spec, steps, null);
        }
        int length;
        try {
            length = Manifest.read(input.examples).settings().examples().length();
        } catch (IOException e) {
            // What is wrong with the command is said before what is missing on disk.
            settings.config(spec, steps, null);
            throw e;
        }
        PretrainingConfig config = settings.config(spec, steps, new PretrainingArguments.Given(input.examples, length));
        if (config.length() != length) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--set length=" + settings.given("length") + ": the examples in " + input.examples + " have up to "
                            + length
                            + " tokens; leave it out, or make examples of the other length with `electra examples`");
        }
        return config;
    }

    private String budgetText() {
        return span == null || span.budget == null ? "" : span.budget;
    }

    /** Checks that the run has a place before hours go into its examples, and that it is gone on with as it was begun. */
    private void requirePlace(PretrainingConfig resolved, Tensors tensors, PretrainingText text) throws IOException {
        Pretrainer.requireSameText(out, textOptions(text.options()));
        PretrainingPlan plan =
                new PretrainingPlan(resolved, text.vocabularySize(), tensors.precision(), settings.replicas());
        Pretrainer.requirePlace(out, plan);
        MemoryNeed.require(plan, tensors.device());
    }

    /** How the vocabulary and the examples of --text are made in the run directory, where they are missing. */
    private TextPreparation preparation(PretrainingConfig resolved, PretrainingText text) throws IOException {
        VocabularySettings vocabulary = WrongUse.unless(
                spec, () -> VocabularySettings.of(text.vocabularySize(), settings.tokenizer(text.cased())));
        ExampleOptions cutting = settings.exampleOptions(resolved.length(), seed);
        return new TextPreparation(out, text.open(out, written(), json), vocabulary, cutting, common);
    }

    /** Kinds of files in a run directory, by which a pattern for text could find it. */
    private static List<String> written() {
        List<String> written =
                new ArrayList<>(List.of("vocab.txt", "vocab.json", "run.json", "metrics.jsonl", "report.html"));
        for (String file : ExamplesCommand.WRITTEN) {
            written.add("examples/" + file);
        }
        for (String model : List.of("discriminator", "generator", "encoder")) {
            for (String file : List.of("vocab.txt", "config.json", "MODEL_CARD.md", "model.safetensors")) {
                written.add(model + "/" + file);
            }
        }
        return written;
    }

    /** What of the way text was read is not the default, by the names of the options. */
    private static Map<String, Object> textOptions(CorpusOptions reading) {
        Map<String, Object> chosen = new TreeMap<>();
        if (reading.jsonField() != null) {
            chosen.put("json_field", reading.jsonField());
        }
        if (reading.lenient()) {
            chosen.put("lenient", true);
        }
        if (reading.deduplicate()) {
            chosen.put("dedup", true);
        }
        return chosen;
    }

    /** A file that examples were made of, for the provenance. */
    static Provenance.DataFile dataFile(Source source) {
        return new Provenance.DataFile(source.path(), source.bytes(), source.sha256());
    }

    private void describe(Pretrainer.Outcome outcome) {
        common.say(String.format(
                Locale.ROOT,
                "%,d steps, %,d tokens, %.3g FLOPs, %.0f s of training%s",
                outcome.steps(),
                outcome.tokens(),
                outcome.flops(),
                outcome.seconds(),
                outcome.finished() ? "" : "; stopped: the same command goes on"));
        if (!outcome.figures().isEmpty()) {
            common.say("measured on " + outcome.measuredOn() + ":");
        }
        outcome.figures().forEach((key, value) -> common.say(String.format(Locale.ROOT, "  %-26s %.4f", key, value)));
        common.say("wrote " + out + " (see " + out.resolve("report.html") + ")");
    }

    private static Map<String, Object> figures(Pretrainer.Outcome outcome) {
        Map<String, Object> figures = new TreeMap<>(outcome.figures());
        figures.put("measured_on", outcome.measuredOn());
        figures.put("steps", outcome.steps());
        figures.put("finished", outcome.finished());
        figures.put("tokens", outcome.tokens());
        figures.put("flops", outcome.flops());
        figures.put("seconds", outcome.seconds());
        ProcessMemory.peakMegabytes().ifPresent(mb -> figures.put("peak_rss_mb", mb));
        return figures;
    }
}
