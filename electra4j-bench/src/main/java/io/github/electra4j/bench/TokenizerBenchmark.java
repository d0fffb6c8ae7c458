package io.github.electra4j.bench;

import io.github.electra4j.text.Corpus;
import io.github.electra4j.text.CorpusOptions;
import io.github.electra4j.text.Paragraph;
import io.github.electra4j.text.ParagraphReader;
import io.github.electra4j.vocab.TokenizerOptions;
import io.github.electra4j.vocab.Vocabulary;
import io.github.electra4j.vocab.WordPieceTokenizer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tokenizes the paragraphs of a file, held in memory, and prints one JSON line with the rate: millions of UTF-8 bytes a
 * second of wall clock, and the processor time, which another load on the machine disturbs less. {@code bench/peers/tokenizer_peer.py} does the same with Hugging Face's and runs both in turn.
 */
public final class TokenizerBenchmark {
    private static final int CHUNK = 64;

    private TokenizerBenchmark() {}

    /** {@code VOCAB TEXT [--threads N] [--offsets] [--passes N]}: the last pass counts, those before warm up. */
    public static void main(String[] args) throws IOException, InterruptedException {
        List<String> rest = new ArrayList<>(Arrays.asList(args));
        int threads = number(rest, "--threads", 2);
        int passes = number(rest, "--passes", 8);
        boolean offsets = rest.remove("--offsets");
        if (rest.size() != 2) {
            System.err.println("usage: TokenizerBenchmark VOCAB TEXT [--threads N] [--offsets] [--passes N]");
            System.exit(2);
        }
        WordPieceTokenizer tokenizer =
                new WordPieceTokenizer(Vocabulary.load(Path.of(rest.get(0))), TokenizerOptions.uncased());
        List<String> paragraphs = paragraphs(rest.get(1));
        long bytes = 0;
        for (String paragraph : paragraphs) {
            bytes += paragraph.getBytes(StandardCharsets.UTF_8).length;
        }
        Map<String, Object> result = new LinkedHashMap<>();
        for (int i = 0; i < passes; i++) {
            long begin = System.nanoTime();
            LongAdder cpu = new LongAdder();
            long pieces = pass(tokenizer, paragraphs, threads, offsets, cpu);
            double seconds = (System.nanoTime() - begin) / 1e9;
            result.put("mb_per_s", bytes / 1e6 / seconds);
            result.put("seconds", seconds);
            result.put("cpu_seconds", cpu.sum() / 1e9);
            result.put("pieces", pieces);
        }
        result.put("threads", threads);
        result.put("offsets", offsets);
        result.put("java", Runtime.version().toString());
        System.out.println(new JsonMapper().writeValueAsString(result));
    }

    private static int number(List<String> args, String name, int otherwise) {
        int at = args.indexOf(name);
        if (at < 0 || at + 1 == args.size()) {
            return otherwise;
        }
        args.remove(at);
        return Integer.parseInt(args.remove(at));
    }

    private static List<String> paragraphs(String text) throws IOException {
        List<String> paragraphs = new ArrayList<>();
        Corpus corpus = Corpus.of(List.of(text), CorpusOptions.defaults());
        for (Path file : corpus.files()) {
            try (ParagraphReader reader = corpus.read(file)) {
                for (Paragraph p = reader.next(); p != null; p = reader.next()) {
                    paragraphs.add(p.text());
                }
            }
        }
        return paragraphs;
    }

    /** All results are kept until the end, as a caller of a batch has them. */
    private static long pass(
            WordPieceTokenizer tokenizer, List<String> paragraphs, int threads, boolean offsets, LongAdder cpu)
            throws InterruptedException {
        Object[] results = new Object[paragraphs.size()];
        AtomicInteger next = new AtomicInteger();
        LongAdder pieces = new LongAdder();
        List<Thread> workers = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            Thread worker = new Thread(() -> {
                for (int from = next.getAndAdd(CHUNK); from < results.length; from = next.getAndAdd(CHUNK)) {
                    for (int i = from; i < Math.min(from + CHUNK, results.length); i++) {
                        if (offsets) {
                            var encoding = tokenizer.encodeWithOffsets(paragraphs.get(i));
                            pieces.add(encoding.size());
                            results[i] = encoding;
                        } else {
                            int[] ids = tokenizer.encode(paragraphs.get(i));
                            pieces.add(ids.length);
                            results[i] = ids;
                        }
                    }
                }
                cpu.add(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
            });
            workers.add(worker);
            worker.start();
        }
        for (Thread worker : workers) {
            worker.join();
        }
        return pieces.sum();
    }
}
