package io.github.electra4j.evaluate;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All figures of one model on one file.
 *
 * <p>Keys for classification: {@code accuracy}, {@code macro_f1}, {@code micro_f1}, {@code matthews}, {@code log_loss};
 * with two classes also {@code f1} and {@code auc} of the second one. For regression: {@code pearson}, {@code spearman},
 * {@code mean_squared_error}, {@code mean_absolute_error}. The keys are stable.
 *
 * @param rows number of rows
 * @param figures by key, in the order above; NaN where undefined
 * @param confusion for classification; else null
 */
public record Evaluation(
        int rows, Map<String, Double> figures, @Nullable ConfusionTable confusion) {
    /** Higher is better for all figures but these. */
    private static final List<String> LOSSES = List.of("log_loss", "mean_squared_error", "mean_absolute_error");

    public Evaluation {
        figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    }

    /**
     * The figures of a classification. The prediction of a row is its most probable class.
     *
     * @param gold true classes
     * @param probabilities {@code [rows][classes]}
     * @param labels the classes by id
     */
    public static Evaluation ofClasses(int[] gold, double[][] probabilities, List<String> labels) {
        int[] predicted =
                Arrays.stream(probabilities).mapToInt(Evaluation::best).toArray();
        return ofClasses(gold, predicted, probabilities, labels);
    }

    /** The same with predictions that may be other than the most probable class. */
    public static Evaluation ofClasses(int[] gold, int[] predicted, double[][] probabilities, List<String> labels) {
        Rows.check(gold.length, probabilities.length, 1);
        ConfusionTable table = ConfusionTable.of(gold, predicted, labels);
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("accuracy", table.accuracy());
        figures.put("macro_f1", table.macroF1());
        figures.put("micro_f1", table.microF1());
        figures.put("matthews", table.matthews());
        figures.put("log_loss", LogLoss.of(gold, probabilities));
        if (labels.size() == 2) {
            figures.put("f1", table.scores(1).f1());
            double[] scores = new double[gold.length];
            boolean[] positive = new boolean[gold.length];
            for (int i = 0; i < gold.length; i++) {
                scores[i] = probabilities[i][1];
                positive[i] = gold[i] == 1;
            }
            figures.put("auc", Ranking.auc(scores, positive));
        }
        return new Evaluation(gold.length, figures, table);
    }

    /** The figures of a regression; both in the unit of the labels. */
    public static Evaluation ofValues(double[] gold, double[] predicted) {
        Map<String, Double> figures = new LinkedHashMap<>();
        boolean one = gold.length == 1 && predicted.length == 1;
        figures.put("pearson", one ? Double.NaN : Correlation.pearson(gold, predicted));
        figures.put("spearman", one ? Double.NaN : Correlation.spearman(gold, predicted));
        figures.put("mean_squared_error", Correlation.meanSquaredError(gold, predicted));
        figures.put("mean_absolute_error", Correlation.meanAbsoluteError(gold, predicted));
        return new Evaluation(gold.length, figures, null);
    }

    static int best(double[] probabilities) {
        int best = 0;
        for (int c = 1; c < probabilities.length; c++) {
            best = probabilities[c] > probabilities[best] ? c : best;
        }
        return best;
    }

    /**
     * One figure.
     *
     * @throws IllegalArgumentException if there is none of this name, with those there are
     */
    public double figure(String key) {
        Double figure = figures.get(key);
        if (figure == null) {
            throw new IllegalArgumentException(
                    "no figure \"" + key + "\"; there are " + String.join(", ", figures.keySet()));
        }
        return figure;
    }

    /** Whether a figure is better the lower it is. */
    public static boolean isLoss(String key) {
        return LOSSES.contains(key);
    }

    /** Whether this is better than another evaluation by a figure; an undefined figure is worse than any. */
    public boolean isBetter(Evaluation other, String key) {
        double mine = figure(key);
        double theirs = other.figure(key);
        if (Double.isNaN(mine) || Double.isNaN(theirs)) {
            return !Double.isNaN(mine);
        }
        return LOSSES.contains(key) ? mine < theirs : mine > theirs;
    }

    /**
     * For a JSON file: {@code rows}, the figures by key (null where undefined), and for classification {@code classes}
     * (label, precision, recall, f1, support) and {@code confusion} (rows by gold class, columns by predicted class).
     */
    public Map<String, @Nullable Object> toJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("rows", rows);
        figures.forEach((key, figure) -> json.put(key, figure.isNaN() ? null : figure));
        if (confusion != null) {
            json.put("classes", confusion.scores());
            json.put("confusion", confusion.counts());
        }
        return json;
    }
}
