package io.github.electra4j;

import io.github.electra4j.examples.Batch;

/**
 * Computes one model. Thread-safe; a call works on the thread that calls, so callers of several batches bring several threads.
 */
public interface Engine extends AutoCloseable {
    /**
     * Logits of the tokens' being replaced, row-major {@code [size, length]}; those of padding mean nothing.
     *
     * @throws IllegalArgumentException if the model has no such head
     */
    float[] detect(Batch batch);

    /**
     * Scores of the texts, row-major {@code [size, outputs]}: logits of classes, or values.
     *
     * @throws IllegalArgumentException if the model has no such head
     */
    float[] score(Batch batch);

    /** Vectors of the texts, row-major {@code [size, hidden]}. */
    float[] encode(Batch batch, Pooling pooling);

    /** Frees the model, after calls that are under way have ended; no call is possible afterwards. */
    @Override
    void close();
}
