package io.github.electra4j.serve.queue;

import java.util.List;

/** Computes inputs of one kind together. */
public interface Work<K, I, O> {
    /** The outputs, one an input, in their order. */
    List<O> compute(K kind, List<I> inputs);
}
