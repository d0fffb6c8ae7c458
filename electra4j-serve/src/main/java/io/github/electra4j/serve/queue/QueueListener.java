package io.github.electra4j.serve.queue;

/**
 * Is told what the queue does, from any thread.
 *
 * @param <K> a kind of input
 */
public interface QueueListener<K> {
    /**
     * A batch was computed.
     *
     * @param inputs in it
     * @param length of all its inputs together
     * @param nanos that it took
     */
    void computed(K kind, int inputs, long length, long nanos);
}
