package io.github.electra4j.train.pretrain;

import java.util.Arrays;

/**
 * What one step, or one part of it, came to; sums, so that parts add up.
 *
 * @param generatorLoss sum of cross-entropies over the chosen positions
 * @param discriminatorLoss sum of binary cross-entropies over all tokens
 * @param correctiveLoss sum of cross-entropies of the corrective head over the chosen positions
 * @param chosen number of chosen positions
 * @param tokens number of tokens that are not padding
 * @param replaced number of tokens that differ from the original
 * @param generatorCorrect chosen positions where the likeliest token is the original, or 0 where not asked
 * @param sampledCorrect chosen positions where the drawn token is the original
 * @param logits the discriminator's logits of all tokens, or empty where not asked
 * @param labels whether each of these tokens is replaced
 */
public record StepResult(
        double generatorLoss,
        double discriminatorLoss,
        double correctiveLoss,
        long chosen,
        long tokens,
        long replaced,
        long generatorCorrect,
        long sampledCorrect,
        float[] logits,
        boolean[] labels) {

    static StepResult none() {
        return new StepResult(0, 0, 0, 0, 0, 0, 0, 0, new float[0], new boolean[0]);
    }

    /** Both together. */
    public StepResult plus(StepResult other) {
        float[] bothLogits = Arrays.copyOf(logits, logits.length + other.logits.length);
        System.arraycopy(other.logits, 0, bothLogits, logits.length, other.logits.length);
        boolean[] bothLabels = Arrays.copyOf(labels, labels.length + other.labels.length);
        System.arraycopy(other.labels, 0, bothLabels, labels.length, other.labels.length);
        return new StepResult(
                generatorLoss + other.generatorLoss,
                discriminatorLoss + other.discriminatorLoss,
                correctiveLoss + other.correctiveLoss,
                chosen + other.chosen,
                tokens + other.tokens,
                replaced + other.replaced,
                generatorCorrect + other.generatorCorrect,
                sampledCorrect + other.sampledCorrect,
                bothLogits,
                bothLabels);
    }
}
