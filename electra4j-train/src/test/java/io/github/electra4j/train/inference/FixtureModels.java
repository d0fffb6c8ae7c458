package io.github.electra4j.train.inference;

import io.github.electra4j.checkpoint.SafeTensors;
import io.github.electra4j.vocab.Vocabulary;
import java.io.IOException;
import java.nio.IntBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The networks of {@code src/test/resources/huggingface} as model directories, with a vocabulary of made-up words. */
public final class FixtureModels {
    private static final Path FOLDER = Path.of("src/test/resources/huggingface");

    /** Tokens in a row of the expected numbers, padding included. */
    static final int WIDTH = 12;

    private FixtureModels() {}

    /** Copies a network to {@code folder}; returns the folder. */
    public static Path copy(String network, Path folder) throws IOException {
        Files.createDirectories(folder);
        for (String file : List.of("config.json", "model.safetensors")) {
            Files.copy(FOLDER.resolve(network).resolve(file), folder.resolve(file));
        }
        List<String> tokens = new ArrayList<>(Vocabulary.SPECIAL);
        while (tokens.size() < 97) {
            tokens.add(word(tokens.size()));
        }
        Files.writeString(folder.resolve("vocab.txt"), Vocabulary.of(tokens).toText());
        return folder;
    }

    /** Some of the token ids that the expected numbers are of. */
    static int[] ids(SafeTensors expected, String tensor, int row, int from, int to) throws IOException {
        IntBuffer values = expected.bytes(tensor).asIntBuffer();
        return IntStream.range(from, to).map(i -> values.get(row * WIDTH + i)).toArray();
    }

    /** The word whose one piece has this id. */
    public static String word(int id) {
        return "w" + id;
    }

    /** The text whose pieces have these ids. */
    public static String text(int... ids) {
        return Arrays.stream(ids).mapToObj(FixtureModels::word).collect(Collectors.joining(" "));
    }
}
