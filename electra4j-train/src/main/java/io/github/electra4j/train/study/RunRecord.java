package io.github.electra4j.train.study;

import io.github.electra4j.checkpoint.AtomicFiles;
import io.github.electra4j.json.JsonText;
import io.github.electra4j.train.pretrain.Pretrainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a run of a study has cost so far, and what came of it: {@code record.json} beside its run directory.
 *
 * @param settings a digest of all that the run depends on
 * @param steps done at the newest saved state
 * @param joules up to there; null where energy is not known
 * @param outcome when it has ended; null before
 * @param broken why it broke down, in words; null where it has not
 */
record RunRecord(
        String settings,
        long steps,
        @Nullable Double joules,
        @Nullable Outcome outcome,
        @Nullable String broken) {
    private static final String NAME = "record.json";
    private static final JsonMapper JSON = JsonMapper.shared();

    /**
     * An ended pre-training.
     *
     * @param tokens that it saw
     * @param flops that it cost, counted from shapes
     * @param seconds of training
     * @param figures on held-out examples
     */
    record Outcome(long tokens, double flops, double seconds, Map<String, Double> figures) {
        static Outcome of(Pretrainer.Outcome outcome) {
            return new Outcome(outcome.tokens(), outcome.flops(), outcome.seconds(), new TreeMap<>(outcome.figures()));
        }
    }

    /** Whether some run of a study has something to go on with, or has ended. */
    static boolean isAnyIn(Path out) throws IOException {
        Path runs = out.resolve(Cell.RUNS);
        if (!Files.isDirectory(runs)) {
            return false;
        }
        try (Stream<Path> below = Files.walk(runs, Cell.DEPTH)) {
            for (Path folder : below.toList()) {
                if (Files.exists(folder.resolve(NAME)) || Pretrainer.isSaved(folder.resolve(Cell.RUN))) {
                    return true;
                }
            }
        }
        return false;
    }

    static RunRecord none(String settings) {
        return new RunRecord(settings, 0, null, null, null);
    }

    /** The record in a folder; one of nothing where there is none, or one of other settings, of which the run itself will speak. */
    static RunRecord read(Path folder, String settings) throws IOException {
        Path file = folder.resolve(NAME);
        if (!Files.exists(file)) {
            return none(settings);
        }
        Map<String, @Nullable Object> values = JsonText.readValues(file);
        if (!settings.equals(values.get("settings"))) {
            return none(settings);
        }
        Fields fields = new Fields(file.toString(), values);
        double joules = fields.numberOr("joules", Double.NaN);
        Outcome outcome = null;
        if (values.containsKey("figures")) {
            Map<String, Double> figures = new TreeMap<>();
            fields.settings("figures").forEach((key, value) -> figures.put(key, ((Number) value).doubleValue()));
            outcome = new Outcome(
                    (long) fields.numberOr("tokens", 0),
                    fields.numberOr("flops", 0),
                    fields.numberOr("seconds", 0),
                    figures);
        }
        return new RunRecord(
                settings,
                (long) fields.numberOr("steps", 0),
                Double.isNaN(joules) ? null : joules,
                outcome,
                fields.optional("broken"));
    }

    void write(Path folder) throws IOException {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("settings", settings);
        values.put("steps", steps);
        values.put("joules", joules);
        if (outcome != null) {
            values.put("tokens", outcome.tokens());
            values.put("flops", outcome.flops());
            values.put("seconds", outcome.seconds());
            values.put("figures", outcome.figures());
        }
        if (broken != null) {
            values.put("broken", broken);
        }
        AtomicFiles.writeString(
                folder.resolve(NAME), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(values) + "\n");
    }

    RunRecord at(long step, @Nullable Double spent) {
        return new RunRecord(settings, step, spent, outcome, broken);
    }

    RunRecord ended(Outcome what) {
        return new RunRecord(settings, steps, joules, what, broken);
    }

    RunRecord brokenDown(String why) {
        return new RunRecord(settings, steps, joules, outcome, why);
    }

    /** Whether there is nothing left to train. */
    boolean isOver() {
        return outcome != null || broken != null;
    }
}
