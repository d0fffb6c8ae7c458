package io.github.electra4j.task;

/**
 * The loss of a network's scores, summed over its terms, and its slope at each score. A task adds its terms; the network learns by the
 * slopes, with no graph of the loss.
 */
public final class TaskLoss {
    private final float[] scores;
    private final float[] slopes;
    private double sum;

    /** No terms yet. */
    public TaskLoss(float[] scores) {
        this.scores = scores;
        this.slopes = new float[scores.length];
    }

    /**
     * Adds a cross-entropy: minus the log of the softmax of one among some scores.
     *
     * @param start index of the first of these scores
     * @param step from each of them to the next
     * @param count how many they are
     * @param target which of them is right, from 0
     */
    public void crossEntropy(int start, int step, int count, int target) {
        crossEntropy(start, step, count, target, 1);
    }

    /** The same, so many times. */
    public void crossEntropy(int start, int step, int count, int target, double weight) {
        int end = start + step * count;
        double greatest = Double.NEGATIVE_INFINITY;
        for (int i = start; i < end; i += step) {
            greatest = Math.max(greatest, scores[i]);
        }
        double total = 0;
        for (int i = start; i < end; i += step) {
            total += Math.exp(scores[i] - greatest);
        }
        int right = start + step * target;
        for (int i = start; i < end; i += step) {
            slopes[i] += (float) (weight * (Math.exp(scores[i] - greatest) / total - (i == right ? 1 : 0)));
        }
        sum += weight * (greatest + Math.log(total) - scores[right]);
    }

    /** Adds a binary cross-entropy of a logit, so many times. */
    public void binaryCrossEntropy(int at, boolean positive, double weight) {
        double logit = scores[at];
        slopes[at] += (float) (weight * (1 / (1 + Math.exp(-logit)) - (positive ? 1 : 0)));
        sum += weight * (Math.max(logit, 0) - (positive ? logit : 0) + Math.log1p(Math.exp(-Math.abs(logit))));
    }

    /** Adds the square of the difference between a score and what it should be. */
    public void squaredError(int at, double target) {
        double difference = scores[at] - target;
        slopes[at] += (float) (2 * difference);
        sum += difference * difference;
    }

    /** The terms' sum. */
    public double sum() {
        return sum;
    }

    /** Derivative of the sum by each score, times a weight. */
    public float[] gradient(double weight) {
        float[] gradient = new float[slopes.length];
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] = (float) (slopes[i] * weight);
        }
        return gradient;
    }
}
