package io.github.electra4j.cli;

import io.github.electra4j.checkpoint.AtomicFiles;
import io.github.electra4j.cli.quickstart.GlossFiles;
import io.github.electra4j.cli.quickstart.QuickstartFolder;
import io.github.electra4j.cli.quickstart.RateSweep;
import io.github.electra4j.data.WordNetTask;
import io.github.electra4j.data.WrongWordProbe;
import io.github.electra4j.examples.ExampleOptions;
import io.github.electra4j.examples.Manifest;
import io.github.electra4j.examples.Shards;
import io.github.electra4j.task.Columns;
import io.github.electra4j.task.TextClassification;
import io.github.electra4j.train.pretrain.ConfigFiles;
import io.github.electra4j.train.study.ComputeBudget;
import io.github.electra4j.train.study.Declaration;
import io.github.electra4j.train.study.Measures;
import io.github.electra4j.train.study.PairSet;
import io.github.electra4j.train.study.Study;
import io.github.electra4j.train.study.StudyJob;
import io.github.electra4j.train.study.StudyJson;
import io.github.electra4j.train.study.StudyReport;
import io.github.electra4j.train.study.StudyResults;
import io.github.electra4j.train.study.StudyRows;
import io.github.electra4j.train.study.StudyTask;
import io.github.electra4j.train.tensor.Device;
import io.github.electra4j.train.tensor.Precision;
import io.github.electra4j.train.tensor.Tensors;
import io.github.electra4j.vocab.TokenizerOptions;
import io.github.electra4j.vocab.VocabularySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code electra study}: a declared comparison in, scores at equal compute with their significance out. */
@Command(
        name = "study",
        header = "Objectives, generators, strategies or recipes compared at equal compute.",
        description = {
            "Pre-trains every arm of a declaration for as many counted operations, on one vocabulary and one set of examples, by turns;"
                    + " fine-tunes each result on every task; writes report.html and results.json: scores with their spread over the"
                    + " seeds, a paired test of significance, tokens, seconds, energy.%n",
            "Without --text and --examples it takes WordNet's glosses, and their 45 classes as the task. Stopped (Ctrl-C) or killed, the"
                    + " same command goes on and ends with the same scores; more seeds, budgets or arms may be asked for later.%n",
            "Declarations: objectives (the ablations of the paper's table 5), bert (ELECTRA against BERT), generators (what draws the"
                    + " replacements), generator-sizes, strategies, optimizers, larger (masked LMs of one and two times the parameters), recipes,"
                    + " encoders (parts of the layers), small-budget (objectives, strategies and recipes where minutes must do),"
                    + " measured-arms, measured-finalists, measured-encoders, measured-encoder-together, measured-recipes,"
                    + " measured-published-encoder, measured-parts, measured-generator-depth, measured-wikipedia,"
                    + " measured-wikipedia-longer and measured-wikipedia-muon (the tables of docs/study.md, with the settings of then); or a JSON file of your own, see docs/study.md."
        },
        footer = {
            "%nExamples:",
            "  electra study bert --budget 5e12flops --seeds 3 --out runs/bert",
            "  electra study objectives --text corpus/ --vocab-size 8192 --tasks tasks.json \\",
            "      --budget 1e13flops,2e13flops,4e13flops --seeds 3 --out runs/objectives",
            "  electra study my-study.json --examples examples/ --budget 30m --out runs/mine",
            "%nKeys of --json are those of results.json: title, reference, published, tasks, seeds, grams_co2_per_kwh, untrained, majority,"
                    + " arms, comparisons (docs/study.md lists them all)."
        })
final class StudyCommand implements Callable<Integer> {
    /** The test rows of WordNet's classes that training knows, to measure on. */
    private static final String KNOWN_TEST = "test-known";

    /** Such dev rows, to choose rates on. */
    private static final String KNOWN_DEV = "dev-known";

