package io.github.electra4j.cli.quickstart;

import io.github.electra4j.checkpoint.ElectraConfig;
import io.github.electra4j.checkpoint.ModelDirectory;
import io.github.electra4j.checkpoint.Provenance;
import io.github.electra4j.checkpoint.SafeTensors;
import io.github.electra4j.data.WordNetTask;
import io.github.electra4j.task.EncodedRows;
import io.github.electra4j.task.LabelSet;
import io.github.electra4j.task.LabeledText;
import io.github.electra4j.task.TaskRows;
import io.github.electra4j.task.TextClassification;
import io.github.electra4j.task.TextTask.ClassPrediction;
import io.github.electra4j.task.TextTask.Prediction;
import io.github.electra4j.train.finetune.FineTuner;
import io.github.electra4j.train.finetune.FineTuningConfig;
import io.github.electra4j.train.finetune.Head;
import io.github.electra4j.train.finetune.TaskNetwork;
import io.github.electra4j.train.model.NamedWeights;
import io.github.electra4j.train.tensor.Device;
import io.github.electra4j.train.tensor.Precision;
import io.github.electra4j.train.tensor.Replicas;
import io.github.electra4j.train.tensor.Tensors;
import io.github.electra4j.vocab.WordPieceTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Fine-tunes a network on the glosses' classes at each of a few rates and keeps the one that is best on dev. A finished fine-tuning
 * stays in the folder and is not done again.
 */
public final class RateSweep {
    /** The same small sweep for every network. */
    public static final List<Double> RATES = List.of(3e-4, 1e-3, 2e-3);

    private static final FineTuningConfig CONFIG =
            new FineTuningConfig(1e-3, 1.0, 0.01, 0.1, 32, 10, 64, Head.Form.LINEAR, Head.Pooling.MEAN, 0.1, false);

    private final QuickstartFolder folder;
    private final ElectraConfig shape;
    private final long seed;
    private final int epochs;
    private final String vocabularyDigest;
    private final TextClassification task;
    private final Part train;
    private final Part dev;
    private final Part test;

    private record Part(EncodedRows<LabeledText, ?, Prediction> texts, int[] labels) {}

    /** Told how far it is. */
    public interface Listener {
        /** So many of {@link #epochsInAll} are done; {@code detail} says what is being trained. */
        void epoch(int done, String detail) throws IOException;
    }

    /**
     * What a sweep gave.
     *
     * @param best the trial that is best on dev; of equal ones that of the lower rate
     * @param weights its weights, under Hugging Face's names
     */
    public record Best(Trial best, Path weights) {}

    /**
     * A sweep of the networks of one shape.
     *
     * @param shape of the encoder
     * @param seed of the order of the rows, of dropout, and of weights that are not pre-trained
     */
    public RateSweep(
            WordNetTask glosses,
            List<String> classes,
            QuickstartFolder folder,
            ElectraConfig shape,
            WordPieceTokenizer tokenizer,
            long seed,
            int epochs) {
        this.folder = folder;
        this.shape = shape;
        this.seed = seed;
        this.epochs = epochs;
        vocabularyDigest = tokenizer.vocabulary().digest();
        task = new TextClassification(new LabelSet(classes));
        train = part(GlossFiles.rows(glosses.train(), folder.rows("train")), tokenizer);
        dev = part(GlossFiles.rows(glosses.dev(), folder.rows("dev")), tokenizer);
        test = part(GlossFiles.rows(glosses.test(), folder.rows("test")), tokenizer);
    }

    private Part part(List<LabeledText> rows, WordPieceTokenizer tokenizer) {
        return new Part(
                new TaskRows<>(task, rows).encode(tokenizer, CONFIG.maxLength()),
                task.labels().ids(rows));
    }

    /** The settings of a fine-tuning but for its rate and epochs. */
    public static FineTuningConfig config() {
        return CONFIG;
    }

    /** Epochs of one sweep over all rates. */
    public int epochsInAll() {
        return RATES.size() * epochs;
    }

    /** The classes by id. */
    public List<String> classes() {
        return task.labels().names();
    }

