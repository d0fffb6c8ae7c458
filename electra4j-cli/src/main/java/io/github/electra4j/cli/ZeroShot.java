package io.github.electra4j.cli;

import io.github.electra4j.Electra;
import io.github.electra4j.PairScores;
import io.github.electra4j.Pooling;
import io.github.electra4j.Prompt;
import io.github.electra4j.SentenceSimilarity;
import io.github.electra4j.evaluate.Evaluation;
import io.github.electra4j.evaluate.MinimalPairs;
import io.github.electra4j.task.LabeledText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a model that was never fine-tuned.
 *
 * @param figures of the model, in their order; NaN where undefined
 * @param baseline of what reads nothing: a guess, or the majority class; empty where there is none
 * @param baselineName what that is
 * @param text more to print; empty for nothing
 */
record ZeroShot(Map<String, Double> figures, Map<String, Double> baseline, String baselineName, String text) {
    /** Minimal pairs, the better text first. */
    static ZeroShot pairs(Electra electra, List<LabeledText> rows) {
        MinimalPairs pairs = PairScores.of(electra, rows).counted();
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("accuracy", pairs.accuracy());
        figures.put("ties", (double) pairs.ties());
        return new ZeroShot(figures, Map.of("accuracy", 0.5), "a guess", "");
    }

    /** Cosines of sentence vectors. */
    static ZeroShot similarity(Electra electra, List<LabeledText> rows, Pooling... poolings) {
        Map<String, Double> figures = new LinkedHashMap<>();
        for (Pooling pooling : poolings) {
            SentenceSimilarity found = SentenceSimilarity.of(electra, rows, pooling);
            String name = pooling.name().toLowerCase(Locale.ROOT);
            figures.put("spearman_" + name, found.spearman());
            figures.put("pearson_" + name, found.pearson());
        }
        return new ZeroShot(figures, Map.of(), "", "");
    }

    /** Classes by prompt. */
    static ZeroShot prompt(Electra electra, List<LabeledText> rows, Prompt prompt, boolean calibrated) {
        Evaluation evaluation = prompt.evaluate(electra, rows, calibrated);
        return new ZeroShot(
                evaluation.figures(),
                prompt.majority(rows).figures(),
                "majority",
                "\n" + Objects.requireNonNull(evaluation.confusion()).toText());
    }

    /** As a table. */
    String toText(int rows) {
        StringBuilder table = new StringBuilder(
                String.format(Locale.ROOT, "%-20s %10s  %s%n", rows + " rows", "model", baselineName));
        figures.forEach((key, figure) -> {
            Double other = baseline.get(key);
            table.append(String.format(
                    Locale.ROOT,
                    "%-20s %10.4f%s%n",
                    key,
                    figure,
                    other == null ? "" : String.format(Locale.ROOT, "  %.4f", other)));
        });
        return table.append(text).toString();
    }

    /** For --json, under the keys that evaluate has for fine-tuned models. */
    Map<String, @Nullable Object> toJson(int rows) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        Map<String, @Nullable Object> model = finite(figures);
        model.put("rows", rows);
        json.put("model", model);
        json.put("majority", finite(baseline));
        return json;
    }

    private static Map<String, @Nullable Object> finite(Map<String, Double> values) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        values.forEach((key, value) -> json.put(key, value.isNaN() ? null : value));
        return json;
    }
}
