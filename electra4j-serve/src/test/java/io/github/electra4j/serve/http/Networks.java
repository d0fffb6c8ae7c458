package io.github.electra4j.serve.http;

import io.github.electra4j.checkpoint.Architecture;
import io.github.electra4j.checkpoint.NamedTensor;
import io.github.electra4j.checkpoint.SafeTensors;
import io.github.electra4j.checkpoint.TaskSettings;
import io.github.electra4j.json.JsonText;
import io.github.electra4j.serve.model.ModelSource;
import io.github.electra4j.serve.model.ServedModel;
import io.github.electra4j.task.extraction.ExtractionFile;
import io.github.electra4j.task.extraction.ExtractionTask;
import io.github.electra4j.vocab.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** The tiny random networks of the engine's tests as model directories; their words are w5 to w96. */
public final class Networks {
    private static final Path FOLDER = Path.of("../electra4j-train/src/test/resources/huggingface");
    private static final List<String> MARKERS = List.of("@", "#", "*", "^");

    private Networks() {}

    /** Copies networks to folders of their names. */
    static List<ServedModel> load(Path folder, String... networks) throws IOException {
        List<ServedModel> models = new ArrayList<>();
        for (String network : networks) {
            models.add(new ServedModel(new ModelSource(network, copy(network, folder.resolve(network)))));
        }
        return models;
    }

    /** Copies a network; returns its folder. */
    public static Path copy(String network, Path folder) throws IOException {
        Files.createDirectories(folder);
        for (String file : List.of("config.json", "model.safetensors")) {
            Files.copy(FOLDER.resolve(network).resolve(file), folder.resolve(file));
        }
        vocabulary(folder, List.of());
        if (network.equals("answerer")) {
            // Published models have questions of 64 pieces, and this one 40 positions in all.
            Map<String, Object> lengths = Map.of(
                    "doc_stride",
                    8,
                    "max_question_length",
                    8,
                    "max_answer_length",
                    5,
                    "n_best",
                    3,
                    "may_decline",
                    true,
                    "no_answer_threshold",
                    0);
            settings(folder, "qa", List.of(), lengths);
        }
        return folder;
    }

    /** All that a network knows: w5 and so on, and these at the end. */
    private static void vocabulary(Path folder, List<String> last) throws IOException {
        List<String> tokens = new ArrayList<>(Vocabulary.SPECIAL);
        while (tokens.size() + last.size() < 97) {
            tokens.add("w" + tokens.size());
        }
        tokens.addAll(last);
        Files.writeString(folder.resolve("vocab.txt"), Vocabulary.of(tokens).toText());
    }

    /** The classifier as one that was fine-tuned to cut off what is longer than 40 tokens. */
    static Path cutting(Path folder) throws IOException {
        copy("classifier", folder);
        settings(
                folder,
                "classification",
                List.of("LABEL_0", "LABEL_1", "LABEL_2"),
                Map.of("long_texts", "cut", "stride", 0));
        return folder;
    }

    private static void settings(Path folder, String task, List<String> labels, Map<String, Object> more)
            throws IOException {
        Files.writeString(
                folder.resolve(TaskSettings.NAME),
                new TaskSettings(task, "", null, "", false, labels, 40, "cls", more).toJson());
    }

    /** The tagger, and behind it {@link #relation}; their words are w5 to w92. */
    static Path extraction(Path folder) throws IOException {
        vocabulary(copy("tagger", folder.resolve(ExtractionFile.ENTITIES)), MARKERS);
        relation(folder.resolve(ExtractionFile.RELATIONS));
        Files.writeString(
                folder.resolve(ExtractionFile.NAME),
                "{\"task\": \"extraction\", \"max_distance\": 40, \"pairs\": [[\"PER\", \"PER\"]]}");
        return folder;
    }

    /** The tagger's network with a head of made-up weights that says who knows whom; its words are w5 to w92. */
    static Path relation(Path folder) throws IOException {
        vocabulary(copy("tagger", folder), MARKERS);
        List<String> labels = List.of(ExtractionTask.NONE, "knows");
        ObjectNode config = JsonText.readObject(folder.resolve("config.json"));
        config.putArray("architectures").add(Architecture.RELATION_CLASSIFIER.className());
        config.putObject("id2label").put("0", labels.get(0)).put("1", labels.get(1));
        config.putObject("label2id").put(labels.get(0), 0).put(labels.get(1), 1);
        Files.writeString(folder.resolve("config.json"), JsonText.pretty(config));
        // The head reads the states at two markers.
        float[] weight = new float[labels.size() * 2 * 16];
        for (int i = 0; i < weight.length; i++) {
            weight[i] = (i * 5 % 7 - 3) / 10f;
        }
        head(
                folder,
                "classifier.",
                NamedTensor.ofFloats("classifier.weight", new long[] {labels.size(), 2 * 16}, weight),
                NamedTensor.ofFloats("classifier.bias", new long[] {labels.size()}, new float[] {0, 0.5f}));
        settings(folder, "relation", labels, Map.of("markers", "punctuation", "none", ExtractionTask.NONE));
        return folder;
    }

    /** The classifier with a head that gives 0.25 whatever it reads: of values from 1 to 5 it says 2. */
    static Path regression(Path folder) throws IOException {
        copy("classifier", folder);
        ObjectNode config = JsonText.readObject(folder.resolve("config.json"));
        config.put("problem_type", "regression");
        config.putObject("id2label").put("0", "LABEL_0");
        config.putObject("label2id").put("LABEL_0", 0);
        Files.writeString(folder.resolve("config.json"), JsonText.pretty(config));
        head(
                folder,
                "classifier.out_proj.",
                NamedTensor.ofFloats("classifier.out_proj.weight", new long[] {1, 16}, new float[16]),
                NamedTensor.ofFloats("classifier.out_proj.bias", new long[] {1}, new float[] {0.25f}));
        settings(
                folder,
                "regression",
                List.of(),
                Map.of(
                        "long_texts",
                        "windows",
                        "stride",
                        0,
                        TaskSettings.LABEL_LEAST,
                        1,
                        TaskSettings.LABEL_GREATEST,
                        5));
        return folder;
    }

    /** Puts other tensors in the place of those of a model whose names begin so. */
    private static void head(Path folder, String names, NamedTensor... head) throws IOException {
        Path file = folder.resolve("model.safetensors");
        List<NamedTensor> tensors = new ArrayList<>(List.of(head));
        try (SafeTensors model = SafeTensors.open(file)) {
            for (String name : model.names()) {
                if (!name.startsWith(names)) {
                    tensors.add(NamedTensor.ofFloats(name, model.shape(name), model.floats(name)));
                }
            }
        }
        SafeTensors.write(file, tensors, Map.of("format", "pt"));
    }
}
