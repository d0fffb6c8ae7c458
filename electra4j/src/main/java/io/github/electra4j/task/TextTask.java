package io.github.electra4j.task;

/** What a fine-tuned model does with a text or a pair of texts, from the network's scores to an answer. */
public sealed interface TextTask permits TextClassification, TextRegression {
    /** The task's name on the command line: {@code classification} or {@code regression}. */
    String name();

    /** Scores that the network gives for each text. */
    int outputs();

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
     * @param id of the most probable label
     * @param label the most probable label
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
