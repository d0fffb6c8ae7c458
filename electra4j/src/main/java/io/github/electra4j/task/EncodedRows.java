package io.github.electra4j.task;

import io.github.electra4j.evaluate.Evaluation;
import io.github.electra4j.vocab.WordPieceTokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a task as windows, and what their scores say. What is trained on at once is a unit: a window, or as many windows of a row as the
 * task needs together. Immutable.
 */
public final class EncodedRows<R extends TaskRow, W extends Window, A> {
    private final TaskRows<R, W, A> rows;
    private final List<W> windows;
    /** Of each row its first window, and behind them the number of windows. */
    private final int[] rowStarts;
    /** Of each unit its first window, and behind them the number of windows. */
    private final int[] unitStarts;
    /** Of each window the index of its first score, and behind them the number of scores. */
    private final int[] scoreStarts;

    private final int maxLength;
    private final int padId;
    /** Whether an epoch draws units so that every label comes equally often. */
    private final boolean balanced;

    private EncodedRows(TaskRows<R, W, A> rows, List<List<W>> byRow, int maxLength, int padId, boolean balanced) {
        this.rows = rows;
        this.balanced = balanced;
        this.maxLength = maxLength;
        this.padId = padId;
        rowStarts = new int[byRow.size() + 1];
        windows = new ArrayList<>();
        for (int i = 0; i < byRow.size(); i++) {
            windows.addAll(byRow.get(i));
            rowStarts[i + 1] = windows.size();
        }
        Task<R, W, A> task = rows.task();
        IntStream.Builder starts = IntStream.builder();
        for (int i = 0; i < rows.size(); i++) {
            int together = task.together(rows.rows().get(i));
            for (int w = rowStarts[i]; w < rowStarts[i + 1]; w += together) {
                starts.add(w);
            }
        }
        unitStarts = starts.add(windows.size()).build().toArray();
        scoreStarts = new int[windows.size() + 1];
        for (int w = 0; w < windows.size(); w++) {
            int states = windows.get(w).positions().length;
            scoreStarts[w + 1] = Math.addExact(scoreStarts[w], states / task.states() * task.outputs());
        }
    }

    /** Makes the windows, of many rows on all cores. */
    static <R extends TaskRow, W extends Window, A> EncodedRows<R, W, A> of(
            TaskRows<R, W, A> rows, WordPieceTokenizer tokenizer, int maxLength) {
        List<List<W>> byRow = rows.rows().parallelStream()
                .map(row -> rows.task().windows(row, tokenizer, maxLength))
                .toList();
        return new EncodedRows<>(rows, byRow, maxLength, tokenizer.vocabulary().padId(), false);
    }

    /** The same, of which an epoch of training draws as much, but of every label equally often; see {@link TaskRows#strata}. */
    public EncodedRows<R, W, A> balanced() {
        return new EncodedRows<>(rows, byRow(), maxLength, padId, true);
    }

    /**
     * The same, whose scores are answered by another form of their task.
     *
     * @param task that {@link Task#tuned} or {@link Task#withTemperature} made of this one
     */
    @SuppressWarnings("unchecked")
    public EncodedRows<R, W, A> by(Task<?, ?, ?> task) {
        return task == rows.task()
                ? this
                : new EncodedRows<>(
                        new TaskRows<>((Task<R, W, A>) task, rows.rows()), byRow(), maxLength, padId, balanced);
    }

    /** The task and the rows. */
    public TaskRows<R, W, A> rows() {
        return rows;
    }

    /** Number of units. */
    public int units() {
        return unitStarts.length - 1;
    }

    /**
     * The batches of one epoch of training, see {@link BatchOrder#training}.
     *
     * @return numbers of units, by batch
     */
    public List<int[]> batches(int batchSize, long seed, long epoch) {
        int[] lengths = unitLengths();
        if (!balanced) {
            return BatchOrder.training(lengths, batchSize, seed, epoch);
        }
        List<String> strata = rows.strata();
        List<String> labels = new ArrayList<>();
        int row = 0;
        for (int unit = 0; unit < units(); unit++) {
            while (rowStarts[row + 1] <= unitStarts[unit]) {
                row++;
            }
            labels.add(strata.get(row));
        }
        int[] drawn = BalancedDraw.draw(labels, seed, epoch);
        int[] drawnLengths = Arrays.stream(drawn).map(unit -> lengths[unit]).toArray();
        return BatchOrder.training(drawnLengths, batchSize, seed, epoch).stream()
                .map(batch -> Arrays.stream(batch).map(i -> drawn[i]).toArray())
                .toList();
    }

