package io.github.electra4j.task;

import java.util.List;

/** A network that answers rows of the task that it was fine-tuned for. */
public interface Answering {
    /** The answers to rows, in their order. */
    <R extends TaskRow, W extends Window, A> List<A> answer(TaskRows<R, W, A> rows);
}
