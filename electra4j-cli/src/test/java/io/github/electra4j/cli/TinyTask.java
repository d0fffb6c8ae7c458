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

    /** Writes a random chooser between options to {@code chooser/} in a folder. */
    static void chooser(Path folder) throws IOException {
        copy("chooser", folder.resolve("chooser"));
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

    /**
     * Writes questions as JSON lines: the answer is the word that the question names, and stands far into a long context now and then.
     *
     * @param unanswered whether every third question names a word that is not there
     */
    static void questions(Path file, int rows, long seed, boolean unanswered) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rows; i++) {
            CounterRandom random = CounterRandom.of(seed, "tiny questions", i, 0);
            List<String> words = new ArrayList<>();
            int length = i % 5 == 0 ? 60 : 6;
            for (int w = 0; w < length; w++) {
                words.add("w" + (20 + random.nextInt(70)));
            }
            int asked = 10 + random.nextInt(4);
            int at = random.nextInt(length);
            boolean none = unanswered && i % 3 == 0;
            if (!none) {
                words.set(at, "w" + asked);
            }
            int start = String.join(" ", words.subList(0, at)).length() + (at > 0 ? 1 : 0);
            text.append("{\"id\": \"q")
                    .append(i)
                    .append("\", \"question\": \"w")
                    .append(asked);
            text.append("\", \"context\": \"").append(String.join(" ", words)).append("\", \"answers\": [");
            if (!none) {
                text.append("{\"text\": \"").append(words.get(at)).append("\", \"start\": ");
                text.append(start).append('}');
            }
            text.append("]}\n");
        }
        Files.writeString(file, text);
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
