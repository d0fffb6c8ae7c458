package io.github.electra4j.task;

import io.github.electra4j.checkpoint.Architecture;
import io.github.electra4j.evaluate.ClassProbabilities;
import io.github.electra4j.evaluate.ConfusionTable;
import io.github.electra4j.evaluate.Evaluation;
import io.github.electra4j.vocab.WordPieceTokenizer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a fine-tuned model does with a row: from the row to what the network reads, from the network's scores to what it learns and to an
 * answer, from answers to figures. All that fine-tuning, evaluation and prediction need of a task is here, and in its {@link TaskKind}
 * how its files are read; {@code docs/tasks.md} shows how to add one. Implementations are immutable and thread-safe.
 *
 * <p>The scores of windows are row-major {@code [rows of scores, outputs]}: a window has one row of scores for each of its
 * {@link Window#positions}, or for each {@link #states} of them.
 *
 * @param <R> a row of the data
 * @param <W> a window of a row
 * @param <A> an answer to a row
 */
public interface Task<R extends TaskRow, W extends Window, A> {
    /** How its files are read. */
    TaskKind<R> kind();

    /** The task's name on the command line. */
    default String name() {
        return kind().name();
    }

    /** Scores in a row of them. */
    int outputs();

    /** States that a row of scores is made of, one behind the other. */
    default int states() {
        return 1;
    }

    /** Windows, one behind the other, that the loss needs at once, so that they must not be parted into several batches. */
    default int together(R row) {
        return 1;
    }

    /**
     * What stands on the encoder.
     *
     * @param paper the paper's head, or else Hugging Face's, where the two differ
     */
    Architecture architecture(boolean paper);

    /** Names of the outputs, for {@code id2label}; empty where they have none. */
    List<String> outputNames();

    /** Hugging Face's {@code problem_type}, or null. */
    default @Nullable String problemType() {
        return null;
    }

    /** What the model directory keeps of the task beside its labels, as JSON holds it; {@link TaskKind#restored} reads it. */
    default Map<String, Object> settings() {
        return Map.of();
    }

    /**
     * A row as the network reads it, with its targets where it is labelled.
     *
     * @param maxLength most tokens of a window
     * @return one window at least, and a multiple of those that belong {@link #together}
     */
    List<W> windows(R row, WordPieceTokenizer tokenizer, int maxLength);

    /** The shortest length that {@link #windows} takes for rows of single texts. */
    default LeastLength leastLength() {
        return LeastLength.SINGLE;
    }

    /**
     * What {@link #windows} cuts, see {@link Window#cut}.
     *
     * @param maxLength most tokens of a window
     */
    default TextLimit limit(int maxLength) {
        return new TextLimit("texts", maxLength, "tokens");
    }

    /**
     * Adds the loss of windows of one row: of one of them, or of as many as belong {@link #together}.
     *
     * @param start index of their first score
     */
    void learn(List<W> windows, int start, TaskLoss loss);

    /** The classes that a labelled row counts in, by id: of a text that of its label, of tagged words theirs; empty where the task has none. */
    default int[] classes(R row) {
        return new int[0];
    }

    /**
     * The same, whose classes count in the loss by weights.
     *
     * @param weights by id, for a task with {@link #classes}
     */
    default Task<R, W, A> weighted(List<Double> weights) {
        return this;
    }

    /** What the mean of the loss over a batch divides by for a window: its terms, or their weights. */
    default double terms(W window) {
        return window.terms();
    }

    /**
     * The answer to a row.
     *
     * @param windows all of the row's
     * @param scores finite numbers
     * @param start index of the row's first score
     */
    A answer(R row, List<W> windows, float[] scores, int start);

    /**
     * The answers with what a second network adds that reads what the first has found; they are whole where a task has one network.
     *
     * @param answers of the first
     * @param second the network of the other task
     */
    default List<A> completed(List<A> answers, Answering second) {
        return answers;
    }

    /**
     * Refuses labelled rows that the task cannot be measured on, before anything is computed.
     *
     * @throws IllegalArgumentException with file and line of the first of them
     */
    default void check(List<R> rows) {}

    /** What the user should know of labelled rows, each a sentence, such as labels that were repaired. */
    default List<String> remarks(List<R> rows) {
        return List.of();
    }

    /** The figures of answers, one a row. */
    Evaluation evaluate(List<R> rows, List<A> answers);

    /**
     * A figure of rows drawn from these, by their indices, one as often as it was drawn: for draws by the thousand, so that a task whose
     * rows take long to judge judges each once.
     *
     * @param metric key of {@link #evaluate}'s figures
     */
    default ToDoubleFunction<int[]> drawn(List<R> rows, List<A> answers, String metric) {
        return drawn -> evaluate(
                        Arrays.stream(drawn).mapToObj(rows::get).toList(),
                        Arrays.stream(drawn).mapToObj(answers::get).toList())
                .figure(metric);
    }

    /**
     * The same with what is best chosen by answers to labelled rows, such as a threshold.
     *
     * @param answers of this task, one a row
     * @param wanted what is asked for beside that which belongs to the task anyway; see {@link #checkFitting}
     */
    default Task<R, W, A> tuned(List<R> rows, List<A> answers, Fitting wanted) {
        return this;
    }

    /**
     * Refuses what {@link #tuned} cannot choose.
     *
     * @throws IllegalArgumentException with what it can
     */
    default void checkFitting(Fitting wanted) {
        if (wanted.hasThreshold()) {
            throw new IllegalArgumentException(name() + " has no probability of a class that a threshold could be for");
        }
    }

    /** The probabilities of labelled rows' answers, where the task gives such as a temperature could make better; else null. */
    default @Nullable ClassProbabilities probabilities(List<R> rows, List<A> answers) {
        return null;
    }

    /** The temperature that scores are divided by before they become probabilities; 1 where none was chosen. */
    default double temperature() {
        return 1;
    }

    /** The same at another temperature, for a task with {@link #probabilities}. */
    default Task<R, W, A> withTemperature(double temperature) {
        return this;
    }

    /** What {@link #tuned} has chosen, by the names under which the model directory keeps it. */
    default Map<String, Object> chosen() {
        return Map.of();
    }

    /** The figures of parts of the rows by the parts' names, where the task knows some that tell something: such as those of each question word. */
    default Map<String, Evaluation> parts(List<R> rows, List<A> answers) {
        return Map.of();
    }

    /** What the parts are, in one or two words. */
    default String partName() {
        return "part";
    }

    /** How often each class or type was taken for each; null where there are none. */
    default @Nullable ConfusionTable confusion(List<R> rows, List<A> answers) {
        return evaluate(rows, answers).confusion();
    }

    /** An answer beside the label of its row, as people read them. */
    Judgement judged(R row, A answer);

    /** The figure that is chosen by where nothing else is said. */
    String metric();

    /** What keeps its share when rows are held out: the label of a row that has one. */
    default String stratum(R row) {
        return "";
    }

    /** What is known without reading a text, of labelled rows: such as the share of each label by id. */
    List<Double> prior(List<R> rows);

    /** The answer to a row that is made of the prior alone. */
    A priorAnswer(R row, List<Double> prior);

    /** What the predictor that answers so is called. */
    String priorName();

    /**
     * Columns of predictions in TSV, behind {@code row} and {@code id}.
     *
     * @param whole whether all is written that a program may want, or what people read
     */
    List<String> columns(boolean whole);

    /** The lines of an answer in TSV, without {@code row} and {@code id}. */
    List<List<String>> lines(A answer, boolean whole);

    /** Writes an answer to an object of JSONL that has {@code row} and {@code id}. */
    void write(A answer, boolean whole, ObjectNode object);
}
