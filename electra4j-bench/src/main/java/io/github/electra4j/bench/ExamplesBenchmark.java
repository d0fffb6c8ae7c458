package io.github.electra4j.bench;

import io.github.electra4j.checkpoint.AtomicFiles;
import io.github.electra4j.examples.Counts;
import io.github.electra4j.examples.ExampleBuild;
import io.github.electra4j.examples.ExampleOptions;
import io.github.electra4j.examples.Manifest;
import io.github.electra4j.examples.Shards;
import io.github.electra4j.text.Corpus;
import io.github.electra4j.text.CorpusOptions;
import io.github.electra4j.text.ParagraphReader;
import io.github.electra4j.vocab.TokenizerOptions;
import io.github.electra4j.vocab.Vocabulary;
import io.github.electra4j.vocab.WordPieceTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Text to shards, whole: reading, tokenizing, cutting, digests, writing and syncing. Prints one JSON line; the rate counts
 * bytes of unpacked text. The first round is the rate of a fresh process, {@code mb_per_s} the median of all.
 */
public final class ExamplesBenchmark {
    private static final int LENGTH = 128;

    private ExamplesBenchmark() {}

    /** {@code TEXT VOCAB [ROUNDS [THREADS]]}. */
    public static void main(String[] args) throws IOException {
        if (args.length < 2 || args.length > 4) {
            System.err.println("usage: ExamplesBenchmark TEXT VOCAB [ROUNDS [THREADS]]");
            System.exit(2);
        }
        int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 5;
        int threads = args.length > 3
                ? Integer.parseInt(args[3])
                : Runtime.getRuntime().availableProcessors();
        Vocabulary vocabulary = Vocabulary.load(Path.of(args[1]));
        WordPieceTokenizer tokenizer = new WordPieceTokenizer(vocabulary, TokenizerOptions.uncased());
        Corpus corpus = Corpus.of(List.of(args[0]), CorpusOptions.defaults());
        double megabytes = 0;
        double[] rates = new double[rounds];
        double[] reading = new double[rounds];
        Counts counts = new Counts(0, 0, 0, 0, 0, 0, 0, 0);
        for (int round = 0; round < rounds; round++) {
            Path dir = Files.createTempDirectory("examples");
            long begin = System.nanoTime();
            Manifest manifest = new ExampleBuild(corpus, tokenizer, ExampleOptions.defaults(LENGTH), threads)
                    .run(dir, progress -> {})
                    .manifest();
            double seconds = (System.nanoTime() - begin) / 1e9;
            counts = manifest.train().counts();
            megabytes = counts.plus(manifest.heldOut().counts()).textBytes() / 1e6;
            rates[round] = megabytes / seconds;
            try (Shards shards = Shards.open(dir, vocabulary)) {
                if (shards.train().size() != counts.examples()) {
                    throw new IllegalStateException("the shards hold other examples than were counted");
                }
            }
            AtomicFiles.deleteTree(dir);
            reading[round] = megabytes / readAll(corpus);
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("mb_per_s", median(rates));
        result.put("first_mb_per_s", rates[0]);
        result.put("rounds_mb_per_s", rates);
        result.put("reading_alone_mb_per_s", median(reading));
        result.put("threads", threads);
        result.put("megabytes", megabytes);
        result.put("train", counts);
        System.out.println(new JsonMapper().writeValueAsString(result));
    }

    private static double readAll(Corpus corpus) throws IOException {
        long begin = System.nanoTime();
        for (Path file : corpus.files()) {
            try (ParagraphReader reader = corpus.read(file)) {
                while (reader.next() != null) {
                    // reading is all that is timed
                }
            }
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
