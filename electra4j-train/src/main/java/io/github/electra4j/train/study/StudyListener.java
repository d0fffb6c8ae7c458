package io.github.electra4j.train.study;

/** Hears how a study goes on. Called on the thread that called {@link Study#run}. */
public interface StudyListener {
    /** Hears nothing. */
    StudyListener SILENT = new StudyListener() {};

    /**
     * Pre-training went on.
     *
     * @param done operations of all runs so far
     * @param total operations of all runs
     * @param detail which run, and its losses
     */
    default void pretraining(double done, double total, String detail) {}

    /**
     * Fine-tuning went on.
     *
     * @param done steps of all fine-tunings so far
     * @param total steps of all fine-tunings, about
     * @param detail which one
     */
    default void fineTuning(double done, double total, String detail) {}

    /**
     * An arm is compared with the reference, on rows drawn again and again: before each comparison and behind it.
     *
     * @param done comparisons so far
     * @param total of them all
     * @param detail which one
     */
    default void comparing(int done, int total, String detail) {}

    /** Something to tell the user, as a sentence. */
    default void said(String words) {}
}
