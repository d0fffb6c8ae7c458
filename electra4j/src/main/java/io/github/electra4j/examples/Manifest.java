package io.github.electra4j.examples;

import io.github.electra4j.json.JsonFault;
import io.github.electra4j.json.JsonText;
import io.github.electra4j.text.CorpusCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a folder of examples holds and what it was made of: {@code manifest.json}, written last, so that a folder that has
 * one is complete.
 *
 * @param settings what decided the examples beside the text
 * @param sources the text files in the order they were read
 * @param reading what was met while they were read, each file once, however often the build was stopped; null in a folder that an
 *     earlier version made, which did not count it
 * @param train the examples for training
 * @param heldOut the examples of documents kept for evaluation
 */
public record Manifest(
        Settings settings, List<Source> sources, @Nullable CorpusCounts reading, Contents train, Contents heldOut) {
    /** Version of the folder's layout, of the shards' and of the way that text becomes examples. */
    public static final int FORMAT_VERSION = 1;

    static final String FILE = "manifest.json";

    private static final String BUILD_AGAIN =
            "; put a copy of the file back, or build the examples again, from the same text and vocabulary, in another folder";

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    public Manifest {
        sources = List.copyOf(sources);
    }

    /**
     * Reads a folder's manifest.
     *
     * @throws NoSuchFileException if the folder holds no finished examples
     * @throws IOException if the manifest is damaged
     */
    public static Manifest read(Path dir) throws IOException {
        Path file = dir.resolve(FILE);
        if (!Files.exists(file)) {
            throw new NoSuchFileException(dir + ": no finished examples here (no " + FILE
                    + "); build them, and if a build was interrupted, run the same command again");
        }
        return readJson(file, Manifest.class);
    }

    static <T> T readJson(Path file, Class<T> type) throws IOException {
        ObjectNode root;
        try {
            root = JsonText.readObject(file);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage() + BUILD_AGAIN, e);
        }
        try {
            return JSON.treeToValue(root, type);
        } catch (JacksonException | NullPointerException e) {
            throw new IOException(file + ": damaged: " + JsonFault.mismatch(root, e) + BUILD_AGAIN, e);
        }
    }

    static String toJson(Object value) {
        return JSON.writeValueAsString(value) + "\n";
    }
}
