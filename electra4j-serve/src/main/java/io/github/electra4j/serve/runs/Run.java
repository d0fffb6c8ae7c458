package io.github.electra4j.serve.runs;

import io.github.electra4j.json.JsonText;
import io.github.electra4j.progress.MetricsLog;
import io.github.electra4j.progress.RunView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * A run as a list shows it.
 *
 * @param name that requests call it by
 * @param path below the folder, with slashes; empty where the folder itself is the run
 * @param kind {@code pretraining} or {@code finetuning}
 * @param log its measurements
 * @param bytes of them
 * @param written when the last of them was
 * @param step of the last of them, -1 where there is none
 * @param seconds that the run had taken then
 * @param steps that it is to make, -1 where that is not said
 */
public record Run(
        String name,
        String path,
        String kind,
        Path log,
        long bytes,
        FileTime written,
        long step,
        double seconds,
        long steps) {
    /** The end of the measurements, which holds the last of them. */
    private static final int TAIL = 8192;

    static Run of(String name, String path, Path directory, long bytes, FileTime written) throws IOException {
        Path log = directory.resolve(MetricsLog.FILE);
        Path settings = directory.resolve(RunView.SETTINGS);
        boolean pretraining = Files.isRegularFile(settings);
        long step = -1;
        double seconds = 0;
        List<ObjectNode> last =
                LogPart.read(log, null, Math.max(0, bytes - TAIL)).lines();
        if (!last.isEmpty()) {
            ObjectNode line = last.get(last.size() - 1);
            step = line.path("step").asLong(-1);
            seconds = line.path("seconds").asDouble(0);
        }
        long steps = pretraining ? steps(settings) : -1;
        return new Run(
                name, path, pretraining ? "pretraining" : "finetuning", log, bytes, written, step, seconds, steps);
    }

    private static long steps(Path settings) throws IOException {
        try {
            return JsonText.readObject(settings).path("steps").asLong(-1);
        } catch (IllegalArgumentException e) {
            return -1; // a damaged file hinders nobody from watching
        }
    }
}
