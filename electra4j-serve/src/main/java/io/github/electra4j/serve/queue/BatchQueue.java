package io.github.electra4j.serve.queue;

import io.github.electra4j.serve.queue.Job.Item;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Inputs that wait to be computed, and the threads that compute them in batches. Nobody waits for a batch to fill: a free thread takes what
 * is there, so that batches are single inputs while there is little to do and grow with the load. Bounded: what has no room is refused at
 * once. Whoever cancels the future of a request, or lets it time out, takes its inputs out of the queue. Thread-safe.
 *
 * @param <K> a kind of input, by {@code equals}; inputs of two kinds are not computed together
 * @param <I> an input
 * @param <O> an output
 */
public final class BatchQueue<K, I, O> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BatchQueue.class);

    private final int capacity;
    private final Batching batching;
    private final Work<K, I, O> work;
    private final QueueListener<K> listener;
    private final List<Thread> workers = new ArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<Item<K, I, O>> waiting = new LinkedHashSet<>();
    private int idle;
    private boolean closed;

    /**
     * A queue with its threads.
     *
     * @param capacity most inputs that wait
     * @param threads that compute
     */
    public BatchQueue(int capacity, int threads, Batching batching, Work<K, I, O> work, QueueListener<K> listener) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity: " + capacity + ", expected at least 1");
        }
        this.capacity = capacity;
        this.batching = batching;
        this.work = work;
        this.listener = listener;
        for (int i = 0; i < threads; i++) {
            Thread worker = new Thread(this::work, "electra-batch-" + i);
            worker.setDaemon(true);
            workers.add(worker);
            worker.start();
        }
    }

    /**
     * Queues the inputs of a request, all or none.
     *
     * @param lengths of the inputs, in tokens
     * @return the outputs in the order of the inputs; cancelled, what still waits leaves the queue
     * @throws QueueFullException where there is no room for all of them
     * @throws RejectedExecutionException after {@link #close}
     */
    public CompletableFuture<List<O>> submit(K kind, List<I> inputs, int[] lengths) throws QueueFullException {
        if (lengths.length == 0) {
            return CompletableFuture.completedFuture(List.of());
        }
        Job<K, I, O> job = new Job<>(kind, inputs, lengths);
        lock.lock();
        try {
            if (closed) {
                throw new RejectedExecutionException("the queue is closed");
            }
            if (waiting.size() + lengths.length > capacity) {
                throw new QueueFullException(lengths.length, waiting.size(), capacity);
            }
            waiting.addAll(job.items());
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        CompletableFuture<List<O>> unused = job.done().whenComplete((outputs, failure) -> {
            if (failure != null) {
                leave(job);
            }
        });
        return job.done();
    }

    /** Inputs that wait. */
    public int size() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    private void leave(Job<K, I, O> job) {
        lock.lock();
        try {
            job.items().forEach(waiting::remove);
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        for (List<Item<K, I, O>> batch = take(); !batch.isEmpty(); batch = take()) {
            compute(batch);
        }
    }

    /** The next batch; empty where the queue is closed and nothing waits. */
    private List<Item<K, I, O>> take() {
        lock.lock();
        try {
            while (waiting.isEmpty()) {
                if (closed) {
                    return List.of();
                }
                idle++;
                changed.awaitUninterruptibly();
                idle--;
            }
            K kind = waiting.iterator().next().job().kind();
            List<Item<K, I, O>> same = waiting.stream()
                    .filter(item -> item.job().kind().equals(kind))
                    .toList();
            // What other threads could begin now is left to them.
            int share = (same.size() + idle) / (idle + 1);
            List<Item<K, I, O>> batch = batching.choose(same, Item::length, share);
            batch.forEach(waiting::remove);
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void compute(List<Item<K, I, O>> batch) {
        K kind = batch.get(0).job().kind();
        long begin = System.nanoTime();
        List<O> outputs;
        try {
            outputs = work.compute(kind, batch.stream().map(Item::input).toList());
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).complete(outputs.get(i));
            }
        } catch (RuntimeException | Error e) {
            if (batch.size() == 1) {
                batch.get(0).job().done().completeExceptionally(e);
            } else {
                // One of them is at fault, and the others are of other requests.
                batch.forEach(item -> compute(List.of(item)));
            }
            return;
        }
        long length = batch.stream().mapToLong(Item::length).sum();
        try {
            listener.computed(kind, outputs, length, System.nanoTime() - begin);
        } catch (RuntimeException e) {
            LOG.error("what is told of batches failed", e);
        }
    }

    /** Refuses more inputs, computes those that wait, and ends the threads. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until all threads have ended, which they do after {@link #close}; false where some still compute. */
    public boolean awaitEnd(Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        for (Thread worker : workers) {
            worker.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
        }
        return workers.stream().noneMatch(Thread::isAlive);
    }
}
