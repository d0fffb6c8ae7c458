package io.github.electra4j;

import io.github.electra4j.examples.Batch;
import io.github.electra4j.task.WindowBatch;

/**
 * Computes one model. Thread-safe; a call works on the thread that calls, so callers of several batches bring several threads.
 */
public interface Engine extends AutoCloseable {
    /**
     * Logits of the tokens' being replaced, or an energy model's energies, row-major {@code [size, length]}; those of padding mean nothing.
     *
     * @throws IllegalArgumentException if the model has no such head
     */
    float[] detect(Batch batch);

    /**
     * What the head of a task gives, row-major {@code [rows of scores, outputs]}, see {@link io.github.electra4j.task.Task}.
     *
     * @throws IllegalArgumentException if the model has no such head
     */
    float[] score(WindowBatch windows);

    /**
     * Logs of the probabilities that a masked LM gives to word pieces.
     *
     * @param places as indices into the batch's ids
     * @param ids the piece that is asked for at each place
     * @throws IllegalArgumentException if the model is no masked LM
     */
    float[] logProbabilities(Batch batch, int[] places, int[] ids);

    /** Vectors of the texts, row-major {@code [size, hidden]}. */
    float[] encode(Batch batch, Pooling pooling);

    /** Frees the model, after calls that are under way have ended; no call is possible afterwards. */
    @Override
    void close();
}
