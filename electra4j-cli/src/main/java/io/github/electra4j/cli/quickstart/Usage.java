package io.github.electra4j.cli.quickstart;

import io.github.electra4j.checkpoint.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Time and memory of some work over all processes that took part in it, one after another. */
public final class Usage {
    /** What a kill may lose of the time. */
    private static final double SAVE_SECONDS = 5;

    private final Path file;
    private final Supplier<OptionalLong> peak;
    private double before;
    private long peakBefore;
    private boolean finished;
    private final long begin = System.nanoTime();
    private double saved;

    private Usage(Path file, Supplier<OptionalLong> peak) {
        this.file = file;
        this.peak = peak;
    }

    /**
     * Goes on from what a file says; a file that is missing or no JSON counts as no time.
     *
     * @param peak the most resident memory of this process so far, MB
     */
    public static Usage open(Path file, Supplier<OptionalLong> peak) throws IOException {
        Usage usage = new Usage(file, peak);
        if (Files.exists(file)) {
            try {
                JsonNode stored = JsonMapper.shared().readTree(Files.readAllBytes(file));
                usage.before = stored.path("seconds").asDouble(0);
                usage.peakBefore = stored.path("peak_rss_mb").asLong(0);
                usage.finished = stored.path("finished").asBoolean(false);
            } catch (JacksonException e) {
                // The time before is lost, nothing else.
                usage.before = 0;
            }
        }
        return usage;
    }

    /** Seconds so far; they stand still after {@link #finish}. */
    public double seconds() {
        return finished ? before : before + (System.nanoTime() - begin) * 1e-9;
    }

    /** The most memory of any of the processes, MB; 0 where it is not known. */
    public long peakMegabytes() {
        return finished ? peakBefore : Math.max(peakBefore, peak.get().orElse(0));
    }

    /** Writes it down every few seconds. */
    public void tick() throws IOException {
        double now = seconds();
        if (!finished && now - saved > SAVE_SECONDS) {
            saved = now;
            write();
        }
    }

    /** Ends the measurement: what comes after is not counted. */
    public void finish() throws IOException {
        before = seconds();
        peakBefore = peakMegabytes();
        finished = true;
        write();
    }

    /** Writes it down now. */
    public void write() throws IOException {
        Map<String, Object> values =
                new TreeMap<>(Map.of("seconds", seconds(), "peak_rss_mb", peakMegabytes(), "finished", finished));
        AtomicFiles.writeString(file, JsonMapper.shared().writeValueAsString(values) + "\n");
    }
}
