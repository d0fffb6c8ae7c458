package io.github.electra4j.train.finetune;

import io.github.electra4j.train.finetune.FineTuner.Targets;

/**
 * The loss of some texts and its gradient at their scores: cross-entropy for classes, the squared difference for values.
 *
 * @param sum over the texts
 * @param slopes derivative of the sum by each score, row-major {@code [texts, outputs]}
 */
record TextLoss(double sum, float[] slopes) {
    static TextLoss of(float[] scores, int outputs, Targets targets, int[] rows) {
        float[] slopes = new float[scores.length];
        double sum = 0;
        for (int i = 0; i < rows.length; i++) {
            sum += targets instanceof Targets.Classes classes
                    ? crossEntropy(scores, slopes, i * outputs, outputs, classes.ids()[rows[i]])
                    : squaredError(scores, slopes, i, ((Targets.Values) targets).values()[rows[i]]);
        }
        return new TextLoss(sum, slopes);
    }

    private static double crossEntropy(float[] scores, float[] slopes, int start, int outputs, int target) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (int i = start; i < start + outputs; i++) {
            greatest = Math.max(greatest, scores[i]);
        }
        double total = 0;
        for (int i = start; i < start + outputs; i++) {
            total += Math.exp(scores[i] - greatest);
        }
        for (int i = start; i < start + outputs; i++) {
            slopes[i] = (float) (Math.exp(scores[i] - greatest) / total - (i == start + target ? 1 : 0));
        }
        return greatest + Math.log(total) - scores[start + target];
    }

    private static double squaredError(float[] scores, float[] slopes, int at, double target) {
        double difference = scores[at] - target;
        slopes[at] = (float) (2 * difference);
        return difference * difference;
    }

    float[] gradient(double weight) {
        float[] gradient = new float[slopes.length];
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] = (float) (slopes[i] * weight);
        }
        return gradient;
    }
}
