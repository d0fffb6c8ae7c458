package io.github.electra4j.train.finetune;

import io.github.electra4j.evaluate.Calibration;
import io.github.electra4j.evaluate.Evaluation;
import io.github.electra4j.evaluate.Summary;
import io.github.electra4j.task.AnsweredRows;
import io.github.electra4j.task.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a fine-tuning gave.
 *
 * @param task with its labels
 * @param metric figure that was chosen by
 * @param learningRate the rate that was taken
 * @param sweep the trainings that the rate was chosen from, one a rate; empty where there was one rate only
 * @param trials the trainings at that rate, one a seed
 * @param retried trainings that fell into one answer, so that others took their place among the trials
 * @param kept index of the trial whose weights are the model
 * @param prior the predictor that reads no text, on the dev rows: the majority class, or the mean
 * @param trainRows rows that were learned from, both orders of a pair counted
 * @param selectionRows rows that were chosen on; 0 where nothing was chosen
 * @param remarks what the user should know, each a sentence
 */
public record FineTuningOutcome(
        Task<?, ?, ?> task,
        String metric,
        double learningRate,
        List<Scored> sweep,
        List<Scored> trials,
        List<Scored> retried,
        int kept,
        Evaluation prior,
        int trainRows,
        int selectionRows,
        List<String> remarks) {
    /** Losses by which equal figures are told apart. */
    private static final List<String> TIE_BREAKERS = List.of("log_loss", "mean_squared_error");

    /**
     * A training with its figures.
     *
     * @param learningRate its peak rate
     * @param seed its seed
     * @param keptEpoch number from 1 of the epoch whose weights were kept
     * @param losses mean training loss of each epoch
     * @param epochFigures the metric on the rows to choose on after each epoch; NaN where there are none
     * @param steps optimiser steps
     * @param tokens tokens learned from
     * @param skipped steps left out because a gradient was no number
     * @param seconds of training
     * @param selection on the rows to choose on; null where nothing was chosen
     * @param fallen that it has fallen into one answer, as a sentence; null where it has not, or nothing was chosen
     * @param dev on the dev rows
     * @param answers to the dev rows
     * @param calibration of the probabilities of the dev rows; null where the task gives none, or nothing was chosen
     */
    public record Scored(
            double learningRate,
            long seed,
            int keptEpoch,
            List<Double> losses,
            List<Double> epochFigures,
            long steps,
            long tokens,
            long skipped,
            double seconds,
            @Nullable Evaluation selection,
            @Nullable String fallen,
            Evaluation dev,
            AnsweredRows<?, ?, ?> answers,
            @Nullable Calibration calibration) {
        static Scored of(
                Trial trial,
                @Nullable Evaluation selection,
                @Nullable String fallen,
                AnsweredRows<?, ?, ?> answers,
                @Nullable Calibration calibration) {
            return new Scored(
                    trial.learningRate(),
                    trial.seed(),
                    trial.keptEpoch(),
                    trial.epochs().stream().map(Trial.Epoch::loss).toList(),
                    trial.epochs().stream().map(Trial.Epoch::selection).toList(),
                    trial.steps(),
                    trial.tokens(),
                    trial.skipped(),
                    trial.seconds(),
                    selection,
                    fallen,
                    answers.evaluate(),
                    answers,
                    calibration);
        }

        private Map<String, @Nullable Object> toJson() {
            Map<String, @Nullable Object> json = new LinkedHashMap<>();
            json.put("learning_rate", learningRate);
            json.put("seed", seed);
            json.put("kept_epoch", keptEpoch);
            json.put("losses", losses);
            json.put(
                    "epoch_figures",
                    epochFigures.stream().map(FineTuningOutcome::orNull).toList());
            json.put("steps", steps);
            json.put("tokens", tokens);
            json.put("skipped", skipped);
            json.put("seconds", seconds);
            json.put("fallen", fallen);
            json.put("chosen", answers.of().task().chosen());
            json.put("selection", selection == null ? null : selection.toJson());
            json.put("dev", dev.toJson());
            json.put("calibration", calibration == null ? null : calibration.toJson());
            return json;
        }
    }

    public FineTuningOutcome {
        sweep = List.copyOf(sweep);
        trials = List.copyOf(trials);
        retried = List.copyOf(retried);
        remarks = List.copyOf(remarks);
    }

    /** Whether an evaluation is better by a figure, or, where that is equal, by the loss. */
    static boolean isBetter(Evaluation one, Evaluation other, String metric) {
        if (Double.compare(one.figure(metric), other.figure(metric)) != 0) {
            return one.isBetter(other, metric);
        }
        return TIE_BREAKERS.stream().filter(one.figures()::containsKey).anyMatch(key -> one.isBetter(other, key));
    }

    /** The index of the best by its figures on the rows to choose on; the first of equal ones. */
    static int best(List<Scored> trials, String metric) {
        int best = 0;
        for (int i = 1; i < trials.size(); i++) {
            Evaluation now = trials.get(i).selection();
            Evaluation before = trials.get(best).selection();
            if (now != null && before != null && isBetter(now, before, metric)) {
                best = i;
            }
        }
        return best;
    }

    /** The trial whose weights are the model. */
    public Scored keptTrial() {
        return trials.get(kept);
    }

    /** A dev figure over the seeds. */
    public Summary summary(String figure) {
        return Summary.of(figures(figure));
    }

    /** The median of a dev figure over the seeds. */
    public double median(String figure) {
        double[] sorted = figures(figure);
        Arrays.sort(sorted);
        int n = sorted.length;
        return n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
    }

    /** The best dev figure over the seeds; chosen on the dev rows themselves, so it is too good. */
    public double best(String figure) {
        Evaluation best = trials.get(0).dev();
        for (Scored trial : trials) {
            best = trial.dev().isBetter(best, figure) ? trial.dev() : best;
        }
        return best.figure(figure);
    }

    private double[] figures(String figure) {
        return trials.stream().mapToDouble(t -> t.dev().figure(figure)).toArray();
    }

    /** Seconds of training, of all trials. */
    public double seconds() {
        return all().stream().mapToDouble(Scored::seconds).sum();
    }

    /** Tokens learned from, in all trials. */
    public long tokens() {
        return all().stream().mapToLong(Scored::tokens).sum();
    }

    /** Optimiser steps of all trials. */
    public long steps() {
        return all().stream().mapToLong(Scored::steps).sum();
    }

    /** Every training once. */
    public List<Scored> all() {
        List<Scored> all = new ArrayList<>(sweep);
        Stream.concat(retried.stream(), trials.stream())
                .filter(trial -> !sweep.contains(trial))
                .forEach(all::add);
        return all;
    }

    /**
     * For a JSON file. Keys: {@code task}, {@code metric}, {@code learning_rate}, {@code dev} (for each figure
     * {@code mean}, {@code standard_deviation}, {@code median}, {@code best} and {@code kept}), {@code majority} (the
     * predictor that reads no text) and {@code baseline} (its name), {@code trials}, {@code retried} and {@code sweep} (each with its figures; {@code epoch_figures} are the metric on
     * the rows to choose on, by epoch, {@code fallen} says that it fell into one answer, {@code chosen} has thresholds, {@code calibration} the
     * temperature with the expected calibration error and the log loss of the dev rows, before and with it), {@code kept_seed}, {@code train_rows}, {@code selection_rows}, {@code dev_rows},
     * {@code training_seconds}, {@code remarks}. What is undefined is null.
     */
    public Map<String, @Nullable Object> toJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("task", task.name());
        json.put("metric", metric);
        json.put("learning_rate", learningRate);
        Map<String, Object> dev = new LinkedHashMap<>();
        for (String key : prior.figures().keySet()) {
            Map<String, @Nullable Object> figure = new LinkedHashMap<>();
            Summary summary = summary(key);
            figure.put("mean", orNull(summary.mean()));
            figure.put("standard_deviation", orNull(summary.standardDeviation()));
            figure.put("median", orNull(median(key)));
            figure.put("best", orNull(best(key)));
            figure.put("kept", orNull(keptTrial().dev().figure(key)));
            dev.put(key, figure);
        }
        json.put("dev", dev);
        json.put("majority", prior.toJson());
        json.put("baseline", task.priorName());
        json.put("trials", trials.stream().map(Scored::toJson).toList());
        json.put("retried", retried.stream().map(Scored::toJson).toList());
        json.put("sweep", sweep.stream().map(Scored::toJson).toList());
        json.put("kept_seed", keptTrial().seed());
        json.put("train_rows", trainRows);
        json.put("selection_rows", selectionRows);
        json.put("dev_rows", prior.rows());
        json.put("training_seconds", seconds());
        json.put("remarks", remarks);
        return json;
    }

    private static @Nullable Double orNull(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