    /** Tokens of each unit, or of its longest window. */
    private int[] unitLengths() {
        int[] lengths = new int[units()];
        for (int unit = 0; unit < lengths.length; unit++) {
            for (W window : unit(unit)) {
                lengths[unit] = Math.max(lengths[unit], window.ids().length);
            }
        }
        return lengths;
    }

    private List<W> unit(int unit) {
        return windows.subList(unitStarts[unit], unitStarts[unit + 1]);
    }

    /** Terms of the loss of some units, or the sum of their weights. */
    public double terms(int... units) {
        return Arrays.stream(units)
                .mapToDouble(unit ->
                        unit(unit).stream().mapToDouble(rows.task()::terms).sum())
                .sum();
    }

    /** Tokens of some units that are not padding. */
    public long tokens(int... units) {
        return Arrays.stream(units)
                .mapToLong(unit ->
                        unit(unit).stream().mapToLong(w -> w.ids().length).sum())
                .sum();
    }

    /**
     * The windows of some units, to be learned from.
     *
     * @param epoch the keys are {@code epoch * windows + window}, so that dropout differs between epochs
     */
    public WindowBatch batch(int[] units, long epoch) {
        return windowBatch(
                Arrays.stream(units)
                        .flatMap(unit -> IntStream.range(unitStarts[unit], unitStarts[unit + 1]))
                        .toArray(),
                epoch);
    }

    private WindowBatch windowBatch(int[] numbers, long epoch) {
        long[] keys = Arrays.stream(numbers)
                .mapToLong(w -> epoch * windows.size() + w)
                .toArray();
        return WindowBatch.of(Arrays.stream(numbers).mapToObj(windows::get).toList(), keys, padId);
    }

    /** The loss of some units whose scores these are. */
    public TaskLoss loss(int[] units, float[] scores) {
        TaskLoss loss = new TaskLoss(scores);
        int start = 0;
        for (int unit : units) {
            rows.task().learn(unit(unit), start, loss);
            start += scoreStarts[unitStarts[unit + 1]] - scoreStarts[unitStarts[unit]];
        }
        return loss;
    }

    /** Tokens of each window. */
    public int[] windowLengths() {
        return windows.stream().mapToInt(window -> window.ids().length).toArray();
    }

    /** Some windows, to be scored. */
    public WindowBatch windowBatch(int[] numbers) {
        return windowBatch(numbers, 0);
    }

    /** Room for the scores of all windows. */
    public float[] newScores() {
        return new float[scoreStarts[windows.size()]];
    }

    /** Puts the scores of some windows where they belong. */
    public void place(float[] some, int[] numbers, float[] all) {
        int from = 0;
        for (int window : numbers) {
            int count = scoreStarts[window + 1] - scoreStarts[window];
            System.arraycopy(some, from, all, scoreStarts[window], count);
            from += count;
        }
    }

    /**
     * The answers that the scores of all windows give.
     *
     * @throws IllegalArgumentException if a score is not a number, or if they are not those of these windows
     */
    public AnsweredRows<R, W, A> answers(float[] scores) {
        if (scores.length != scoreStarts[windows.size()]) {
            throw new IllegalArgumentException(scores.length + " scores, expected " + scoreStarts[windows.size()]
                    + "; they are of other rows or of another length");
        }
        for (int i = 0; i < rows.size(); i++) {
            for (int s = scoreStarts[rowStarts[i]]; s < scoreStarts[rowStarts[i + 1]]; s++) {
                if (!Float.isFinite(scores[s])) {
                    throw new IllegalArgumentException(rows.rows().get(i).place() + ": a score is " + scores[s]
                            + "; the model is damaged or its training diverged");
                }
            }
        }
        // On all cores: every part of a context of a question is looked at.
        List<A> answers = IntStream.range(0, rows.size())
                .parallel()
                .mapToObj(i -> rows.task().answer(rows.rows().get(i), ofRow(i), scores, scoreStarts[rowStarts[i]]))
                .toList();
        return rows.answered(answers);
    }

    /** The figures of the scores of all windows. */
    public Evaluation evaluate(float[] scores) {
        return answers(scores).evaluate();
    }

    /** Whether something of a row was cut. */
    public boolean isCut(int row) {
        return ofRow(row).stream().anyMatch(window -> window.cut() > 0);
    }

    /** Number of rows of which something was cut. */
    public int cutTexts() {
        return CutTexts.of(byRow(), rows.task().limit(maxLength)).texts();
    }

    /** What was cut, as a sentence; null where nothing was. */
    public @Nullable String cutSaid() {
        return CutTexts.of(byRow(), rows.task().limit(maxLength)).said();
    }

    private List<List<W>> byRow() {
        return IntStream.range(0, rows.size()).mapToObj(this::ofRow).toList();
    }

    private List<W> ofRow(int row) {
        return windows.subList(rowStarts[row], rowStarts[row + 1]);
    }
}
