package io.github.electra4j.train.finetune;

import io.github.electra4j.checkpoint.AtomicFiles;
import io.github.electra4j.checkpoint.NamedTensor;
import io.github.electra4j.checkpoint.SafeTensors;
import io.github.electra4j.checkpoint.StateStore;
import io.github.electra4j.json.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where one training keeps its states while it runs, and its result when it has ended: {@code trial.json}, written last,
 * {@code scores.safetensors}, and {@code weights.safetensors} until the best trial's have become the model.
 *
 * @param path the folder
 */
record TrialFolder(Path path) {
    private static final String TRIALS = "runs";
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String RESULT = "trial.json";
    private static final String SCORES = "scores.safetensors";
    private static final String WEIGHTS = "weights.safetensors";

    /** The folder of a trial in an output directory. */
    static TrialFolder of(Path out, double learningRate, long seed) {
        String name = String.format(Locale.ROOT, "rate-%s-seed-%d", Double.toString(learningRate), seed);
        return new TrialFolder(out.resolve(TRIALS).resolve(name));
    }

    /** Whether an output directory holds the state or the result of any training. */
    static boolean anyIn(Path out) throws IOException {
        Path trials = out.resolve(TRIALS);
        if (!Files.isDirectory(trials)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(trials)) {
            return files.anyMatch(Files::isRegularFile);
        }
    }

    StateStore states() {
        return StateStore.in(path.resolve("state"));
    }

    Path weights() {
        return path.resolve(WEIGHTS);
    }

    /** Writes the result of a training that has ended; its states go. */
    void finish(Trial trial, List<NamedTensor> weights) throws IOException {
        SafeTensors.write(weights(), weights, Map.of("format", "pt"));
        SafeTensors.write(
                path.resolve(SCORES),
                List.of(tensor("selection", trial.selectionScores()), tensor("dev", trial.devScores())),
                Map.of());
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("learning_rate", trial.learningRate());
        map.put("seed", trial.seed());
        map.put("kept_epoch", trial.keptEpoch());
        map.put("steps", trial.steps());
        map.put("tokens", trial.tokens());
        map.put("skipped", trial.skipped());
        map.put("seconds", trial.seconds());
        List<Map<String, String>> epochs = new ArrayList<>();
        for (Trial.Epoch epoch : trial.epochs()) {
            epochs.add(Map.of("loss", Double.toString(epoch.loss()), "selection", Double.toString(epoch.selection())));
        }
        map.put("epochs", epochs);
        AtomicFiles.writeString(
                path.resolve(RESULT), MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(map) + "\n");
        AtomicFiles.deleteTree(path.resolve("state"));
    }

    private static NamedTensor tensor(String name, float[] values) {
        return NamedTensor.ofFloats(name, new long[] {values.length}, values);
    }

    /** The result; null where the training has not ended. */
    @Nullable
    Trial result() throws IOException {
        Path file = path.resolve(RESULT);
        if (!Files.exists(file)) {
            return null;
        }
        try {
            return trial(JsonText.readObject(file));
        } catch (JacksonException | IllegalArgumentException e) {
            throw new IOException(
                    file + ": damaged, expected what training with seed and rate of this folder gave; delete " + path
                            + " to train it again, or put a copy of the file back",
                    e);
        }
    }

    private Trial trial(JsonNode json) throws IOException {
        List<Trial.Epoch> epochs = new ArrayList<>();
        for (JsonNode epoch : json.path("epochs")) {
            epochs.add(new Trial.Epoch(
                    Double.parseDouble(epoch.path("loss").stringValue()),
                    Double.parseDouble(epoch.path("selection").stringValue())));
        }
        try (SafeTensors scores = SafeTensors.open(path.resolve(SCORES))) {
            return new Trial(
                    json.path("learning_rate").doubleValue(),
                    json.path("seed").longValue(),
                    epochs,
                    json.path("kept_epoch").intValue(),
                    json.path("steps").longValue(),
                    json.path("tokens").longValue(),
                    json.path("skipped").longValue(),
                    json.path("seconds").doubleValue(),
                    scores.floats("selection"),
                    scores.floats("dev"));
        }
    }

    /** Frees the disk of what a finished fine-tuning needs no more. */
    void removeWeights() throws IOException {
        Files.deleteIfExists(weights());
        AtomicFiles.deleteTree(path.resolve("state"));
    }
}
