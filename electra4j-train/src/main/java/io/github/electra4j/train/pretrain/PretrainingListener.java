package io.github.electra4j.train.pretrain;

import java.util.Map;

/** Hears what a run does. Called on the thread that called {@link Pretrainer#run}; a slow listener slows the run. */
public interface PretrainingListener {
    /**
     * The run starts, or goes on.
     *
     * @param done steps done before
     * @param steps steps in all
     */
    default void started(long done, long steps) {}

    /** A run that was started before has no saved state, and begins at its first step; called before {@link #started}. */
    default void begunAgain() {}

    /**
     * A step was done.
     *
     * @param tokens tokens seen since the run began
     * @param flopsPerSecond operations a second of this step, counted from shapes
     */
    default void stepped(long step, long tokens, double flopsPerSecond) {}

    /**
     * Figures were measured while the run goes on; keys as in {@link Metrics}. Those of a run that was stopped between two measurements
     * stand in its {@link Pretrainer.Outcome}.
     *
     * @param kind {@code train} or {@code eval}
     */
    default void measured(String kind, long step, Map<String, Double> figures) {}

    /** Something to be told to the user, as a sentence. */
    default void said(long step, String words) {}

    /** The state after a step is on disk. */
    default void saved(long step) {}
}
