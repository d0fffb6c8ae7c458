package io.github.electra4j.train.finetune;

/** Hears how a fine-tuning goes on. */
public interface FineTuningListener {
    /** Hears nothing. */
    FineTuningListener SILENT = new FineTuningListener() {};

    /**
     * A step was done.
     *
     * @param done steps of all trainings so far
     * @param total steps of all trainings
     * @param trial which training, in words
     * @param loss mean over the texts of the step
     */
    default void step(long done, long total, String trial, double loss) {}

    /** Something to tell the user, as a sentence. */
    default void remark(String text) {}
}
