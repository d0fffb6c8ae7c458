package io.github.electra4j.task;

import io.github.electra4j.evaluate.Evaluation;
import io.github.electra4j.vocab.WordPieceTokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Rows with their task, so that whoever trains or measures need not know of what kind they are.
 *
 * @param task of the rows
 * @param rows in the order of their file
 */
public record TaskRows<R extends TaskRow, W extends Window, A>(Task<R, W, A> task, List<R> rows) {
    public TaskRows {
        rows = List.copyOf(rows);
    }

    public int size() {
        return rows.size();
    }

    /** Some of the rows; one may stand there twice. */
    public TaskRows<R, W, A> pick(int[] indices) {
        return with(Arrays.stream(indices).mapToObj(rows::get).toList());
    }

    TaskRows<R, W, A> with(List<R> others) {
        return new TaskRows<>(task, others);
    }

    /**
     * The rows, and behind them those that rewriting their texts changes, rewritten.
     *
     * @throws IllegalArgumentException where rows of this kind cannot be rewritten, see {@link TaskKind#rewritten}
     */
    public TaskRows<R, W, A> withRewritten(UnaryOperator<String> rewriting) {
        List<R> all = new ArrayList<>(rows);
        for (R row : rows) {
            R other = task.kind().rewritten(row, rewriting);
            if (differ(row, other)) {
                all.add(other);
            }
        }
        return with(all);
    }

    /** Whether rewriting their texts changes one at least; see {@link #withRewritten}. */
    public boolean changes(UnaryOperator<String> rewriting) {
        return rows.stream().anyMatch(row -> differ(row, task.kind().rewritten(row, rewriting)));
    }

    private boolean differ(R row, R other) {
        return !task.kind().texts(other).equals(task.kind().texts(row));
    }

    /** What the network reads of them. */
    public EncodedRows<R, W, A> encode(WordPieceTokenizer tokenizer, int maxLength) {
        return EncodedRows.of(this, tokenizer, maxLength);
    }

    /** The same rows, whose classes count in the loss by weights made of them. */
    public TaskRows<R, W, A> weighted(ClassWeights weights) {
        return weights.isNone() ? this : new TaskRows<>(task.weighted(weights.of(this)), rows);
    }

    /** What keeps its share when rows are held out, and is drawn equally often where that is asked for; see {@link Task#stratum}. */
    public List<String> strata() {
        return rows.stream().map(task::stratum).toList();
    }

    /** See {@link Task#check}. */
    public void check() {
        task.check(rows);
    }

    /** See {@link Task#remarks}. */
    public List<String> remarks() {
        return task.remarks(rows);
    }

    /** See {@link Task#prior}. */
    public List<Double> prior() {
        return task.prior(rows);
    }

    /** The answers of the predictor that answers every row with the prior. */
    public AnsweredRows<R, W, A> answeredByPrior(List<Double> prior) {
        return answered(rows.stream().map(row -> task.priorAnswer(row, prior)).toList());
    }

    /** The figures of these answers. */
    public Evaluation ofPrior(List<Double> prior) {
        return answeredByPrior(prior).evaluate();
    }

    /** The same rows with an answer to each. */
    public AnsweredRows<R, W, A> answered(List<A> answers) {
        return new AnsweredRows<>(this, answers);
    }
}
