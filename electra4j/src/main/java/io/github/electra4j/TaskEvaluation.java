package io.github.electra4j;

import io.github.electra4j.evaluate.ConfusionTable;
import io.github.electra4j.evaluate.Evaluation;
import io.github.electra4j.task.Task;
import io.github.electra4j.task.TextRegression;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What there is to say of figures beside those of the answer that needs no text. */
public final class TaskEvaluation {
    private static final String SQUARED_ERROR = "mean_squared_error";

    /** Standard errors of a rank correlation of rows that have nothing to do with each other, 1 / sqrt(n - 1): above two it is no chance. */
    private static final double LEAST_RANKS = 2;

    /** Share of answers that are one class, from which on the others are no sign of having learned anything. */
    private static final double FALLEN = 0.99;

    private TaskEvaluation() {}

    /** That all rows have one class, as a sentence; null where they have not. */
    public static @Nullable String oneClass(Evaluation evaluation) {
        ConfusionTable table = evaluation.confusion();
        if (table == null) {
            return null;
        }
        List<Integer> classes = classesWith(table, c -> Arrays.stream(table.counts()[c]));
        return classes.size() == 1
                ? String.format(
                        Locale.ROOT,
                        "all %,d rows have the label \"%s\": the figures mean little; measure on rows of all classes",
                        table.rows(),
                        table.labels().get(classes.get(0)))
                : null;
    }

    /** That a model gives the same answer to every text, as a sentence; null when it does not. */
    public static @Nullable String collapse(Evaluation evaluation) {
        ConfusionTable table = evaluation.confusion();
        if (evaluation.rows() < 2) {
            return null;
        }
        if (table == null) {
            return Double.isNaN(evaluation.figures().getOrDefault("pearson", 0.0))
                    ? "all " + evaluation.rows() + " predictions, or all labels, are the same value"
                    : null;
        }
        List<Integer> answers =
                classesWith(table, c -> Arrays.stream(table.counts()).mapToLong(row -> row[c]));
        if (answers.size() > 1) {
            return null;
        }
        int answer = answers.get(0);
        boolean right = Arrays.stream(table.counts()[answer]).sum() == table.rows();
        return String.format(
                Locale.ROOT,
                "all %,d predictions are \"%s\"%s",
                table.rows(),
                table.labels().get(answer),
                right ? ", as are the labels" : ": the model has fallen into one class");
    }

    /**
     * That a model has fallen into the answer that needs no text, as a sentence; null when it has not: 99 in 100 of its answers are one class,
     * or all, and its figure is no better than that of the prior. Without classes every figure that is no loss is that of the prior. A weak model
     * whose answers differ has not fallen, though its figure may be no better.
     */
    public static @Nullable String fallen(Task<?, ?, ?> task, Evaluation evaluation, Evaluation prior, String metric) {
        if (evaluation.rows() < 2 || oneClass(evaluation) != null) {
            return null;
        }
        String all = collapse(evaluation);
        if (all != null) {
            return all;
        }
        ConfusionTable table = evaluation.confusion();
        if (table == null) {
            boolean same = evaluation.figures().keySet().stream()
                    .filter(key -> !Evaluation.isLoss(key))
                    .allMatch(key -> Double.compare(evaluation.figure(key), prior.figure(key)) == 0);
            return same ? "the answers are as good as those of the " + task.priorName() : null;
        }
        for (int c = 0; c < table.labels().size(); c++) {
            int answer = c;
            long named =
                    Arrays.stream(table.counts()).mapToLong(row -> row[answer]).sum();
            if (named >= FALLEN * table.rows() && !evaluation.isBetter(prior, metric)) {
                return String.format(
                        Locale.ROOT,
                        "%,d of %,d predictions are \"%s\": the model has fallen into one class",
                        named,
                        table.rows(),
                        table.labels().get(c));
            }
        }
        return null;
    }

    private static List<Integer> classesWith(ConfusionTable table, IntFunction<LongStream> counts) {
        return IntStream.range(0, table.labels().size())
                .filter(c -> counts.apply(c).sum() > 0)
                .boxed()
                .toList();
    }

    /**
     * That a model is no better than the answer that needs no text, as a sentence; null when it is. Values are judged by their squared
     * error too: a correlation is undefined for the mean, so that any model seems better than it. Values that order the texts better than
     * chance and lie far from the labels are badly scaled, which is something else than to have learned nothing.
     */
    public static @Nullable String notBetterThanPrior(
            Task<?, ?, ?> task, Evaluation evaluation, Evaluation prior, String metric) {
        if (!evaluation.isBetter(prior, metric)) {
            return useless(task, metric);
        }
        if (!(task instanceof TextRegression) || evaluation.isBetter(prior, SQUARED_ERROR)) {
            return null;
        }
        double ranks = evaluation.figure("spearman");
        return ranks > LEAST_RANKS / Math.sqrt(evaluation.rows() - 1.0)
                ? String.format(
                        Locale.ROOT,
                        "the values are further from the labels than their mean is (mean_squared_error %.4g, that of the mean"
                                + " %.4g), though they order the texts (spearman %.2f): take them as an order, or train longer,"
                                + " or on labels of the same scale",
                        evaluation.figure(SQUARED_ERROR),
                        prior.figure(SQUARED_ERROR),
                        ranks)
                : useless(task, SQUARED_ERROR);
    }

    private static String useless(Task<?, ?, ?> task, String metric) {
        return "the model is not better than the " + task.priorName() + " by " + metric
                + ": it has learned nothing of use";
    }

    /** All that there is to say against the figures of a model, as sentences. */
    public static List<String> remarks(Task<?, ?, ?> task, Evaluation evaluation, Evaluation prior) {
        String oneClass = oneClass(evaluation);
        String metric = task.metric();
        return Stream.of(
                        Optional.ofNullable(oneClass),
                        Optional.ofNullable(collapse(evaluation)),
                        Optional.ofNullable(
                                oneClass == null ? notBetterThanPrior(task, evaluation, prior, metric) : null))
                .flatMap(Optional::stream)
                .toList();
    }
}
