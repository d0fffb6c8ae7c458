package io.github.electra4j.train.study;

import io.github.electra4j.evaluate.Summary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The results of a study for a JSON file. Keys: {@code title}, {@code reference}, {@code published} (what the arms' published scores
 * are), {@code tasks}, {@code seeds}, {@code grams_co2_per_kwh} (by which grams are
 * counted from joules), {@code untrained} and {@code majority} (scores by task), {@code arms} ({@code name}, {@code changes},
 * {@code published}, {@code parameters}, {@code budget}, {@code budget_flops}, {@code scores}: mean and standard deviation by task,
 * {@code runs}: {@code seed}, {@code steps}, {@code tokens}, {@code flops}, {@code scores}, {@code figures}, {@code cost}), {@code
 * comparisons} ({@code arm}, {@code budget}, {@code task}, {@code difference}, {@code low}, {@code high}, {@code p}). What differs from
 * one machine to another, or from one time to another, stands under {@code cost} alone: {@code seconds}, {@code joules}, {@code
 * grams_co2}; null where energy is not known.
 */
public final class StudyJson {
    private StudyJson() {}

    /** The results as plain values. */
    public static Map<String, @Nullable Object> of(StudyResults results) {
        Declaration declaration = results.job().declaration();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("title", declaration.title());
        json.put("reference", declaration.reference().name());
        json.put("published", declaration.published());
        List<Map<String, @Nullable Object>> tasks = new ArrayList<>();
        for (StudyTask task : results.job().tasks()) {
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("name", task.name());
            one.put("metric", task.metric());
            tasks.add(one);
        }
        for (PairSet set : results.job().pairs()) {
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("name", set.name());
            one.put("metric", "accuracy, minimal pairs");
            tasks.add(one);
        }
        json.put("tasks", tasks);
        json.put("seeds", results.job().seeds());
        json.put("grams_co2_per_kwh", results.job().gramsPerKilowattHour());
        json.put("untrained", summaries(results.untrained()));
        json.put("majority", finite(results.majority()));
        json.put("arms", results.table().stream().map(row -> arm(results, row)).toList());
        json.put(
                "comparisons",
                results.comparisons().stream().map(StudyJson::comparison).toList());
        return json;
    }

    private static Map<String, @Nullable Object> arm(StudyResults results, StudyResults.Row row) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("name", row.arm().name());
        json.put("changes", row.arm().changes());
        json.put("published", row.arm().published());
        json.put("parameters", row.parameters());
        json.put("budget", row.budget().text());
        json.put("budget_flops", row.flops());
        json.put("scores", summaries(row.scores()));
        json.put("runs", row.runs().stream().map(run -> run(results, run)).toList());
        return json;
    }

    private static Map<String, @Nullable Object> run(StudyResults results, StudyResults.Run run) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("seed", run.seed());
        json.put("broken", run.broken());
        json.put("steps", run.steps());
        json.put("tokens", run.tokens());
        json.put("flops", run.flops());
        json.put("scores", finite(run.scores()));
        json.put("figures", finite(run.figures()));
        Map<String, @Nullable Object> cost = new LinkedHashMap<>();
        cost.put("seconds", run.seconds());
        cost.put("joules", run.joules());
        cost.put("grams_co2", results.grams(run.joules()));
        json.put("cost", cost);
        return json;
    }

    private static Map<String, @Nullable Object> comparison(StudyResults.Comparison comparison) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("arm", comparison.arm());
        json.put("budget", comparison.budget());
        json.put("task", comparison.task());
        json.put("difference", comparison.result().difference());
        json.put("low", comparison.result().low());
        json.put("high", comparison.result().high());
        json.put("p", comparison.result().p());
        return json;
    }

    private static Map<String, @Nullable Object> summaries(Map<String, Summary> scores) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        scores.forEach((task, summary) -> {
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("mean", orNull(summary.mean()));
            one.put("standard_deviation", orNull(summary.standardDeviation()));
            json.put(task, one);
        });
        return json;
    }

    private static Map<String, @Nullable Object> finite(Map<String, Double> values) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        values.forEach((key, value) -> json.put(key, orNull(value)));
        return json;
    }

    private static @Nullable Double orNull(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