    /**
     * Runs it.
     *
     * @param name of the network, part of file names
     * @param encoder a model directory whose encoder is fine-tuned; null for fresh weights
     * @return null where it was stopped
     */
    public @Nullable Best run(
            String name, @Nullable Path encoder, Replicas replicas, Listener listener, BooleanSupplier stop)
            throws IOException {
        String origin = encoder == null
                ? "untrained"
                : Provenance.DataFile.of(encoder.resolve(ModelDirectory.WEIGHTS))
                        .sha256();
        Trial best = null;
        for (int i = 0; i < RATES.size(); i++) {
            double rate = RATES.get(i);
            Path file = file(name, rate, ".json");
            String settings = String.format(
                    Locale.ROOT,
                    "weights %s, vocabulary %s, seed %d, %s",
                    origin,
                    vocabularyDigest,
                    seed,
                    config(rate));
            Trial trial = Trial.read(file, settings);
            if (trial == null || !Files.exists(file(name, rate, ".safetensors"))) {
                trial = train(name, encoder, rate, settings, replicas, i, listener, stop);
                if (trial == null) {
                    return null;
                }
                trial.write(file);
            }
            listener.epoch((i + 1) * epochs, name);
            best = best == null || trial.dev() > best.dev() ? trial : best;
        }
        Trial chosen = Objects.requireNonNull(best);
        return new Best(chosen, file(name, chosen.rate(), ".safetensors"));
    }

    private FineTuningConfig config(double rate) {
        return new FineTuningConfig(
                rate,
                CONFIG.layerwiseDecay(),
                CONFIG.weightDecay(),
                CONFIG.warmupShare(),
                CONFIG.batch(),
                epochs,
                CONFIG.maxLength(),
                CONFIG.head(),
                CONFIG.pooling(),
                CONFIG.dropout(),
                CONFIG.reference());
    }

    private Path file(String name, double rate, String end) {
        return folder.trials().resolve(name + "-" + rate + end);
    }

    private @Nullable Trial train(
            String name,
            @Nullable Path encoder,
            double rate,
            String settings,
            Replicas replicas,
            int number,
            Listener listener,
            BooleanSupplier stop)
            throws IOException {
        long begin = System.nanoTime();
        TaskNetwork network = TaskNetwork.of(shape, CONFIG, task);
        Tensors tensors = new Tensors(Device.CPU, Precision.FP32);
        try (FineTuner tuner = new FineTuner(network, config(rate), tensors, replicas, seed)) {
            if (encoder != null) {
                load(tuner, encoder);
            }
            for (int epoch = 0; epoch < epochs; epoch++) {
                if (stop.getAsBoolean()) {
                    return null;
                }
                double loss = tuner.epoch(train.texts(), epoch);
                listener.epoch(
                        number * epochs + epoch + 1,
                        String.format(Locale.ROOT, "%s, rate %.0e, loss %.3f", name, rate, loss));
            }
            double onDev = accuracy(tuner, dev);
            double onTest = accuracy(tuner, test);
            Files.createDirectories(folder.trials());
            SafeTensors.write(
                    file(name, rate, ".safetensors"),
                    NamedWeights.of(TaskNetwork.OWNER).save(tuner.parameters()),
                    Map.of("format", "pt"));
            return new Trial(settings, rate, onDev, onTest, (System.nanoTime() - begin) * 1e-9);
        }
    }

    private static void load(FineTuner tuner, Path encoder) throws IOException {
        try (ModelDirectory model = ModelDirectory.open(encoder)) {
            List<String> missing =
                    NamedWeights.of(TaskNetwork.OWNER).load(tuner.parameters(), model.tensors()).missing().stream()
                            .filter(weight -> !weight.startsWith("classifier."))
                            .toList();
            if (!missing.isEmpty()) {
                throw new IllegalArgumentException(model.tensors().file() + ": " + missing.size()
                        + " weights of the encoder are missing, the first is \"" + missing.get(0)
                        + "\"; the file belongs to another model or is incomplete");
            }
        }
    }

    private double accuracy(FineTuner tuner, Part part) {
        List<Prediction> predictions =
                part.texts().answers(tuner.scores(part.texts())).answers();
        int right = 0;
        for (int i = 0; i < part.labels().length; i++) {
            ClassPrediction prediction = (ClassPrediction) predictions.get(i);
            right += prediction.id() == part.labels()[i] ? 1 : 0;
        }
        return (double) right / part.labels().length;
    }
}
