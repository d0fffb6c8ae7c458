package io.github.electra4j.train.tensor;

import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.bytedeco.pytorch.global.torch;

/**
 * Threads that work on parts of a step side by side, each with one engine thread: small operators do not split well over
 * cores, whole examples do.
 */
public final class Replicas implements AutoCloseable {
    /**
     * Threads that nobody uses now. The native libraries keep buffers for every thread that has ever worked, and do not give them back when
     * it ends: a program that trains many networks one after the other uses its threads again.
     */
    private static final Deque<ExecutorService> IDLE = new ConcurrentLinkedDeque<>();

    private static final AtomicInteger STARTED = new AtomicInteger();

    private final List<ExecutorService> threads = new ArrayList<>();

    /** So many threads; part {@code i} of every task runs on thread {@code i}. */
    public Replicas(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("replicas: " + count + ", expected at least 1");
        }
        for (int i = 0; i < count; i++) {
            ExecutorService idle = IDLE.poll();
            threads.add(idle != null ? idle : start());
        }
        NativeLibraries.load();
        // The engine keeps the number of threads for each calling thread.
        torch.set_num_threads(1);
        run(i -> {
            torch.set_num_threads(1);
            return i;
        });
    }

    private static ExecutorService start() {
        String name = "replica-" + STARTED.getAndIncrement();
        return Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    public int count() {
        return threads.size();
    }

    /**
     * Runs one part a thread, waits for all, and gives their results in order. The last failure is thrown when all have ended; an
     * interruption too ends it only then, since the parts use what the caller may free.
     */
    public <T> List<T> run(IntFunction<T> part) {
        if (threads.isEmpty()) {
            throw new IllegalStateException("these replicas were closed");
        }
        List<Future<T>> futures = new ArrayList<>();
        for (int i = 0; i < threads.size(); i++) {
            int index = i;
            futures.add(threads.get(i).submit(() -> part.apply(index)));
        }
        List<T> results = new ArrayList<>();
        Throwable failure = null;
        boolean interrupted = false;
        for (Future<T> future : futures) {
            boolean ended = false;
            while (!ended) {
                try {
                    results.add(future.get());
                    ended = true;
                } catch (ExecutionException e) {
                    failure = e.getCause();
                    ended = true;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        if (interrupted) {
            throw new IllegalStateException("interrupted while a step was computed");
        }
        return results;
    }

    /** The start of part {@code index} of {@code size} things in parts as equal as they can be. */
    public int start(int index, int size) {
        return (int) ((long) size * index / threads.size());
    }

    /** The same for the flat parameters, at multiples of 32 values. */
    public long start(int index, long size) {
        return index == threads.size() ? size : size * index / threads.size() / 32 * 32;
    }

    /** Leaves the threads to others. */
    @Override
    public void close() {
        IDLE.addAll(threads);
        threads.clear();
    }
}
