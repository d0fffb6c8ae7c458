package io.github.electra4j.cli;

import io.github.electra4j.Electra;
import io.github.electra4j.checkpoint.AtomicFiles;
import io.github.electra4j.checkpoint.ElectraConfig;
import io.github.electra4j.checkpoint.Provenance;
import io.github.electra4j.checkpoint.RunLock;
import io.github.electra4j.cli.quickstart.EqualCost;
import io.github.electra4j.cli.quickstart.FineTunedGlosses;
import io.github.electra4j.cli.quickstart.GlossFiles;
import io.github.electra4j.cli.quickstart.QuickstartFolder;
import io.github.electra4j.cli.quickstart.QuickstartReport;
import io.github.electra4j.cli.quickstart.RateSweep;
import io.github.electra4j.cli.quickstart.Results;
import io.github.electra4j.cli.quickstart.Samples;
import io.github.electra4j.cli.quickstart.Usage;
import io.github.electra4j.cli.quickstart.WordSuspicion;
import io.github.electra4j.data.WordNet;
import io.github.electra4j.data.WordNetTask;
import io.github.electra4j.data.WrongWordProbe;
import io.github.electra4j.examples.Shards;
import io.github.electra4j.progress.ProgressLine;
import io.github.electra4j.train.pretrain.ConfigFiles;
import io.github.electra4j.train.pretrain.Pretrainer;
import io.github.electra4j.train.pretrain.PretrainingConfig;
import io.github.electra4j.train.pretrain.PretrainingJob;
import io.github.electra4j.train.tensor.Device;
import io.github.electra4j.train.tensor.Precision;
import io.github.electra4j.train.tensor.Replicas;
import io.github.electra4j.train.tensor.Tensors;
import io.github.electra4j.vocab.WordPieceTokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code electra quickstart}: WordNet's glosses the whole way, from text to a measured model, in minutes. */
@Command(
        name = "quickstart",
        description = {
            "Takes WordNet 3.1, which comes with electra4j, the whole way: vocabulary, examples, pre-training, fine-tuning on"
                    + " 1,000 labelled glosses, and the accuracy on 3,000 others beside that of the same network untrained.%n",
            "Stopped (Ctrl-C) or killed, the same command goes on where it was."
        },
        footer = {
            "%nExamples:",
            "  electra quickstart",
            "  electra quickstart --out runs/seed-2 --seed 2 --compare mlm --json runs/seed-2.json"
        })
