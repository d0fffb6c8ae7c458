package io.github.electra4j.cli.quickstart;

import io.github.electra4j.checkpoint.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A finished fine-tuning.
 *
 * @param settings everything that it depends on, in words
 * @param rate the learning rate
 * @param dev accuracy on the rows to choose on
 * @param test accuracy on the rows to report; looked at for the chosen rate only
 * @param seconds it took
 */
public record Trial(String settings, double rate, double dev, double test, double seconds) {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** The trial in a file, or null where there is none of these settings. */
    static @Nullable Trial read(Path file, String settings) throws IOException {
        if (!Files.exists(file)) {
            return null;
        }
        try {
            JsonNode node = JSON.readTree(Files.readAllBytes(file));
            return node.path("settings").asString("").equals(settings)
                    ? new Trial(
                            settings,
                            node.path("rate").asDouble(),
                            node.path("dev").asDouble(),
                            node.path("test").asDouble(),
                            node.path("seconds").asDouble())
                    : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    void write(Path file) throws IOException {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("settings", settings);
        values.put("rate", rate);
        values.put("dev", dev);
        values.put("test", test);
        values.put("seconds", seconds);
        AtomicFiles.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(values) + "\n");
    }
}
