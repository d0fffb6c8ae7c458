package io.github.electra4j.cli;

import io.github.electra4j.checkpoint.AtomicFiles;
import io.github.electra4j.progress.ProgressLine;
import io.github.electra4j.text.Corpus;
import io.github.electra4j.text.CorpusCounts;
import io.github.electra4j.vocab.TokenizerOptions;
import io.github.electra4j.vocab.TrainedVocabulary;
import io.github.electra4j.vocab.VocabularySettings;
import io.github.electra4j.vocab.VocabularyStatistics;
import io.github.electra4j.vocab.WordPieceTrainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code electra vocab}: text in, {@code vocab.txt} out. */
@Command(
        name = "vocab",
        header = "Text in, a vocabulary of word pieces out.",
        description = {
            "Trains a vocabulary of word pieces on text, in any language. The same text and options give the same file, and"
                    + " the file appears whole at the end: stopped or killed before, run the same command again."
        },
        footer = {
            "%nExamples:",
            "  electra vocab --text corpus/ --size 30522 --out vocab.txt",
            "  electra vocab --text 'law/**/*.jsonl.gz' --json-field body --cased --size 50000 --out law/vocab.txt"
        })
final class VocabCommand implements Callable<Integer> {
    /** Bytes of a line of {@code vocab.txt}, about. */
    private static final int PIECE_BYTES = 10;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private CorpusArguments corpus = new CorpusArguments();

    @Option(
            names = "--size",
            paramLabel = "N",
            defaultValue = "30522",
            description = "Pieces, the five special tokens among them.")
    private int size;

    @Option(
            names = "--cased",
            description =
                    "Keep case and accents; without it text is lower-cased and stripped of accents. Languages whose marks tell words"
                            + " apart, such as Hindi, Japanese and Turkish, want it.")
    private boolean cased;

    @Option(
            names = "--unused",
            paramLabel = "N",
            defaultValue = "0",
            description = "Slots [unused0], [unused1], ... for tokens of your own later.")
    private int unused;

    @Option(
            names = "--coverage",
            paramLabel = "SHARE",
            defaultValue = "" + VocabularySettings.DEFAULT_COVERAGE,
            description =
                    "Share of the text's characters that the kept alphabet must cover; words with another become [UNK].")
    private double coverage;

    @Option(
            names = "--min-count",
            paramLabel = "N",
            defaultValue = "2",
            description = "Join two pieces only if they stand together this often.")
    private int minCount;

    @Option(
            names = "--max-words",
            paramLabel = "N",
            defaultValue = "" + VocabularySettings.DEFAULT_MAX_WORDS,
            description = "Distinct words held in memory (about 50 bytes each); beyond them the rarest are forgotten.")
    private long maxWords;

    @SuppressWarnings("NullAway.Init")
    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "The vocabulary to write; replaced if there.")
    private Path out;

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() throws IOException {
        long begin = System.nanoTime();
        VocabularySettings settings = WrongUse.unless(
                spec,
                () -> new VocabularySettings(
                        size,
                        cased ? TokenizerOptions.cased() : TokenizerOptions.uncased(),
                        coverage,
                        unused,
                        minCount,
                        maxWords,
                        Runtime.getRuntime().availableProcessors()));
        OutputPlace.checkFile(out, "--out", (long) PIECE_BYTES * size);
        json.check();
        json.checkApart("--out", out);
        Corpus text = corpus.open(out, json);
        TrainedVocabulary trained = train(text, settings, common);
        AtomicFiles.writeString(out, trained.vocabulary().toText());
        CorpusArguments.remark(text.counts(), common);
        trained.statistics().describe().forEach(common::say);
        common.say("wrote " + out);
        json.write(figures(trained, text.counts(), (System.nanoTime() - begin) / 1e9));
        return 0;
    }

    /** Trains with a progress line; the result is not written yet. */
    static TrainedVocabulary train(Corpus text, VocabularySettings settings, CommonOptions common) throws IOException {
        try (Phases phases = new Phases()) {
            return WordPieceTrainer.train(text, settings, common.quiet() ? null : phases::show);
        }
    }

    private static Map<String, Object> figures(TrainedVocabulary trained, CorpusCounts reading, double seconds) {
        VocabularyStatistics s = trained.statistics();
        Map<String, Object> figures = new TreeMap<>();
        figures.put("pieces", s.pieces());
        figures.put("paragraphs", s.paragraphs());
        figures.put("words", s.words());
        figures.put("distinct_words", s.distinctWords());
        figures.put("characters", s.keptCharacters());
        figures.put("unknown_words", s.unknownWords() + s.tooLongWords());
        figures.put("sha256", trained.vocabulary().digest());
        CorpusArguments.put(reading, figures);
        figures.put("seconds", seconds);
        ProcessMemory.peakMegabytes().ifPresent(mb -> figures.put("peak_rss_mb", mb));
        return figures;
    }

    /** A progress line for each phase of the training. */
    private static final class Phases implements AutoCloseable {
        private String phase = "";
        private @Nullable ProgressLine line;

        synchronized void show(String newPhase, long done, long total) {
            if (line == null || !newPhase.equals(phase)) {
                close();
                phase = newPhase;
                line = ProgressLine.start(newPhase, total, total < 0 ? "characters" : "pieces");
            }
            line.update(done);
        }

        @Override
        public synchronized void close() {
            if (line != null) {
                line.close();
            }
        }
    }
}
