package io.github.electra4j.fairness;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The effect sizes of some tests of sentence vectors. */
public record SeatScores(List<Score> scores) {
    /**
     * One of them.
     *
     * @param test which
     * @param pooling how the vectors were made
     * @param effect what came out
     */
    public record Score(SeatTest test, String pooling, EffectSize effect) {}

    public SeatScores {
        scores = List.copyOf(scores);
    }

    /** Each p as if it were the only one, made larger for there being others (Holm, 1979), in the order of the scores. */
    static double[] holm(double[] p) {
        Integer[] order = IntStream.range(0, p.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> p[i]))
                .toArray(Integer[]::new);
        double[] adjusted = new double[p.length];
        double least = 0;
        for (int rank = 0; rank < order.length; rank++) {
            least = Math.max(least, Math.min(1, p[order[rank]] * (p.length - rank)));
            adjusted[order[rank]] = least;
        }
        return adjusted;
    }

    /** The figures, with what they do not say. */
    public BiasReport report() {
        double[] holm =
                holm(scores.stream().mapToDouble(score -> score.effect().p()).toArray());
        List<List<String>> rows = new ArrayList<>();
        List<Map<String, @Nullable Object>> tests = new ArrayList<>();
        for (int i = 0; i < scores.size(); i++) {
            Score score = scores.get(i);
            EffectSize effect = score.effect();
            String targets = categories(score.test().targets());
            String attributes = categories(score.test().attributes());
            rows.add(List.of(
                    score.test().name(),
                    targets,
                    attributes,
                    score.pooling(),
                    String.format(Locale.ROOT, "%.2f", effect.d()),
                    effect.interval() == null
                            ? ""
                            : String.format(
                                    Locale.ROOT,
                                    "%.2f to %.2f",
                                    effect.interval().low(),
                                    effect.interval().high()),
                    String.format(Locale.ROOT, "%.5f", effect.p()),
                    String.format(Locale.ROOT, "%.5f", holm[i])));
            Map<String, @Nullable Object> json = new LinkedHashMap<>();
            json.put("test", score.test().name());
            json.put("targets", targets);
            json.put("attributes", attributes);
            json.put("pooling", score.pooling());
            json.put("d", Double.isNaN(effect.d()) ? null : effect.d());
            json.put("low", effect.interval() == null ? null : effect.interval().low());
            json.put(
                    "high", effect.interval() == null ? null : effect.interval().high());
            json.put("p", effect.p());
            json.put("p_holm", holm[i]);
            json.put("exact", effect.exact());
            tests.add(json);
        }
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("tests", tests);
        return new BiasReport(
                "SEAT",
                "Effect size d of each test: how much nearer vectors of sentences about the first target are to the first attribute than"
                        + " those about the second target; 0 is neutral, 0.8 is called large. Intervals: 95 %, by bootstrap over the targets' sentences. p:"
                        + " one-sided, by permutation of the targets' sentences; and for the number of tests (Holm).",
                List.of("test", "targets", "attributes", "vector", "d", "interval", "p", "p, Holm"),
                rows,
                List.of(
                        "A test can find an association, not the lack of one: that d is small does not mean that vectors are neutral (May et al.,"
                                + " 2019, section 5).",
                        "The sentences are a few templates with few words, and so not independent: p and intervals are narrower than they would be"
                                + " for other words.",
                        "Cosines of a model that was not trained for them are dominated by what all sentences have in common, and do not tell how a"
                                + " fine-tuned head uses the vector."),
                json);
    }

    private static String categories(List<SeatTest.Sentences> two) {
        return two.get(0).category() + " / " + two.get(1).category();
    }
}
