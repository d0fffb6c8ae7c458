package io.github.electra4j.train.finetune;

import io.github.electra4j.task.ClassWeights;

/**
 * What is done about classes of unequal size.
 *
 * @param weights of the classes in the loss
 * @param balancedSampling whether an epoch draws rows so that every label comes equally often
 */
public record Imbalance(ClassWeights weights, boolean balancedSampling) {
    /** Nothing. */
    public static final Imbalance NONE = new Imbalance(ClassWeights.NONE, false);

    /**
     * Checks that nothing is done twice.
     *
     * @throws SettingException where rows that are balanced already would be weighed by how many there are
     */
    public Imbalance {
        SettingException.check(
                "class_weights",
                weights.text(),
                !(weights.balanced() && balancedSampling),
                "weights of your own, or none: balanced sampling makes the classes equal already");
    }
}
