package io.github.electra4j.serve.queue;

import java.util.List;

/**
 * Is told what the queue does, from any thread.
 *
 * @param <K> a kind of input
 */
public interface QueueListener<K> {
    /**
     * A batch was computed.
     *
     * @param outputs one an input
     * @param length of all its inputs together
     * @param nanos that it took
     */
    void computed(K kind, List<?> outputs, long length, long nanos);
}
