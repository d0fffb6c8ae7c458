package io.github.electra4j.bench;

import io.github.electra4j.checkpoint.AtomicFiles;
import io.github.electra4j.checkpoint.Provenance;
import io.github.electra4j.train.finetune.FineTuning;
import io.github.electra4j.train.finetune.FineTuningConfig;
import io.github.electra4j.train.finetune.FineTuningData;
import io.github.electra4j.train.finetune.FineTuningListener;
import io.github.electra4j.train.finetune.FineTuningPlan;
import io.github.electra4j.train.tensor.Precision;
import io.github.electra4j.vocab.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Fine-tuning ELECTRA-Small from random weights as {@code electra finetune} does it: examples a second over steps behind a warm-up. An example
 * is a text, a sentence, or a window of a question. The peer is {@code bench/peers/finetuning_peer.py}.
 */
public final class FineTuningBenchmark {
    private static final int WARM = 20;

    private FineTuningBenchmark() {}

    /** {@code TASK TRAIN VOCAB [STEPS [BATCH [PRECISION [THREADS]]]]}; prints one JSON line. */
    public static void main(String[] args) throws IOException {
        if (args.length < 3 || args.length > 7) {
            System.err.println(
                    "usage: FineTuningBenchmark classification|qa|tagging TRAIN VOCAB [STEPS [BATCH [PRECISION [THREADS]]]]");
            System.exit(2);
        }
        Vocabulary vocabulary = Vocabulary.load(Path.of(args[2]));
        int steps = args.length > 3 ? Integer.parseInt(args[3]) : 200;
        int batch = args.length > 4 ? Integer.parseInt(args[4]) : 32;
        Precision precision = Precision.of(args.length > 5 ? args[5] : "fp32");
        int threads = args.length > 6
                ? Integer.parseInt(args[6])
                : Runtime.getRuntime().availableProcessors();
        TaskFile train = TaskFile.read(args[0], Path.of(args[1]));
        FineTuningPlan plan =
                plan(train, batch, (WARM + steps) * batch / train.rows().size() + 1);
        Stopwatch stopwatch = new Stopwatch(WARM + steps);
        Path folder = Files.createTempDirectory("finetuning");
        try {
            RandomModel.write(folder.resolve("model"), vocabulary);
            new FineTuning(folder.resolve("model"), folder.resolve("out"), data(train), plan, "benchmark")
                    .precision(precision)
                    .threads(threads)
                    .saveEvery(Double.MAX_VALUE)
                    .listener(stopwatch)
                    .stop(stopwatch::isFull)
                    .run();
            throw new IllegalStateException("the training ended before it was stopped");
        } catch (CancellationException e) {
            // As planned: all steps are taken.
        } finally {
            AtomicFiles.deleteTree(folder);
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("examples_per_second", steps * batch / stopwatch.seconds(WARM));
        result.put("task", args[0]);
        result.put("steps", steps);
        result.put("batch", batch);
        result.put("precision", precision.name());
        result.put("threads", threads);
        result.put("tokens", train.tokens(vocabulary));
        System.out.println(new JsonMapper().writeValueAsString(result));
    }

    /** Nothing is measured on the dev rows: the training is stopped before. */
    private static FineTuningData data(TaskFile train) throws IOException {
        return new FineTuningData(
                train.columns(),
                train.rows(),
                train.rows().pick(new int[] {0}),
                List.of(Provenance.DataFile.of(train.path())),
                null,
                List.of());
    }

    private static FineTuningPlan plan(TaskFile train, int batch, int epochs) {
        FineTuningConfig d = FineTuningConfig.defaults();
        FineTuningConfig config = new FineTuningConfig(
                d.learningRate(),
                d.layerwiseDecay(),
                d.weightDecay(),
                d.warmupShare(),
                batch,
                epochs,
                train.maxLength(),
                d.head(),
                d.pooling(),
                d.dropout(),
                d.reference());
        return new FineTuningPlan(
                config,
                List.of(config.learningRate()),
                List.of((long) RandomModel.SEED),
                false,
                FineTuningPlan.Selection.DEV,
                0.1,
                train.rows().task().metric(),
                false,
                0,
                false);
    }

    /** When each step was done. */
    private static final class Stopwatch implements FineTuningListener {
        private final long[] nanos;
        private int steps;

        Stopwatch(int steps) {
            nanos = new long[steps];
        }

        @Override
        public void step(long done, long total, String trial, double loss) {
            nanos[steps++] = System.nanoTime();
        }

        boolean isFull() {
            return steps == nanos.length;
        }

        /** From the end of a step to the end of the last. */
        double seconds(int behind) {
            return (nanos[nanos.length - 1] - nanos[behind - 1]) * 1e-9;
        }
    }
}
