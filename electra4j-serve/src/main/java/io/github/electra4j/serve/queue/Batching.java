package io.github.electra4j.serve.queue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Which inputs are computed together: those of about the length of the one that has waited longest, since all are padded to the longest.
 *
 * @param inputs most in a batch
 * @param length most of them together, padding counted; a single input may be longer
 */
public record Batching(int inputs, long length) {
    /** More than a fifth of padding costs more than a batch of its own. */
    private static final double WASTE = 1.25;

    /** Whatever the lengths, this much padding is cheaper than another batch. */
    private static final int FREE = 64;

    /** So many tokens go together whatever waits: of a short text most of the time is the batch's own (docs/performance.md: 8 tokens 4.4 ms, 25 6.1). */
    private static final int LEAST = 32;

    /**
     * A batch has at most this part of all that waits, by length: whoever comes next waits until a thread has done its batch, so that few
     * inputs are best computed in small ones. With many, a part is as much as a batch may have, and as many are answered in a second.
     */
    private static final int PARTS = 3;

    public Batching {
        if (inputs < 1) {
            throw new IllegalArgumentException("inputs: " + inputs + ", expected at least 1");
        }
    }

    /**
     * 32 inputs, as {@link io.github.electra4j.Electra} takes at a time, of 256 tokens together: so many keep a core busy, and whoever comes
     * while they are computed does not wait long for their end.
     */
    public static Batching standard() {
        return new Batching(32, 256);
    }

    /**
     * A batch.
     *
     * @param waiting in their order; the first is in the batch
     * @param most inputs to take, so that other workers get their share
     */
    <T> List<T> choose(List<T> waiting, ToIntFunction<T> lengthOf, int most) {
        T first = waiting.get(0);
        int near = lengthOf.applyAsInt(first);
        List<T> others = new ArrayList<>(waiting.subList(1, waiting.size()));
        others.sort(Comparator.comparingInt(item -> Math.abs(lengthOf.applyAsInt(item) - near)));
        long all = waiting.stream().mapToLong(lengthOf::applyAsInt).sum();
        long room = Math.min(length, Math.max(LEAST, all / PARTS));
        List<T> batch = new ArrayList<>(List.of(first));
        long longest = near;
        long sum = near;
        for (T item : others) {
            int count = batch.size() + 1;
            if (count > Math.min(inputs, most)) {
                break;
            }
            int its = lengthOf.applyAsInt(item);
            long padded = count * Math.max(longest, its);
            if (padded > room || padded > WASTE * (sum + its) + FREE) {
                break;
            }
            batch.add(item);
            longest = Math.max(longest, its);
            sum += its;
        }
        return batch;
    }
}
