package io.github.electra4j.bench;

import io.github.electra4j.examples.BatchLoader;
import io.github.electra4j.examples.MemoryExamples;
import io.github.electra4j.random.CounterRandom;
import io.github.electra4j.train.pretrain.ConfigFiles;
import io.github.electra4j.train.pretrain.Learner;
import io.github.electra4j.train.pretrain.PretrainingConfig;
import io.github.electra4j.train.tensor.Device;
import io.github.electra4j.train.tensor.Precision;
import io.github.electra4j.train.tensor.Tensors;
import io.github.electra4j.vocab.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Pre-training ELECTRA-Small, one step over and over on random ids: tokens a second. Arguments: steps, batch, precision, replicas. The
 * peer is {@code bench/peers/pretraining_peer.py}.
 */
public final class PretrainingBenchmark {
    private static final int VOCABULARY = 30_522;
    private static final int LENGTH = 128;
    private static final int WARM = 4;

    private PretrainingBenchmark() {}

    /** Prints one JSON line with the median over the steps behind the first four. */
    public static void main(String[] args) throws Exception {
        int steps = args.length > 0 ? Integer.parseInt(args[0]) : 12;
        int batch = args.length > 1 ? Integer.parseInt(args[1]) : 32;
        Precision precision = Precision.of(args.length > 2 ? args[2] : "bf16");
        int replicas = args.length > 3
                ? Integer.parseInt(args[3])
                : Runtime.getRuntime().availableProcessors();
        Map<String, @Nullable Object> values = new LinkedHashMap<>(ConfigFiles.read("small"));
        values.put("batch", batch);
        PretrainingConfig config = ConfigFiles.resolve(values, "small");
        List<String> pieces = new ArrayList<>(Vocabulary.SPECIAL);
        while (pieces.size() < VOCABULARY) {
            pieces.add("w" + pieces.size());
        }
        Vocabulary vocabulary = Vocabulary.of(pieces);
        MemoryExamples examples = examples(vocabulary);
        BatchLoader loader = new BatchLoader(examples, batch, 1, vocabulary.padId(), false);
        double[] rates = new double[steps];
        Tensors tensors = new Tensors(Device.CPU, precision);
        try (Learner learner = new Learner(config, vocabulary, examples, tensors, replicas, 1)) {
            for (int i = 0; i < WARM + steps; i++) {
                long begin = System.nanoTime();
                learner.train(loader.batch(i), i + 1, false);
                if (i >= WARM) {
                    rates[i - WARM] = (double) batch * LENGTH / ((System.nanoTime() - begin) * 1e-9);
                }
            }
        }
        Arrays.sort(rates);
        System.out.printf(
                Locale.ROOT,
                "{\"tokens_per_second\": %.1f, \"best\": %.1f, \"batch\": %d, \"precision\": \"%s\", \"replicas\": %d}%n",
                rates[steps / 2],
                rates[steps - 1],
                batch,
                precision,
                replicas);
    }

    private static MemoryExamples examples(Vocabulary vocabulary) {
        MemoryExamples examples = new MemoryExamples();
        CounterRandom random = CounterRandom.of(1, "benchmark");
        for (int e = 0; e < 1_000; e++) {
            int[] ids = new int[LENGTH];
            for (int i = 0; i < LENGTH; i++) {
                ids[i] = 1_000 + random.nextInt(VOCABULARY - 1_000);
            }
            ids[0] = vocabulary.clsId();
            ids[LENGTH - 1] = vocabulary.sepId();
            examples.add(ids, LENGTH);
        }
        return examples;
    }
}
