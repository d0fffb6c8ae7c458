package io.github.electra4j.cli;

import io.github.electra4j.random.CounterRandom;
import io.github.electra4j.vocab.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Tiny random networks, those that the engine's tests compare with Hugging Face's, and a made-up task for them. */
final class TinyTask {
    private static final Path NETWORKS = Path.of("../electra4j-train/src/test/resources/huggingface");

    private TinyTask() {}

    /** Writes the discriminator to {@code model/} in a folder. */
    static void model(Path folder) throws IOException {
        copy("discriminator", folder.resolve("model"));
    }

    /** Writes a random classifier of three classes, as published ones are, to {@code classifier/} in a folder. */
    static void classifier(Path folder) throws IOException {
        copy("classifier", folder.resolve("classifier"));
    }

    /** Writes a random masked LM to {@code generator/} in a folder. */
    static void generator(Path folder) throws IOException {
        copy("generator", folder.resolve("generator"));
    }

    private static void copy(String network, Path model) throws IOException {
        Files.createDirectories(model);
        for (String file : List.of("config.json", "model.safetensors")) {
            Files.copy(NETWORKS.resolve(network).resolve(file), model.resolve(file));
        }
        List<String> tokens = new ArrayList<>(Vocabulary.SPECIAL);
        while (tokens.size() < 97) {
            tokens.add("w" + tokens.size());
        }
        Files.writeString(model.resolve("vocab.txt"), Vocabulary.of(tokens).toText());
    }

    /** Writes a table of texts of random words whose first word tells the class. */
    static void table(Path file, int rows, long seed) throws IOException {
        StringBuilder text = new StringBuilder("text\tlabel\n");
        for (int i = 0; i < rows; i++) {
            CounterRandom random = CounterRandom.of(seed, "tiny task", i, 0);
            int label = random.nextInt(2);
            text.append("w").append(10 + label);
            for (int w = random.nextInt(8); w >= 0; w--) {
                text.append(" w").append(20 + random.nextInt(60));
            }
            text.append('\t').append(label == 0 ? "good" : "bad").append('\n');
        }
        Files.writeString(file, text);
    }
}
