package io.github.electra4j.bench;

import io.github.electra4j.task.EncodedRows;
import io.github.electra4j.vocab.Vocabulary;
import io.github.electra4j.vocab.WordPieceTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Making the windows of SQuAD's training questions as {@code electra finetune} does it, from questions in memory to token ids with the places of
 * answers: questions a second, on all cores. The peer is {@code bench/peers/features_peer.py}.
 */
public final class FeatureBenchmark {
    private FeatureBenchmark() {}

    /** {@code TRAIN VOCAB [PASSES]}: the last pass counts, those before warm up; prints one JSON line. */
    public static void main(String[] args) throws IOException {
        if (args.length < 2 || args.length > 3) {
            System.err.println("usage: FeatureBenchmark TRAIN VOCAB [PASSES]");
            System.exit(2);
        }
        int passes = args.length > 2 ? Integer.parseInt(args[2]) : 3;
        TaskFile train = TaskFile.read("qa", Path.of(args[0]));
        WordPieceTokenizer tokenizer = TaskFile.tokenizer(Vocabulary.load(Path.of(args[1])));
        Map<String, Object> result = new LinkedHashMap<>();
        for (int pass = 0; pass < passes; pass++) {
            long begin = System.nanoTime();
            EncodedRows<?, ?, ?> encoded = train.rows().encode(tokenizer, train.maxLength());
            double seconds = (System.nanoTime() - begin) * 1e-9;
            result.put("questions_per_second", train.rows().size() / seconds);
            result.put("seconds", seconds);
            result.put("questions", train.rows().size());
            result.put("windows", encoded.units());
        }
        System.out.println(new JsonMapper().writeValueAsString(result));
    }
}
