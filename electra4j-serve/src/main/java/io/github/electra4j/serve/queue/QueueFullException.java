package io.github.electra4j.serve.queue;

/** There is no room for a request's inputs; nothing of it was taken. */
public final class QueueFullException extends Exception {
    private static final long serialVersionUID = 1;

    QueueFullException(int inputs, int waiting, int capacity) {
        super(inputs + " inputs, and " + waiting + " of at most " + capacity + " wait already");
    }
}
