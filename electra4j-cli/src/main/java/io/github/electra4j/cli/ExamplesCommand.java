package io.github.electra4j.cli;

import io.github.electra4j.examples.Counts;
import io.github.electra4j.examples.ExampleBuild;
import io.github.electra4j.examples.ExampleOptions;
import io.github.electra4j.examples.Manifest;
import io.github.electra4j.progress.ProgressLine;
import io.github.electra4j.text.Corpus;
import io.github.electra4j.text.CorpusCounts;
import io.github.electra4j.vocab.TokenizerOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code electra examples}: text and a vocabulary in, a folder of examples out. */
@Command(
        name = "examples",
        header = "Text and a vocabulary in, examples for pre-training out.",
        description = {
            "Cuts text into examples for pre-training: word pieces in shards, shuffled when they are read, a part of the"
                    + " documents held out for evaluation.%n",
            "Stopped or killed, the same command goes on. What is finished is recognised, and a folder made of other text,"
                    + " another vocabulary or other options is refused, never mixed."
        },
        footer = {
            "%nExamples:",
            "  electra examples --text corpus/ --vocab vocab.txt --length 128 --out examples/",
            "  electra examples --text 'wiki/*.xz' --vocab vocab.txt --length 512 --held-out 0.005 --dedup --out examples-512/"
        })
final class ExamplesCommand implements Callable<Integer> {
    /** Kinds of files in a folder of examples. */
    static final List<String> WRITTEN = List.of("vocab.txt", "manifest.json", "shards/train-00000-000-00.shard");

    /** Share of the pieces from which on [UNK] is remarked: a vocabulary of the text's own language has a hundredth at most. */
    private static final double MANY_UNKNOWN = 0.1;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private CorpusArguments corpus = new CorpusArguments();

    @Mixin
    private VocabularyArguments vocabulary = new VocabularyArguments();

    @Option(
            names = "--length",
            paramLabel = "N",
            defaultValue = "128",
            description = "Tokens of an example at most, [CLS] and [SEP] included.")
    private int length;

    @Option(
            names = "--held-out",
            paramLabel = "SHARE",
            defaultValue = "0.01",
            description = "Share of the documents kept for evaluation.")
    private double heldOut;

    @Option(
            names = "--single-segment",
            paramLabel = "SHARE",
            defaultValue = "0.1",
            description = "Share of examples of one segment; the others are two that follow each other.")
    private double singleSegment;

    @Option(
            names = "--shorter",
            paramLabel = "SHARE",
            defaultValue = "0.05",
            description = "Share of examples cut shorter at random, so that short inputs are met too.")
    private double shorter;

    @Option(
            names = "--recipe",
            paramLabel = "NAME",
            defaultValue = "default",
            description =
                    "\"reference\" does as the ELECTRA authors' code: text beyond the length is thrown away, and words of"
                            + " up to 200 characters are cut into pieces instead of 100.")
    private String recipe = "default";

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Seed of every draw.")
    private long seed;

    @SuppressWarnings("NullAway.Init")
    @Option(names = "--out", required = true, paramLabel = "DIR", description = "The folder of the examples.")
    private Path out;

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() throws IOException {
        long begin = System.nanoTime();
        boolean reference = WrongUse.unless(spec, this::isReference);
        ExampleOptions options = WrongUse.unless(
                spec, () -> new ExampleOptions(length, seed, singleSegment, shorter, heldOut, !reference));
        OutputPlace.checkFolder(out, "--out");
        json.check();
        json.checkApart("--out", out);
        json.checkApart("--vocab", vocabulary.file());
        Corpus text = corpus.open(out, WRITTEN, json);
        TokenizerOptions lengthOfWords = reference ? TokenizerOptions.reference() : TokenizerOptions.uncased();
        int threads = Runtime.getRuntime().availableProcessors();
        ExampleBuild build =
                new ExampleBuild(text, vocabulary.tokenizer(lengthOfWords.maxWordLength()), options, threads);
        ExampleBuild.Outcome outcome = build(build, out, text.totalBytes(), common);
        double seconds = (System.nanoTime() - begin) / 1e9;
        if (outcome.upToDate()) {
            common.say(out + " holds these examples already");
        }
        describe(outcome, seconds, common);
        common.say((outcome.upToDate() ? "kept " : "wrote ") + out);
        json.write(figures(outcome, seconds));
        return 0;
    }

    private boolean isReference() {
        return switch (recipe) {
            case "default" -> false;
            case "reference" -> true;
            default -> throw new IllegalArgumentException("--recipe " + recipe + ": expected default or reference");
        };
    }

    /** Builds into a folder, or goes on there, with a progress line over so many bytes of text files. */
    static ExampleBuild.Outcome build(ExampleBuild build, Path out, long bytes, CommonOptions common)
            throws IOException {
        if (common.quiet()) {
            return build.run(out, progress -> {});
        }
        try (ProgressLine line = ProgressLine.start("examples", bytes, "bytes")) {
            return build.run(out, progress -> line.update(progress.bytesRead()));
        }
    }

    /** Says what a build made, and what of the text is not in it as it was in the files. */
    static void describe(ExampleBuild.Outcome outcome, double seconds, CommonOptions common) {
        if (outcome.reused() > 0) {
            common.say(
                    "went on with " + outcome.reused() + " of " + outcome.parts() + " parts that were finished before");
        }
        CorpusCounts reading = outcome.manifest().reading();
        if (reading != null) {
            CorpusArguments.remark(reading, common);
        }
        Counts train = outcome.manifest().train().counts();
        double unknown = (double) train.unknown() / Math.max(1, train.pieces());
        if (unknown > MANY_UNKNOWN) {
            common.say(
                    "electra: " + Math.round(100 * unknown)
                            + " % of the pieces are [UNK]: the vocabulary does not fit this text; train one of it with `electra vocab`");
        }
        Counts heldOutCounts = outcome.manifest().heldOut().counts();
        common.say(String.format(
                Locale.ROOT,
                "%,d examples of %,d documents, %,d tokens; held out: %,d examples of %,d documents; %.2f %% [UNK]; %.1f s",
                train.examples(),
                train.documents(),
                train.tokens(),
                heldOutCounts.examples(),
                heldOutCounts.documents(),
                100 * unknown,
                seconds));
    }

    private static Map<String, Object> figures(ExampleBuild.Outcome outcome, double seconds) {
        Manifest manifest = outcome.manifest();
        Map<String, Object> figures = new TreeMap<>();
        figures.put("train", figures(manifest.train().counts()));
        figures.put("held_out", figures(manifest.heldOut().counts()));
        CorpusCounts reading = manifest.reading();
        if (reading != null) {
            CorpusArguments.put(reading, figures);
        }
        figures.put("vocabulary_sha256", manifest.settings().vocabularyDigest());
        figures.put("up_to_date", outcome.upToDate());
        figures.put("seconds", seconds);
        ProcessMemory.peakMegabytes().ifPresent(mb -> figures.put("peak_rss_mb", mb));
        return figures;
    }

    private static Map<String, Object> figures(Counts counts) {
        return Map.of(
                "documents", counts.documents(),
                "paragraphs", counts.paragraphs(),
                "words", counts.words(),
                "text_bytes", counts.textBytes(),
                "pieces", counts.pieces(),
                "unknown", counts.unknown(),
                "examples", counts.examples(),
                "tokens", counts.tokens());
    }
}