final class QuickstartCommand implements Callable<Integer> {
    /** What pre-training may take where two cores are slow, so that the whole stays within ten minutes. */
    private static final double BUDGET_SECONDS = 360;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "runs/quickstart",
            description = "Where everything goes.")
    private Path out = Path.of("runs/quickstart");

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of pre-training and fine-tuning; the text and its parts stay the same.")
    private long seed;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            parameterConsumer = OneValueOfAKey.class,
            description =
                    "Change one setting of the configuration tiny; may be given several times. `electra help config`"
                            + " lists them.",
            showDefaultValue = Visibility.NEVER)
    private Map<String, String> set = new LinkedHashMap<>();

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "10",
            description = "Passes over the labelled glosses in each fine-tuning.")
    private int epochs;

    @Option(
            names = "--compare",
            paramLabel = "mlm",
            description = "Also train masked LM alone: the same network at equal FLOPs, a line more in the table.")
    private @Nullable String compare;

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private CommonOptions common = new CommonOptions();

    private final int threads = Runtime.getRuntime().availableProcessors();

    /** The work was stopped; everything that is finished is kept. */
    private static final class Stopped extends Exception {
        private static final long serialVersionUID = 1;
    }

    @Override
    public Integer call() throws IOException {
        PretrainingConfig config = WrongUse.unless(spec, this::resolve);
        OutputPlace.checkFolder(out, "--out");
        json.check();
        QuickstartFolder folder = new QuickstartFolder(out);
        Pretrainer.requireSameSettings(folder.run(), config, budget(), seed);
        StopSignal stop = StopSignal.install();
        try (RunLock lock = RunLock.acquire(out)) {
            run(config, folder, stop);
            return 0;
        } catch (Stopped e) {
            common.say("stopped; the same command goes on");
            return stop.exitCode();
        }
    }

    private PretrainingConfig resolve() {
        if (compare != null && !compare.equals("mlm")) {
            throw new IllegalArgumentException("--compare " + compare + ": expected mlm");
        }
        if (epochs < 1) {
            throw new IllegalArgumentException("--epochs " + epochs + ": expected at least 1");
        }
        Map<String, @Nullable Object> values;
        try {
            values = new LinkedHashMap<>(ConfigFiles.read("tiny"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        set.forEach((key, value) -> values.put(key, ConfigFiles.parse(value)));
        PretrainingConfig config = ConfigFiles.resolve(values, key -> "--set " + key);
        if (!config.objective().detects()) {
            throw new IllegalArgumentException(
                    "--set objective: the quickstart shows a discriminator, which this objective does not train; "
                            + "--compare mlm adds masked LM alone");
        }
        return config;
    }

    private void run(PretrainingConfig config, QuickstartFolder folder, StopSignal stop) throws IOException, Stopped {
        Usage usage = Usage.open(folder.usage(), ProcessMemory::peakMegabytes);
        common.say("1/5 text and vocabulary: WordNet 3.1");
        WordNetTask task = WordNetTask.standard();
        GlossFiles.write(task, folder);
        GlossPreparation preparation = new GlossPreparation(folder, common);
        WordPieceTokenizer tokenizer = preparation.tokenizer();
        check(stop);
        common.say("2/5 examples");
        preparation.examples(tokenizer, config.length());
        check(stop);
        common.say("3/5 pre-training");
        Results.Cost cost = pretrain(folder, folder.run(), config, budget(), usage, stop);
        common.say("4/5 fine-tuning: " + RateSweep.RATES.size() + " rates, untrained and pre-trained");
        ElectraConfig shape = config.discriminator(
                tokenizer.vocabulary().size(), tokenizer.vocabulary().padId());
        RateSweep sweep = new RateSweep(task, WordNet.classes(), folder, shape, tokenizer, seed, epochs);
        Path discriminator = folder.run().resolve("discriminator");
        RateSweep.Best untrained = fineTune(sweep, "untrained", null, usage, stop);
        RateSweep.Best pretrained = fineTune(sweep, "pretrained", discriminator, usage, stop);
        common.say("5/5 the wrong-word probe, and a few examples");
        WrongWordProbe probe = WrongWordProbe.standard(task);
        Results results;
        try (Electra detector = Electra.load(discriminator)) {
            double found = probe.top1(WordSuspicion.of(probe, detector));
            results = new Results(
                    task.majorityAccuracy(),
                    untrained.best(),
                    pretrained.best(),
                    task.test().size(),
                    new Results.Probe(found, probe.chance(), probe.rarestWord()),
                    cost,
                    0,
                    0,
                    null);
            FineTunedGlosses.write(
                    folder, command(), seed, sweep.classes(), discriminator, pretrained.weights(), results);
            usage.finish();
            results = results.spending(usage.seconds(), usage.peakMegabytes());
            if (compare != null) {
                common.say("masked LM alone, at equal FLOPs");
                results = results.with(maskedLm(config, folder, cost, sweep, usage, stop));
            }
            try (Electra classifier = Electra.load(folder.model())) {
                Samples samples = Samples.of(probe, task.test(), detector, classifier);
                List<String> next = next();
                QuickstartReport.write(folder, results, samples, next);
                new QuickstartPrinter(results, samples, config.steps()).print(System.out, folder.report(), next);
            }
        }
        AtomicFiles.writeString(folder.results(), JsonOption.toJson(results.toJson()));
        json.write(results.toJson());
    }

    private @Nullable Double budget() {
        return set.containsKey("steps") ? null : BUDGET_SECONDS;
    }

    private static void check(StopSignal stop) throws Stopped {
        if (stop.getAsBoolean()) {
            throw new Stopped();
        }
    }

    private String command() {
        return GivenCommand.of(spec);
    }

    private List<String> next() {
        return List.of(
                "echo 'a small dog with a flat cat' | ./electra detect --model " + out.resolve("run"),
                "echo 'kitten: a young domestic cat' | ./electra predict --model " + out.resolve("model"),
                "./electra pretrain --text YOUR_TEXT --config small --out runs/mine");
    }

    private Results.Cost pretrain(
            QuickstartFolder folder,
            Path run,
            PretrainingConfig config,
            @Nullable Double budget,
            Usage usage,
            StopSignal stop)
            throws IOException, Stopped {
        // Measured once: under other load the measurement may come out otherwise, and the run could not go on.
        Precision begun = Pretrainer.precisionOf(run);
        Tensors tensors = new Tensors(Device.CPU, begun != null ? begun : Precision.fastest(Device.CPU));
        try (Shards shards = Shards.open(folder.examples());
                PretrainingDisplay display = new PretrainingDisplay(common, tensors, threads)) {
            display.expect(budget == null ? 0 : config.steps());
            PretrainingJob job = new PretrainingJob(
                    run,
                    config,
                    budget,
                    shards.train(),
                    shards.heldOut(),
                    shards.vocabulary(),
                    shards.manifest().settings().tokenizer(),
                    List.of(Provenance.DataFile.of(folder.text())),
                    Map.of(),
                    tensors,
                    threads,
                    seed,
                    PretrainingJob.Cadence.defaults(),
                    command());
            Pretrainer.Outcome outcome = new Pretrainer(job, display, () -> {
                        tick(usage);
                        return stop.getAsBoolean();
                    })
                    .run();
            usage.write();
            if (!outcome.finished()) {
                throw new Stopped();
            }
            return new Results.Cost(outcome.steps(), outcome.tokens(), outcome.flops(), outcome.seconds());
        }
    }

    private static void tick(Usage usage) {
        try {
            usage.tick();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RateSweep.Best fineTune(RateSweep sweep, String name, @Nullable Path encoder, Usage usage, StopSignal stop)
            throws IOException, Stopped {
        try (Replicas replicas = new Replicas(threads);
                ProgressLine line =
                        common.quiet() ? null : ProgressLine.start("fine-tune", sweep.epochsInAll(), "epochs")) {
            RateSweep.Best best = sweep.run(
                    name,
                    encoder,
                    replicas,
                    (done, detail) -> {
                        if (line != null) {
                            line.update(done, detail);
                        }
                        usage.tick();
                    },
                    stop);
            usage.write();
            if (best == null) {
                throw new Stopped();
            }
            return best;
        }
    }

    private Results.MaskedLm maskedLm(
            PretrainingConfig config,
            QuickstartFolder folder,
            Results.Cost spent,
            RateSweep sweep,
            Usage usage,
            StopSignal stop)
            throws IOException, Stopped {
        PretrainingConfig alone;
        try (Shards shards = Shards.open(folder.examples())) {
            alone = EqualCost.maskedLm(config, shards.vocabulary(), shards.train(), seed, spent.flops());
        }
        Results.Cost cost = pretrain(folder, folder.maskedLmRun(), alone, null, usage, stop);
        Path encoder = folder.maskedLmRun().resolve(alone.objective().folder());
        return new Results.MaskedLm(
                fineTune(sweep, "masked-lm", encoder, usage, stop).best(), cost);
    }
}
