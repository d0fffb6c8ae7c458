package io.github.electra4j.bench;

import io.github.electra4j.text.Corpus;
import io.github.electra4j.text.CorpusOptions;
import io.github.electra4j.text.Paragraph;
import io.github.electra4j.text.ParagraphReader;
import io.github.electra4j.vocab.Encoding;
import io.github.electra4j.vocab.TokenizerOptions;
import io.github.electra4j.vocab.TrainedVocabulary;
import io.github.electra4j.vocab.Vocabulary;
import io.github.electra4j.vocab.VocabularySettings;
import io.github.electra4j.vocab.WordPieceTokenizer;
import io.github.electra4j.vocab.WordPieceTrainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Trains an uncased vocabulary and prints one JSON line with its seconds; or measures one, ours or another's, on held-out
 * text. {@code bench/peers/vocabulary_peer.py} does the first with Hugging Face's trainer and runs both in turn.
 */
public final class VocabularyBenchmark {
    private VocabularyBenchmark() {}

    /** {@code train TEXT SIZE THREADS OUT}, or {@code measure VOCAB TEXT}. */
    public static void main(String[] args) throws IOException {
        if (args.length == 5 && args[0].equals("train")) {
            train(args[1], Integer.parseInt(args[2]), Integer.parseInt(args[3]), Path.of(args[4]));
        } else if (args.length == 3 && args[0].equals("measure")) {
            measure(Path.of(args[1]), args[2]);
        } else {
            System.err.println("usage: VocabularyBenchmark train TEXT SIZE THREADS OUT | measure VOCAB TEXT");
            System.exit(2);
        }
    }

    private static void train(String text, int size, int threads, Path out) throws IOException {
        VocabularySettings defaults = VocabularySettings.of(size, TokenizerOptions.uncased());
        VocabularySettings settings = new VocabularySettings(
                size,
                defaults.options(),
                defaults.coverage(),
                defaults.unused(),
                defaults.minCount(),
                defaults.maxWords(),
                threads);
        long begin = System.nanoTime();
        TrainedVocabulary trained =
                WordPieceTrainer.train(Corpus.of(List.of(text), CorpusOptions.defaults()), settings, null);
        double seconds = (System.nanoTime() - begin) / 1e9;
        Files.writeString(out, trained.vocabulary().toText());
        trained.statistics().describe().forEach(System.err::println);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("seconds", seconds);
        result.put("statistics", trained.statistics());
        result.put("vocabulary", out.toString());
        System.out.println(new JsonMapper().writeValueAsString(result));
    }

    private static void measure(Path file, String text) throws IOException {
        WordPieceTokenizer tokenizer = new WordPieceTokenizer(Vocabulary.load(file), TokenizerOptions.uncased());
        long words = 0;
        long pieces = 0;
        long unknown = 0;
        Corpus corpus = Corpus.of(List.of(text), CorpusOptions.defaults());
        for (Path part : corpus.files()) {
            try (ParagraphReader reader = corpus.read(part)) {
                for (Paragraph p = reader.next(); p != null; p = reader.next()) {
                    Encoding encoding = tokenizer.encodeWithOffsets(p.text());
                    int n = encoding.size();
                    words += n == 0 ? 0 : encoding.words()[n - 1] + 1;
                    pieces += n;
                    for (int id : encoding.ids()) {
                        unknown += id == tokenizer.vocabulary().unkId() ? 1 : 0;
                    }
                }
            }
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("vocabulary", file.toString());
        result.put("words", words);
        result.put("pieces", pieces);
        result.put("unknown", unknown);
        result.put("pieces_per_word", (double) pieces / words);
        System.out.println(new JsonMapper().writeValueAsString(result));
    }
}
