package io.github.electra4j.bench;

import io.github.electra4j.checkpoint.Architecture;
import io.github.electra4j.checkpoint.ConfigFile;
import io.github.electra4j.checkpoint.ElectraConfig;
import io.github.electra4j.checkpoint.ModelDirectory;
import io.github.electra4j.checkpoint.ModelFiles;
import io.github.electra4j.checkpoint.Provenance;
import io.github.electra4j.task.Columns;
import io.github.electra4j.task.LabeledText;
import io.github.electra4j.task.LabeledTextReader;
import io.github.electra4j.task.TextClassification;
import io.github.electra4j.train.finetune.FineTuning;
import io.github.electra4j.train.finetune.FineTuningConfig;
import io.github.electra4j.train.finetune.FineTuningData;
import io.github.electra4j.train.finetune.FineTuningListener;
import io.github.electra4j.train.finetune.FineTuningPlan;
import io.github.electra4j.train.finetune.TaskNetwork;
import io.github.electra4j.train.model.Encoder;
import io.github.electra4j.train.model.NamedWeights;
import io.github.electra4j.train.pretrain.ConfigFiles;
import io.github.electra4j.train.tensor.Device;
import io.github.electra4j.train.tensor.Parameters;
import io.github.electra4j.train.tensor.Precision;
import io.github.electra4j.train.tensor.Tensors;
import io.github.electra4j.vocab.TokenizerOptions;
import io.github.electra4j.vocab.Vocabulary;
import io.github.electra4j.vocab.WordPieceTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Fine-tuning ELECTRA-Small from random weights as {@code electra finetune} does it, on a TSV file with the columns sentence and label:
 * texts a second over steps behind a warm-up. The peer is {@code bench/peers/finetuning_peer.py}.
 */
public final class FineTuningBenchmark {
    private static final int WARM = 20;
    private static final int SEED = 1;
    private static final Columns COLUMNS = Columns.of("sentence", "label");

    private FineTuningBenchmark() {}

    /** {@code TRAIN VOCAB [STEPS [BATCH [PRECISION [THREADS]]]]}; prints one JSON line. */
    public static void main(String[] args) throws IOException {
        if (args.length < 2 || args.length > 6) {
            System.err.println("usage: FineTuningBenchmark TRAIN VOCAB [STEPS [BATCH [PRECISION [THREADS]]]]");
            System.exit(2);
        }
        Path train = Path.of(args[0]);
        Vocabulary vocabulary = Vocabulary.load(Path.of(args[1]));
        int steps = args.length > 2 ? Integer.parseInt(args[2]) : 200;
        int batch = args.length > 3 ? Integer.parseInt(args[3]) : 32;
        Precision precision = Precision.of(args.length > 4 ? args[4] : "fp32");
        int threads = args.length > 5
                ? Integer.parseInt(args[5])
                : Runtime.getRuntime().availableProcessors();
        FineTuningData data = read(train, batch);
        FineTuningPlan plan = plan(batch, (WARM + steps) * batch / data.train().size() + 1);
        Stopwatch stopwatch = new Stopwatch(WARM + steps);
        Path folder = Files.createTempDirectory("finetuning");
        try {
            writeRandomModel(folder.resolve("model"), vocabulary);
            new FineTuning(folder.resolve("model"), folder.resolve("out"), data, plan, "benchmark")
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
            delete(folder);
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("texts_per_second", steps * batch / stopwatch.seconds(WARM));
        result.put("steps", steps);
        result.put("batch", batch);
        result.put("precision", precision.name());
        result.put("threads", threads);
        result.put("tokens", tokens(data, vocabulary, plan.config().maxLength()));
        System.out.println(new JsonMapper().writeValueAsString(result));
    }

    /** As many rows as fill whole batches. Nothing is measured on the dev rows: the training is stopped before. */
    private static FineTuningData read(Path train, int batch) throws IOException {
        List<LabeledText> rows = LabeledTextReader.readAll(train, COLUMNS);
        if (rows.size() < batch) {
            throw new IllegalArgumentException(
                    train + ": " + rows.size() + " rows, expected at least a batch of " + batch);
        }
        List<LabeledText> whole = rows.subList(0, rows.size() / batch * batch);
        return FineTuningData.of(
                TextClassification.of(whole),
                COLUMNS,
                whole,
                whole.subList(0, 1),
                List.of(Provenance.DataFile.of(train)));
    }

    private static FineTuningPlan plan(int batch, int epochs) {
        FineTuningConfig d = FineTuningConfig.defaults();
        FineTuningConfig config = new FineTuningConfig(
                d.learningRate(),
                d.layerwiseDecay(),
                d.weightDecay(),
                d.warmupShare(),
                batch,
                epochs,
                d.maxLength(),
                d.head(),
                d.pooling(),
                d.dropout(),
                d.reference());
        return new FineTuningPlan(
                config,
                List.of(config.learningRate()),
                List.of((long) SEED),
                false,
                FineTuningPlan.Selection.DEV,
                0.1,
                "accuracy",
                false,
                0,
                false);
    }

    private static void writeRandomModel(Path directory, Vocabulary vocabulary) throws IOException {
        ElectraConfig shape = ConfigFiles.resolve(new LinkedHashMap<>(ConfigFiles.read("small")), "small")
                .discriminator(vocabulary.size(), vocabulary.padId());
        try (Parameters parameters = new Parameters(
                new Encoder(TaskNetwork.OWNER, shape).specs(),
                new Tensors(Device.CPU, Precision.FP32),
                shape.initializerRange(),
                SEED)) {
            ModelDirectory.write(
                    directory,
                    new ModelFiles(
                            "random weights",
                            ConfigFile.of(shape, Architecture.ENCODER.className()),
                            NamedWeights.of(TaskNetwork.OWNER).save(parameters),
                            vocabulary,
                            TokenizerOptions.uncased(),
                            Provenance.ofNow(
                                    "benchmark",
                                    SEED,
                                    List.of(),
                                    Map.of(),
                                    new Provenance.Compute(0, 0, 0, 0, "processor"),
                                    List.of()),
                            List.of(),
                            null));
        }
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

    /** Word pieces of all texts, which tells that the peer has the same. */
    private static long tokens(FineTuningData data, Vocabulary vocabulary, int maxLength) {
        WordPieceTokenizer tokenizer = new WordPieceTokenizer(vocabulary, TokenizerOptions.uncased());
        return Arrays.stream(data.train().encode(tokenizer, maxLength).windowLengths())
                .asLongStream()
                .sum();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
