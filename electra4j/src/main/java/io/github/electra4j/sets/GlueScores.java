package io.github.electra4j.sets;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The two averages over GLUE that go by that name. Both are over whole sets of tasks only: an average over some of them would be
 * compared with the published ones.
 *
 * @param tasks the figures of each task by its name, {@code glue/cola} and so on; {@code glue/mnli} holds {@code accuracy} and, where it
 *     is known, {@code mismatched_accuracy}
 */
public record GlueScores(Map<String, Map<String, Double>> tasks) {
    /** MNLI's accuracy on the mismatched part. */
    public static final String MISMATCHED = "mismatched_accuracy";

    /** The ELECTRA paper's figure of each task (section 3.1; MNLI matched); WNLI is left out. */
    private static final Map<String, List<String>> PAPER = ordered(List.of(
            Map.entry("glue/cola", List.of("matthews")),
            Map.entry("glue/sst2", List.of("accuracy")),
            Map.entry("glue/mrpc", List.of("accuracy")),
            Map.entry("glue/stsb", List.of("spearman")),
            Map.entry("glue/qqp", List.of("accuracy")),
            Map.entry("glue/mnli", List.of("accuracy")),
            Map.entry("glue/qnli", List.of("accuracy")),
            Map.entry("glue/rte", List.of("accuracy"))));

    /** GLUE's own: the mean of the figures of a task, then that of the tasks (Wang et al., 2019, section 4). */
    private static final Map<String, List<String>> BENCHMARK = ordered(List.of(
            Map.entry("glue/cola", List.of("matthews")),
            Map.entry("glue/sst2", List.of("accuracy")),
            Map.entry("glue/mrpc", List.of("f1", "accuracy")),
            Map.entry("glue/stsb", List.of("pearson", "spearman")),
            Map.entry("glue/qqp", List.of("f1", "accuracy")),
            Map.entry("glue/mnli", List.of("accuracy", MISMATCHED)),
            Map.entry("glue/qnli", List.of("accuracy")),
            Map.entry("glue/rte", List.of("accuracy")),
            Map.entry("glue/wnli", List.of("accuracy"))));

    /**
     * An average, or what it lacks.
     *
     * @param value the mean over the tasks; NaN where some are missing
     * @param missing the figures that are not known, {@code glue/qnli accuracy} and so on
     */
    public record Average(double value, List<String> missing) {}

    /** The figures that GLUE's own average is made of, by task. */
    public static Map<String, List<String>> figures() {
        return BENCHMARK;
    }

    /** The ELECTRA paper's average: eight tasks, a figure each. */
    public Average paper() {
        return average(PAPER);
    }

    /** The average of GLUE's leaderboard: nine tasks. */
    public Average benchmark() {
        return average(BENCHMARK);
    }

    private Average average(Map<String, List<String>> wanted) {
        List<String> missing = new ArrayList<>();
        double sum = 0;
        for (Map.Entry<String, List<String>> task : wanted.entrySet()) {
            Map<String, Double> known = tasks.getOrDefault(task.getKey(), Map.of());
            double figures = 0;
            for (String figure : task.getValue()) {
                double value = known.getOrDefault(figure, Double.NaN);
                if (Double.isNaN(value)) {
                    missing.add(task.getKey() + " " + figure);
                }
                figures += value;
            }
            sum += figures / task.getValue().size();
        }
        return new Average(missing.isEmpty() ? sum / wanted.size() : Double.NaN, missing);
    }

    private static Map<String, List<String>> ordered(List<Map.Entry<String, List<String>>> entries) {
        Map<String, List<String>> map = new LinkedHashMap<>();
        entries.forEach(entry -> map.put(entry.getKey(), entry.getValue()));
        return map;
    }
}
