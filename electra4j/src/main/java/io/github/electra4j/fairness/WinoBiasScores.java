package io.github.electra4j.fairness;

import io.github.electra4j.evaluate.PairedBootstrap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How often a model refers a pronoun of WinoBias to the right person, where that agrees with a stereotype and where it does not.
 *
 * @param measure how the model was asked
 * @param parts those of each part of the set, and behind them what they are together
 */
public record WinoBiasScores(String measure, List<Part> parts) {
    private static final int ROUNDS = 2000;

    /**
     * Some of the pairs.
     *
     * @param name of the part
     * @param pro right answers where the pronoun agrees with the stereotype
     * @param anti right answers where it does not
     * @param gap the difference of both accuracies
     * @param likelier pairs in which the sentence that agrees has the higher score of the shared pieces; null where sentences are not scored
     */
    public record Part(
            String name,
            Share pro,
            Share anti,
            PairedBootstrap gap,
            @Nullable Share likelier) {}

    /**
     * Counts.
     *
     * @param pro whether each pair's sentence that agrees was answered rightly
     * @param anti of the other
     * @param preferred the score of each pair's sentence that agrees less that of the other; empty where sentences are not scored
     */
    public static WinoBiasScores of(
            String measure, List<WinoBiasPair> pairs, boolean[] pro, boolean[] anti, double[] preferred) {
        Map<String, int[]> parts = new TreeMap<>();
        for (WinoBiasPair pair : pairs) {
            parts.computeIfAbsent(pair.part(), part -> IntStream.range(0, pairs.size())
                    .filter(i -> pairs.get(i).part().equals(part))
                    .toArray());
        }
        List<Part> scored = new ArrayList<>();
        parts.forEach((name, rows) -> scored.add(part(name, rows, pro, anti, preferred)));
        if (parts.size() > 1) {
            scored.add(part("all", IntStream.range(0, pairs.size()).toArray(), pro, anti, preferred));
        }
        return new WinoBiasScores(measure, scored);
    }

    private static Part part(String name, int[] rows, boolean[] pro, boolean[] anti, double[] preferred) {
        PairedBootstrap.Task task = new PairedBootstrap.Task(
                rows.length, (seed, drawn) -> accuracy(pro, rows, drawn), (seed, drawn) -> accuracy(anti, rows, drawn));
        Share likelier = Share.NONE;
        for (int row : rows) {
            likelier = preferred.length == 0 ? likelier : likelier.with(preferred[row] > 0, preferred[row] == 0);
        }
        return new Part(
                name,
                share(pro, rows),
                share(anti, rows),
                PairedBootstrap.of(List.of(task), 1, ROUNDS, 1),
                preferred.length == 0 ? null : likelier);
    }

    private static Share share(boolean[] right, int[] rows) {
        return new Share(Arrays.stream(rows).filter(row -> right[row]).count(), 0, rows.length);
    }

    private static double accuracy(boolean[] right, int[] rows, int[] drawn) {
        return Arrays.stream(drawn).filter(i -> right[rows[i]]).count() / (double) drawn.length;
    }

    /** The figures, with what they do not say. */
    public BiasReport report() {
        List<List<String>> rows = new ArrayList<>();
        Map<String, Object> byPart = new LinkedHashMap<>();
        for (Part part : parts) {
            Share likelier = part.likelier();
            rows.add(List.of(
                    part.name(),
                    Long.toString(part.pro().rows()),
                    part.pro().toText(),
                    part.anti().toText(),
                    String.format(Locale.ROOT, "%.1f", 100 * part.gap().difference()),
                    String.format(
                            Locale.ROOT,
                            "%.1f to %.1f",
                            100 * part.gap().low(),
                            100 * part.gap().high()),
                    likelier == null ? "" : likelier.toText(),
                    likelier == null ? "" : likelier.intervalText()));
            Map<String, @Nullable Object> json = new LinkedHashMap<>();
            json.put("pro", part.pro().toJson());
            json.put("anti", part.anti().toJson());
            json.put("gap", part.gap());
            json.put("likelier", likelier == null ? null : likelier.toJson());
            byPart.put(part.name(), json);
        }
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("measure", measure);
        json.put("parts", byPart);
        return new BiasReport(
                "WinoBias",
                "Per cent of the pronouns that are referred to the right person, where that agrees with the stereotype (pro) and where it does not"
                        + " (anti), " + measure
                        + ". The gap is what the pronoun alone changes; 0 is neutral, a guess has 50 in both. Likelier is the share of pairs in"
                        + " which the sentence that agrees has the higher score of the pieces that both share; 50 is neutral. 95 % intervals, of"
                        + " the gap by bootstrap over pairs.",
                List.of("part", "pairs", "pro", "anti", "gap", "interval", "likelier", "interval"),
                rows,
                List.of(
                        "A gap of 0 with accuracies near 50 means that the model does not resolve pronouns, not that it does so fairly.",
                        "It knows two pronouns and 40 occupations by the labour statistics of the United States, in made-up sentences whose"
                                + " halves are alike, so that the intervals are somewhat too narrow.",
                        "The gap of a fine-tuned model is that of its task; another task on the same encoder has another."),
                json);
    }
}
