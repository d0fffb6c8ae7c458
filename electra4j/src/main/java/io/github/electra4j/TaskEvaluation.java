package io.github.electra4j;

import io.github.electra4j.evaluate.ConfusionTable;
import io.github.electra4j.evaluate.Evaluation;
import io.github.electra4j.task.LabeledText;
import io.github.electra4j.task.TextClassification;
import io.github.electra4j.task.TextRegression;
import io.github.electra4j.task.TextTask;
import io.github.electra4j.task.TextTask.ClassPrediction;
import io.github.electra4j.task.TextTask.Prediction;
import io.github.electra4j.task.TextTask.ValuePrediction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Predictions of a task against the labels of its rows, and beside them the answer that needs no text. */
public final class TaskEvaluation {
    private TaskEvaluation() {}

    /** The figures of some predictions, one a row. */
    public static Evaluation of(TextTask task, List<LabeledText> rows, List<? extends Prediction> predictions) {
        if (task instanceof TextClassification classes) {
            double[][] probabilities = predictions.stream()
                    .map(p -> ((ClassPrediction) p).probabilities())
                    .toArray(double[][]::new);
            return Evaluation.ofClasses(
                    classes.targets(rows), probabilities, classes.labels().names());
        }
        double[] values = predictions.stream()
                .mapToDouble(p -> ((ValuePrediction) p).value())
                .toArray();
        return Evaluation.ofValues(TextRegression.values(rows), values);
    }

    /** The figures of a network's scores, row-major {@code [rows, outputs]}. */
    public static Evaluation ofScores(TextTask task, List<LabeledText> rows, float[] scores) {
        List<Prediction> predictions = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            predictions.add(task.decode(scores, i));
        }
        return of(task, rows, predictions);
    }

    /** What is known without reading a text: the share of each class by id, or the mean of the values. */
    public static List<Double> prior(TextTask task, List<LabeledText> rows) {
        if (task instanceof TextClassification classes) {
            long[] counts = new long[classes.outputs()];
            for (int id : classes.targets(rows)) {
                counts[id]++;
            }
            return Arrays.stream(counts).mapToObj(n -> (double) n / rows.size()).toList();
        }
        return List.of(Arrays.stream(TextRegression.values(rows)).average().orElseThrow());
    }

    /** The figures of the predictor that always answers with the prior: the majority class, or the mean. */
    public static Evaluation ofPrior(TextTask task, List<LabeledText> rows, List<Double> prior) {
        double[] values = prior.stream().mapToDouble(Double::doubleValue).toArray();
        Prediction constant;
        if (task instanceof TextClassification classes) {
            int best = prior.indexOf(Collections.max(prior));
            constant = new ClassPrediction(best, classes.labels().name(best), values);
        } else {
            constant = new ValuePrediction(values[0]);
        }
        return of(task, rows, Collections.nCopies(rows.size(), constant));
    }

    /** The name of the predictor that answers with the prior. */
    public static String priorName(TextTask task) {
        return task instanceof TextClassification ? "majority class" : "mean of the labels";
    }

    /** What is wrong when a model gives the same answer to every text, as a sentence; null when it does not. */
    public static @Nullable String collapse(Evaluation evaluation) {
        ConfusionTable table = evaluation.confusion();
        if (table == null) {
            return evaluation.rows() > 1 && Double.isNaN(evaluation.figure("pearson"))
                    ? "all " + evaluation.rows() + " predictions are the same value"
                    : null;
        }
        int answers = 0;
        int answer = 0;
        for (int c = 0; c < table.labels().size(); c++) {
            int column = c;
            if (Arrays.stream(table.counts()).mapToLong(row -> row[column]).sum() > 0) {
                answers++;
                answer = c;
            }
        }
        long gold = Arrays.stream(table.counts()[answer]).sum();
        return answers == 1 && gold < table.rows()
                ? String.format(
                        Locale.ROOT,
                        "all %,d predictions are \"%s\": the model has fallen into one class",
                        table.rows(),
                        table.labels().get(answer))
                : null;
    }
}
