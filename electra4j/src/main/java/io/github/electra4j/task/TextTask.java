package io.github.electra4j.task;

import io.github.electra4j.checkpoint.Architecture;
import io.github.electra4j.task.TextTask.Prediction;
import io.github.electra4j.vocab.WordPieceTokenizer;
import java.util.Arrays;
import java.util.List;

/**
 * A task with one row of scores for a text or a pair of texts. Where that is too long it is read through windows, each of which learns the
 * text's label, and whose scores' mean is the text's; or it is cut.
 */
public sealed interface TextTask extends Task<LabeledText, TextWindow, Prediction>
        permits TextClassification, TextRegression {
    @Override
    default Architecture architecture(boolean paper) {
        return paper ? Architecture.LINEAR_CLASSIFIER : Architecture.CLASSIFIER;
    }

    @Override
    default List<TextWindow> windows(LabeledText row, WordPieceTokenizer tokenizer, int maxLength) {
        double target = row.label() == null ? Double.NaN : target(row);
        return EncodedTexts.windows(row, tokenizer, maxLength, target, longTexts());
    }

    @Override
    default List<String> remarks(List<LabeledText> rows) {
        return EmptyTexts.remarks(
                rows,
                row -> row.text().isBlank() || (row.pair() != null && row.pair().isBlank()),
                "texts");
    }

    /** What is done with texts that are too long. */
    LongTexts longTexts();

    /** The label of a row as the network learns it. */
    double target(LabeledText row);

    @Override
    default Prediction answer(LabeledText row, List<TextWindow> windows, float[] scores, int start) {
        return decode(mean(scores, start, windows.size(), outputs()), 0);
    }

    /**
     * The answer for one text.
     *
     * @param scores of several texts, row-major {@code [texts, outputs]}
     * @param text which of them
     * @throws IllegalArgumentException if a score is not a number
     */
    Prediction decode(float[] scores, int text);

    /** An answer. */
    sealed interface Prediction permits ClassPrediction, ValuePrediction {}

    /**
     * A class.
     *
     * @param id of the label that is said: the most probable one, where no threshold says otherwise
     * @param label that is said
     * @param probabilities of all labels by id; their sum is 1
     */
    record ClassPrediction(int id, String label, double[] probabilities) implements Prediction {
        /** Probability of the answer. */
        public double probability() {
            return probabilities[id];
        }
    }

    /**
     * A value.
     *
     * @param value in the unit of the labels
     */
    record ValuePrediction(double value) implements Prediction {}

    /**
     * The mean of some rows of scores.
     *
     * @param start index of the first row's first score
     * @param outputs scores in a row
     */
    static float[] mean(float[] scores, int start, int rows, int outputs) {
        float[] mean = new float[outputs];
        for (int i = 0; i < outputs; i++) {
            double sum = 0;
            for (int row = 0; row < rows; row++) {
                sum += scores[start + row * outputs + i];
            }
            mean[i] = (float) (sum / rows);
        }
        return mean;
    }

    /** A text, or both of a pair, as the analysis of errors shows them. */
    static String shown(LabeledText row) {
        return Excerpt.beginning(row.text()) + (row.pair() == null ? "" : " [SEP] " + Excerpt.beginning(row.pair()));
    }

    /** Scores to probabilities at a temperature, in place. */
    static double[] softmax(double[] scores, double temperature) {
        for (int i = 0; i < scores.length; i++) {
            scores[i] /= temperature;
        }
        return softmax(scores);
    }

    /** Scores to probabilities, in place. */
    static double[] softmax(double[] scores) {
        double greatest = Arrays.stream(scores).max().orElseThrow();
        double sum = 0;
        for (int i = 0; i < scores.length; i++) {
            scores[i] = Math.exp(scores[i] - greatest);
            sum += scores[i];
        }
        for (int i = 0; i < scores.length; i++) {
            scores[i] /= sum;
        }
        return scores;
    }

    /** The index of the greatest number, the first of equal ones. */
    static int best(double[] numbers) {
        int best = 0;
        for (int i = 1; i < numbers.length; i++) {
            best = numbers[i] > numbers[best] ? i : best;
        }
        return best;
    }

    /** The scores of one text, checked. */
    static double[] scores(float[] scores, int text, int outputs) {
        double[] row = new double[outputs];
        for (int i = 0; i < outputs; i++) {
            row[i] = scores[text * outputs + i];
            if (!Double.isFinite(row[i])) {
                throw new IllegalArgumentException("text " + text + ": score " + i + " is " + row[i]
                        + "; the model is damaged or its training diverged");
            }
        }
        return row;
    }
}
