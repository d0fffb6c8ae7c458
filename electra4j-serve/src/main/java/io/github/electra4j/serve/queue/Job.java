package io.github.electra4j.serve.queue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The inputs of one request, and what has been computed of them. */
final class Job<K, I, O> {
    private final K kind;
    private final CompletableFuture<List<O>> done = new CompletableFuture<>();
    private final List<Item<K, I, O>> items = new ArrayList<>();
    private final List<@Nullable O> outputs;
    private int missing;

    /** An input of a job. Two are never equal, so that a set holds both. */
    static final class Item<K, I, O> {
        private final Job<K, I, O> job;
        private final I input;
        private final int place;
        private final int length;

        private Item(Job<K, I, O> job, I input, int place, int length) {
            this.job = job;
            this.input = input;
            this.place = place;
            this.length = length;
        }

        Job<K, I, O> job() {
            return job;
        }

        I input() {
            return input;
        }

        int length() {
            return length;
        }

        void complete(O output) {
            job.complete(place, output);
        }
    }

    Job(K kind, List<I> inputs, int[] lengths) {
        this.kind = kind;
        for (int i = 0; i < lengths.length; i++) {
            items.add(new Item<>(this, inputs.get(i), i, lengths[i]));
        }
        this.outputs = new ArrayList<>(Collections.nCopies(lengths.length, null));
        this.missing = lengths.length;
    }

    K kind() {
        return kind;
    }

    List<Item<K, I, O>> items() {
        return items;
    }

    /** Completed with all outputs, or with the first failure; whoever waits may cancel it. */
    CompletableFuture<List<O>> done() {
        return done;
    }

    @SuppressWarnings("NullAway") // none is null once none is missing
    private void complete(int place, O output) {
        boolean whole;
        synchronized (outputs) {
            outputs.set(place, output);
            whole = --missing == 0;
        }
        if (whole) {
            done.complete(outputs);
        }
    }
}
