package io.github.electra4j.progress;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A run as its directory tells of it, finished or still going.
 *
 * @param name the name of its directory
 * @param directory where it is
 * @param curves every figure by {@code kind/name}, such as {@code train/loss}, over the steps
 * @param events what happened, in words, in order
 * @param configuration settings by their path in {@code run.json} or, without one, {@code config.json}
 * @param provenance where it comes from, by path, from {@code provenance.json} or the key {@code provenance}
 * @param lastStep the last step that the log knows, -1 if none
 * @param totalSteps the steps that it is to make, -1 if the configuration does not say
 * @param seconds time that it has spent
 * @param written when the log was last written
 */
public record RunView(
        String name,
        Path directory,
        Map<String, Series> curves,
        List<Event> events,
        Map<String, String> configuration,
        Map<String, String> provenance,
        long lastStep,
        long totalSteps,
        double seconds,
        Instant written) {
    /** The file of a pre-training's settings, which it writes at its beginning. */
    public static final String SETTINGS = "run.json";

    private static final String CONFIG = "config.json";
    private static final String PROVENANCE = "provenance";
    private static final int LONGEST_VALUE = 300;
    private static final JsonMapper JSON = JsonMapper.shared();

    /**
     * Something that happened.
     *
     * @param step the step at which it did
     * @param seconds how long the run had been at work
     * @param text what it was
     */
    public record Event(long step, double seconds, String text) {}

    /**
     * Reads a run directory. Lines and files that are damaged or missing are passed over, because a run that is being
     * written, or was killed, must be readable.
     *
     * @throws NoSuchFileException if there is nothing of a run in it
     */
    public static RunView read(Path runDirectory) throws IOException {
        Path log = runDirectory.resolve(MetricsLog.FILE);
        JsonNode settings = json(runDirectory.resolve(SETTINGS));
        if (settings == null && !Files.exists(log)) {
            boolean model = Files.exists(runDirectory.resolve(CONFIG));
            throw new NoSuchFileException(
                    runDirectory.toString(),
                    null,
                    "no run: neither " + MetricsLog.FILE + " nor " + SETTINGS + " is in it"
                            + (model
                                    ? " but a model's " + CONFIG + "; name the run that made it, as in runs/mine for"
                                            + " runs/mine/discriminator"
                                    : "; name the directory that was given with --out"));
        }
        if (settings == null) {
            settings = json(runDirectory.resolve(CONFIG));
        }
        Map<String, String> configuration = new LinkedHashMap<>();
        Map<String, String> provenance = new LinkedHashMap<>();
        if (settings != null) {
            flatten("", settings, configuration);
        }
        configuration.keySet().stream()
                .filter(key -> key.startsWith(PROVENANCE + "."))
                .toList()
                .forEach(key -> provenance.put(
                        key.substring(PROVENANCE.length() + 1), String.valueOf(configuration.remove(key))));
        JsonNode origin = json(runDirectory.resolve(PROVENANCE + ".json"));
        if (origin != null) {
            flatten("", origin, provenance);
        }

        Measurements measured = new Measurements();
        Instant written = Instant.EPOCH;
        if (Files.exists(log)) {
            written = Files.getLastModifiedTime(log).toInstant();
            measured.read(log);
        }
        return new RunView(
                String.valueOf(runDirectory.toAbsolutePath().normalize().getFileName()),
                runDirectory,
                measured.curves(),
                List.copyOf(measured.events),
                configuration,
                provenance,
                measured.lastStep,
                totalSteps(configuration),
                measured.seconds,
                written);
    }

    /** The same run under another name. */
    public RunView named(String newName) {
        return new RunView(
                newName, directory, curves, events, configuration, provenance, lastStep, totalSteps, seconds, written);
    }

    private static @Nullable JsonNode json(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return null;
        }
        try {
            JsonNode node = JSON.readTree(Files.readAllBytes(file));
            return node.isObject() ? node : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    /** Nested objects become dotted names, lists of plain values one value. */
    private static void flatten(String path, JsonNode node, Map<String, String> values) {
        if (node.isObject()) {
            node.forEachEntry((key, value) -> flatten(path.isEmpty() ? key : path + "." + key, value, values));
        } else if (node.isArray() && node.valueStream().anyMatch(JsonNode::isContainer)) {
            int i = 0;
            for (JsonNode element : node) {
                flatten(path + "[" + i++ + "]", element, values);
            }
        } else {
            String text = node.isArray()
                    ? String.join(", ", node.valueStream().map(RunView::plain).toList())
                    : plain(node);
            values.put(path, text.length() > LONGEST_VALUE ? text.substring(0, LONGEST_VALUE) + "…" : text);
        }
    }

    private static String plain(JsonNode value) {
        if (value.isFloatingPointNumber() && Double.isFinite(value.asDouble())) {
            return Figures.compact(value.asDouble(), 15);
        }
        return value.isNull() ? "" : value.asString();
    }

    private static long totalSteps(Map<String, String> configuration) {
        for (String name : List.of("total_steps", "max_steps", "steps")) {
            for (Map.Entry<String, String> setting : configuration.entrySet()) {
                String key = setting.getKey();
                if (key.substring(key.lastIndexOf('.') + 1).equals(name)
                        && setting.getValue().matches("\\d{1,18}")) {
                    return Long.parseLong(setting.getValue());
                }
            }
        }
        return -1;
    }

    /** The lines of a log, gathered by figure. */
    private static final class Measurements {
        final Map<String, Points> points = new TreeMap<>();
        final List<Event> events = new ArrayList<>();
        long lastStep = -1;
        double seconds;

        void read(Path log) throws IOException {
            try (BufferedReader reader =
                    new BufferedReader(new InputStreamReader(Files.newInputStream(log), StandardCharsets.UTF_8))) {
                for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                    JsonNode line = MetricsLog.parse(text);
                    if (line != null && line.path("step").isNumber()) {
                        add(line);
                    }
                }
            }
        }

        private void add(JsonNode line) {
            long step = line.path("step").asLong(-1);
            if (step < 0) {
                return; // damaged: no count of steps
            }
            String kind = line.path("kind").asString("");
            double at = line.path("seconds").asDouble(0);
            lastStep = Math.max(lastStep, step);
            seconds = Math.max(seconds, at);
            if (kind.equals(MetricsLog.EVENT)) {
                events.add(new Event(step, at, line.path("text").asString("")));
                return;
            }
            line.forEachEntry((name, value) -> {
                if (!MetricsLog.RESERVED.contains(name)) {
                    double number = value.isNumber() ? asFloat(value.asDouble()) : notFinite(value.asString(""));
                    points.computeIfAbsent(kind + "/" + name, key -> new Points())
                            .add((double) step, number);
                }
            });
        }

        /** Figures are those of fp32: what it cannot hold is a damaged line, and would have an axis without end. */
        private static double asFloat(double value) {
            return Double.isFinite((float) value) ? value : Double.NaN;
        }

        private static double notFinite(String text) {
            return switch (text) {
                case "Infinity" -> Double.POSITIVE_INFINITY;
                case "-Infinity" -> Double.NEGATIVE_INFINITY;
                default -> Double.NaN;
            };
        }

        Map<String, Series> curves() {
            Map<String, Series> curves = new LinkedHashMap<>();
            points.forEach((key, value) -> curves.put(key, value.series(key)));
            return curves;
        }
    }

    /** A growing curve. A step that comes again, or lies before the last one, replaces what was measured from it on. */
    private static final class Points {
        private double[] steps = new double[16];
        private double[] values = new double[16];
        private int size;

        void add(double step, double value) {
            while (size > 0 && steps[size - 1] >= step) {
                size--;
            }
            if (size == steps.length) {
                steps = Arrays.copyOf(steps, 2 * size);
                values = Arrays.copyOf(values, 2 * size);
            }
            steps[size] = step;
            values[size++] = value;
        }

        Series series(String key) {
            boolean sparse = !key.startsWith(MetricsLog.TRAIN + "/");
            return new Series(key, Arrays.copyOf(steps, size), Arrays.copyOf(values, size), 0, sparse);
        }
    }
}