    /** The wrong-word probe as minimal pairs. */
    private static final String WRONG_WORDS = "wrong-word";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "DECLARATION",
            defaultValue = "bert",
            description = "Its name, or a JSON file.")
    private String declaration = "bert";

    @ArgGroup
    private @Nullable Input input;

    /** Where the examples come from. */
    private static final class Input {
        @Option(names = "--examples", paramLabel = "DIR", description = "Examples made by `electra examples`.")
        private @Nullable Path examples;

        @ArgGroup(exclusive = false, multiplicity = "1")
        private @Nullable PretrainingText text;
    }

    @Option(
            names = "--tasks",
            paramLabel = "FILE",
            description = "A JSON file of tasks to fine-tune on; else those of the declaration.")
    private @Nullable Path tasks;

    @Option(
            names = "--budget",
            split = ",",
            paramLabel = "COMPUTE",
            defaultValue = "2e12flops",
            description =
                    "Of each run: operations such as 2e13flops, tokens of the reference arm such as 20Mtokens, or its time such as"
                            + " 30m; the other arms get as many operations. Several, separated by commas, give score against compute.")
    private List<String> budgets = List.of();

    @Option(names = "--seeds", paramLabel = "N", defaultValue = "1", description = "Runs of each arm and budget.")
    private int seeds;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "The first seed.")
    private long seed;

    @Option(
            names = "--arms",
            split = ",",
            paramLabel = "NAME",
            description = "Some arms alone, by name, separated by commas; the reference is always among them.",
            showDefaultValue = Visibility.NEVER)
    private List<String> arms = List.of();

    @Option(
            names = "--config",
            paramLabel = "NAME|FILE",
            description =
                    "Another configuration than the declared one for all arms: a built-in one, such as small, or a JSON file.")
    private @Nullable String config;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            parameterConsumer = OneValueOfAKey.class,
            description = "Change one setting of all arms that do not set it themselves; may be given several times.",
            showDefaultValue = Visibility.NEVER)
    private Map<String, String> set = new LinkedHashMap<>();

    @Mixin
    private ComputeDevice device = new ComputeDevice();

    @Option(
            names = "--precision",
            paramLabel = "fp32|bf16",
            description = "Of all training; bf16 where the processor multiplies it, else fp32.")
    private @Nullable String precision;

    @Option(
            names = "--replicas",
            paramLabel = "N",
            description = "Threads that work on parts of a step; one a core where this is not given, and on a GPU one.")
    private @Nullable Integer replicas;

    @Option(
            names = "--turn",
            paramLabel = "TIME",
            defaultValue = "60s",
            description =
                    "How long an arm trains before it is the next one's turn, so that a noisy machine treats all alike.")
    private String turn = "60s";

    @Option(
            names = "--carbon",
            paramLabel = "GRAMS",
            defaultValue = "480",
            description =
                    "Grams of CO2 for a kWh, where energy is known: 480 is the world's mean of 2023 (Ember, Global Electricity"
                            + " Review 2024).")
    private double carbon;

    @SuppressWarnings("NullAway.Init")
    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where everything goes.")
    private Path out;

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() throws IOException {
        List<ComputeBudget> compute = WrongUse.unless(spec, this::budgets);
        double turnSeconds = WrongUse.unless(spec, () -> Budget.seconds("--turn", turn));
        checkNumbers();
        Map<String, @Nullable Object> changes = new LinkedHashMap<>();
        set.forEach((key, value) -> changes.put(key, ConfigFiles.parse(value)));
        OutputPlace.checkFolder(out, "--out");
        Study.requirePlace(out);
        json.check();
        json.checkApart("--out", out);
        json.checkApart("--tasks", tasks);
        json.checkApart("the declaration", Path.of(declaration));
        if (input != null && input.examples != null) {
            changes.put(
                    "length",
                    Manifest.read(input.examples).settings().examples().length());
        }
        Declaration declared = declared(changes);
        Measures chosen = measures(declared);
        if (tasks != null || !declared.measures().tasks().isEmpty()) {
            // Known to be sound before hours go into examples.
            Study.read(declared, chosen.tasks());
            Study.check(chosen.pairs());
        }
        Tensors tensors = tensors();
        StopSignal stop = StopSignal.install();
        Path examples = stop.endingAtOnce(() -> examples(declared));
        try (Shards shards = Shards.open(examples)) {
            int length = shards.manifest().settings().examples().length();
            if (length != declared.reference().config().length()) {
                throw WrongUse.of(
                        spec,
                        new IllegalArgumentException("length: "
                                + declared.reference().config().length() + " in every arm, and the examples have "
                                + length + "; leave it out of the arms"));
            }
            StudyJob job = WrongUse.unless(
                    spec,
                    () -> new StudyJob(
                            out,
                            declared,
                            chosen,
                            compute,
                            Seeds.of(seed, seeds),
                            shards.train(),
                            shards.heldOut(),
                            shards.vocabulary(),
                            shards.manifest().settings().tokenizer(),
                            shards.manifest().sources().stream()
                                    .map(PretrainCommand::dataFile)
                                    .toList(),
                            tensors,
                            threads(),
                            turnSeconds,
                            carbon,
                            GivenCommand.of(spec)));
            return run(job, stop);
        }
    }

    private int run(StudyJob job, StopSignal stop) throws IOException {
        StudyResults results;
        try (StudyDisplay display = new StudyDisplay(common)) {
            results = new Study(job, display, stop).run();
        } catch (CancellationException e) {
            common.say("electra: " + e.getMessage());
            return stop.exitCode();
        }
        Map<String, @Nullable Object> figures = StudyJson.of(results);
        AtomicFiles.writeString(out.resolve("results.json"), JsonOption.toJson(figures));
        StudyReport.write(out.resolve("report.html"), results);
        StudyPrinter.print(results, System.out);
        common.say("wrote " + out.resolve("results.json") + " and " + out.resolve("report.html"));
        json.write(figures);
        return 0;
    }

    private List<ComputeBudget> budgets() {
        return budgets.stream()
                .map(text -> {
                    try {
                        return ComputeBudget.parse(text);
                    } catch (IllegalArgumentException e) {
                        throw new IllegalArgumentException("--budget " + e.getMessage(), e);
                    }
                })
                .toList();
    }

    private void checkNumbers() {
        WrongUse.unless(spec, () -> {
            if (threads() < 1) {
                throw new IllegalArgumentException("--replicas: " + threads() + ", expected at least 1");
            }
            if (!(carbon >= 0)) {
                throw new IllegalArgumentException("--carbon: " + carbon + ", expected 0 or more grams");
            }
            return Seeds.of(seed, seeds);
        });
    }

    private int threads() {
        return replicas != null ? replicas : device.named().replicas();
    }

    private Tensors tensors() throws IOException {
        Device where = device.get(spec);
        if (precision != null) {
            return new Tensors(where, WrongUse.unless(spec, () -> Precision.of(Objects.requireNonNull(precision))));
        }
        Precision begun = Study.precisionOf(out);
        return new Tensors(where, begun != null ? begun : Precision.fastest(where));
    }

    private Declaration declared(Map<String, @Nullable Object> changes) throws IOException {
        try {
            Declaration whole = Declaration.read(declaration, config, changes);
            return arms.isEmpty() ? whole : whole.only(arms);
        } catch (IllegalArgumentException e) {
            boolean inFile = Files.isRegularFile(Path.of(declaration))
                    && String.valueOf(e.getMessage()).startsWith(declaration + ": ");
            throw inFile ? e : WrongUse.of(spec, e);
        }
    }

    private Measures measures(Declaration declared) throws IOException {
        if (tasks != null) {
            return Measures.read(tasks);
        }
        if (!declared.measures().tasks().isEmpty()) {
            return declared.measures();
        }
        if (input == null) {
            QuickstartFolder folder = new QuickstartFolder(out);
            return new Measures(
                    List.of(glossTask()),
                    List.of(new PairSet("wrong word", folder.rows(WRONG_WORDS), PairSet.GOOD, PairSet.BAD)));
        }
        throw WrongUse.of(
                spec,
                new IllegalArgumentException("--tasks: the declaration names no tasks; give a JSON file of those to"
                        + " fine-tune on (docs/study.md shows one)"));
    }

    /** The lexicographer's class of a gloss, as the quickstart learns it. */
    private StudyTask glossTask() {
        QuickstartFolder folder = new QuickstartFolder(out);
        return new StudyTask(
                "WordNet",
                new StudyRows.OfFiles(
                        TextClassification.KIND,
                        folder.rows("train"),
                        folder.rows(KNOWN_TEST),
                        folder.rows(KNOWN_DEV),
                        Columns.of(GlossFiles.TEXT, GlossFiles.LABEL)),
                0,
                "accuracy",
                RateSweep.config(),
                RateSweep.RATES,
                0.2,
                false,
                1);
    }

    /** The folder of the examples, which are made where they are missing. */
    private Path examples(Declaration declared) throws IOException {
        int length = declared.reference().config().length();
        if (input == null) {
            QuickstartFolder folder = new QuickstartFolder(out);
            WordNetTask glosses = WordNetTask.standard();
            GlossFiles.write(glosses, folder);
            GlossFiles.writeKnown(glosses, glosses.dev(), folder.rows(KNOWN_DEV));
            GlossFiles.writeKnown(glosses, glosses.test(), folder.rows(KNOWN_TEST));
            GlossFiles.writePairs(WrongWordProbe.standard(glosses), folder.rows(WRONG_WORDS));
            GlossPreparation preparation = new GlossPreparation(folder, common);
            preparation.examples(preparation.tokenizer(), length);
            return folder.examples();
        }
        if (input.examples != null) {
            return input.examples;
        }
        PretrainingText text = Objects.requireNonNull(input.text);
        PretrainingArguments.checkVocabularySize(spec, text.vocabularySize());
        TokenizerOptions casing = text.cased() ? TokenizerOptions.cased() : TokenizerOptions.uncased();
        VocabularySettings vocabulary =
                WrongUse.unless(spec, () -> VocabularySettings.of(text.vocabularySize(), casing));
        return new TextPreparation(out, text.open(out, json), vocabulary, ExampleOptions.defaults(length), common)
                .make();
    }
}
