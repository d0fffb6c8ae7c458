package io.github.electra4j.task;

import io.github.electra4j.evaluate.Calibration;
import io.github.electra4j.evaluate.ClassProbabilities;
import io.github.electra4j.evaluate.Evaluation;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Labelled rows with what a model says of them.
 *
 * @param of the rows
 * @param answers one a row
 */
public record AnsweredRows<R extends TaskRow, W extends Window, A>(TaskRows<R, W, A> of, List<A> answers) {
    public AnsweredRows {
        answers = List.copyOf(answers);
        if (answers.size() != of.size()) {
            throw new IllegalArgumentException(of.size() + " rows with " + answers.size() + " answers");
        }
    }

    /** Some of the rows; one may stand there twice. */
    public AnsweredRows<R, W, A> pick(int[] indices) {
        return new AnsweredRows<>(
                of.pick(indices), Arrays.stream(indices).mapToObj(answers::get).toList());
    }

    /** The task with what is best chosen by these answers, see {@link Task#tuned}. */
    public Task<R, W, A> tuned(Fitting wanted) {
        return of.task().tuned(of.rows(), answers, wanted);
    }

    /** The task at the temperature that makes the probabilities of these answers best; the same where it gives none. */
    public Task<R, W, A> calibrated() {
        ClassProbabilities known = probabilities();
        return known == null ? of.task() : of.task().withTemperature(of.task().temperature() * known.temperature());
    }

    /** See {@link Task#probabilities}. */
    public @Nullable ClassProbabilities probabilities() {
        return of.task().probabilities(of.rows(), answers);
    }

    /** How far these probabilities are to be believed; null where the task gives none. */
    public @Nullable Calibration calibration() {
        ClassProbabilities known = probabilities();
        return known == null ? null : Calibration.of(of.task().temperature(), known);
    }

    /** See {@link Task#parts}. */
    public Map<String, Evaluation> parts() {
        return of.task().parts(of.rows(), answers);
    }

    /** See {@link Task#drawn}. */
    public ToDoubleFunction<int[]> drawn(String metric) {
        return of.task().drawn(of.rows(), answers, metric);
    }

    /** Their figures. */
    public Evaluation evaluate() {
        return of.task().evaluate(of.rows(), answers);
    }
}
