package io.github.electra4j.progress;

import io.github.electra4j.checkpoint.AtomicFiles;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a run measured, one JSON object a line, in {@code metrics.jsonl} of its directory; only ever appended to.
 *
 * <p>Every line has, in this order:
 *
 * <ul>
 *   <li>{@code kind}: {@code train} for figures of the training batches, {@code eval} for figures of held-out data,
 *       {@code event} for a warning in words; other kinds are the caller's;
 *   <li>{@code step}: the optimiser step after which it was measured, from 0;
 *   <li>{@code seconds}: time that the run has spent, without the pauses between a stop and its resumption;
 *   <li>for an event, {@code text}; for all others the measured values, by name in alphabetical order.
 * </ul>
 *
 * <p>A value is a JSON number; what JSON has no number for is the string {@code "NaN"}, {@code "Infinity"} or
 * {@code "-Infinity"}, because a reader of a failed run wants to know which of them it was.
 *
 * <p>A line is written by one call of the operating system and is not forced to disk: a killed process loses nothing, a
 * power cut at most the last lines. Thread-safe.
 */
public final class MetricsLog implements Closeable {
    /** The name of the file in a run directory. */
    public static final String FILE = "metrics.jsonl";

    /** The kind of figures of the training batches. */
    public static final String TRAIN = "train";

    /** The kind of figures of held-out data. */
    public static final String EVAL = "eval";

    /** The kind of a warning in words. */
    public static final String EVENT = "event";

    static final Set<String> RESERVED = Set.of("kind", "step", "seconds", "text");
    private static final JsonMapper JSON = JsonMapper.shared();

    private final OutputStream out;
    private final LongSupplier nanoTime;
    private final double secondsBefore;
    private final long opened;

    private MetricsLog(OutputStream out, double secondsBefore, LongSupplier nanoTime) {
        this.out = out;
        this.nanoTime = nanoTime;
        this.secondsBefore = secondsBefore;
        this.opened = nanoTime.getAsLong();
    }

    /**
     * Opens the log of a run, and brings it back to the checkpoint that the run goes on from.
     *
     * <p>Lines above that step were measured after the checkpoint and will be measured again; they are dropped, and so
     * is a line that a kill tore. The shortened file is written aside and moved into place.
     *
     * @param runDirectory the directory of the run; made if missing
     * @param lastStep the step of the checkpoint; -1 to start anew
     */
    public static MetricsLog open(Path runDirectory, long lastStep) throws IOException {
        return open(runDirectory, lastStep, System::nanoTime);
    }

    static MetricsLog open(Path runDirectory, long lastStep, LongSupplier nanoTime) throws IOException {
        Files.createDirectories(runDirectory);
        Path file = runDirectory.resolve(FILE);
        double seconds = Files.exists(file) ? rewind(file, lastStep) : 0;
        OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return new MetricsLog(out, seconds, nanoTime);
    }

    /**
     * Writes one line of figures.
     *
     * @param kind {@link #TRAIN}, {@link #EVAL} or a kind of the caller's
     * @param step the optimiser step after which they were measured
     * @param values the figures by name
     */
    public void log(String kind, long step, Map<String, Double> values) throws IOException {
        if (kind.isEmpty() || kind.equals(EVENT)) {
            throw new IllegalArgumentException(
                    "kind \"" + kind + "\" of a line of figures: expected train, eval or a name of your own");
        }
        ObjectNode line = line(kind, step);
        for (Map.Entry<String, Double> value : new TreeMap<>(values).entrySet()) {
            if (RESERVED.contains(value.getKey())) {
                throw new IllegalArgumentException(
                        "a figure may not be called \"" + value.getKey() + "\"; every line has that key already");
            }
            double number = value.getValue();
            if (Double.isFinite(number)) {
                line.put(value.getKey(), number);
            } else {
                line.put(value.getKey(), Double.toString(number));
            }
        }
        write(line);
    }

    /**
     * Writes down in words that something happened: a warning of the watchdog, a resumption, a checkpoint.
     *
     * @param step the optimiser step at which it happened
     * @param text one or more sentences
     */
    public void event(long step, String text) throws IOException {
        write(line(EVENT, step).put("text", text));
    }

    /** The time that this run has spent, with what it had spent before it was resumed. */
    public double seconds() {
        return secondsBefore + (nanoTime.getAsLong() - opened) / 1e9;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    private ObjectNode line(String kind, long step) {
        ObjectNode line = JSON.createObjectNode();
        line.put("kind", kind);
        line.put("step", step);
        line.put("seconds", Math.round(seconds() * 1000) / 1000.0);
        return line;
    }

    private void write(ObjectNode line) throws IOException {
        byte[] bytes = (JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8);
        synchronized (out) {
            out.write(bytes);
            out.flush();
        }
    }

    /** Drops what was measured after {@code lastStep} and what is torn; returns the seconds spent up to there. */
    private static double rewind(Path file, long lastStep) throws IOException {
        List<String> kept = new ArrayList<>();
        boolean whole = endsWithLineFeed(file);
        double seconds = 0;
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                JsonNode line = parse(text);
                if (line != null && line.path("step").asLong(Long.MAX_VALUE) <= lastStep) {
                    kept.add(text);
                    seconds = Math.max(seconds, line.path("seconds").asDouble(0));
                } else {
                    whole = false;
                }
            }
        }
        if (!whole) {
            AtomicFiles.writeString(file, kept.isEmpty() ? "" : String.join("\n", kept) + "\n");
        }
        return seconds;
    }

    /** The object on a line, or null where the line is not one: a kill has torn it. */
    static @Nullable JsonNode parse(String line) {
        try {
            JsonNode node = JSON.readTree(line);
            return node.isObject() ? node : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    private static boolean endsWithLineFeed(Path file) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            if (bytes.length() == 0) {
                return true;
            }
            bytes.seek(bytes.length() - 1);
            return bytes.read() == '\n';
        }
    }
}
