package io.github.electra4j.examples;

/**
 * Examples by number, each {@code [CLS] first [SEP]} or {@code [CLS] first [SEP] second [SEP]} as token ids. Reading is
 * thread-safe and takes constant time, wherever the example lies.
 */
public interface ExampleSource {
    /** Number of examples. */
    long size();

    /** Tokens of example {@code i}, [CLS] and [SEP] included. */
    int length(long i);

    /** Tokens of segment type 0 in example {@code i}: [CLS], first segment, [SEP]. */
    int firstLength(long i);

    /** Writes the {@link #length} ids of example {@code i} into {@code target} from {@code offset} on. */
    void copy(long i, int[] target, int offset);
}
