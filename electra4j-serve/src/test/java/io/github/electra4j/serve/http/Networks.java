package io.github.electra4j.serve.http;

import io.github.electra4j.checkpoint.TaskSettings;
import io.github.electra4j.serve.model.ModelSource;
import io.github.electra4j.serve.model.ServedModel;
import io.github.electra4j.vocab.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The tiny random networks of the engine's tests as model directories; their words are w5 to w96. */
public final class Networks {
    private static final Path FOLDER = Path.of("../electra4j-train/src/test/resources/huggingface");

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
        List<String> tokens = new ArrayList<>(Vocabulary.SPECIAL);
        while (tokens.size() < 97) {
            tokens.add("w" + tokens.size());
        }
        Files.writeString(folder.resolve("vocab.txt"), Vocabulary.of(tokens).toText());
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
            Files.writeString(
                    folder.resolve(TaskSettings.NAME),
                    new TaskSettings("qa", "", null, "", false, List.of(), 40, "cls", lengths).toJson());
        }
        return folder;
    }
}
