package io.github.electra4j.serve.http;

import io.github.electra4j.serve.model.LoadedModel;
import io.github.electra4j.serve.model.Operation;
import io.github.electra4j.serve.queue.BatchQueue;
import io.github.electra4j.serve.queue.Batching;
import io.github.electra4j.serve.queue.QueueFullException;
import io.github.electra4j.serve.queue.QueueListener;
import io.github.electra4j.serve.queue.Work;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;

/** The queue of all models: one for all, since they share the cores. */
final class Inference implements AutoCloseable {
    /** What is computed together: what is asked of the model that the requests were read by, even if another has taken its place. */
    record Kind(LoadedModel model, Operation<?, ?> operation) {
        /** Of how many inputs something was cut, by their outputs, which are those of the operation. */
        @SuppressWarnings("unchecked")
        long cut(List<?> outputs) {
            return outputs.stream()
                    .filter(((Operation<?, Object>) operation)::isCut)
                    .count();
        }
    }

    private final BatchQueue<Kind, Object, Object> queue;
    private final Limits limits;
    /** What somebody waits for, by a key of its own. */
    private final Map<Object, CompletableFuture<?>> awaited = new ConcurrentHashMap<>();

    Inference(Limits limits, int threads, Work<Kind, Object, Object> work, QueueListener<Kind> listener) {
        this.limits = limits;
        this.queue = new BatchQueue<>(limits.queue(), threads, Batching.standard(), work, listener);
    }

    /** Asks the model. */
    static List<Object> compute(Kind kind, List<Object> inputs) {
        return compute(kind.model(), kind.operation(), inputs);
    }

    /** Inputs of a kind are those that its operation has read. */
    @SuppressWarnings("unchecked")
    private static <I, O> List<Object> compute(LoadedModel model, Operation<I, O> operation, List<Object> inputs) {
        return (List<Object>) model.ask(electra -> operation.compute((List<I>) inputs, electra));
    }

    /**
     * Queues inputs; what they give comes in time, or a {@link java.util.concurrent.TimeoutException}.
     *
     * @throws Problem.ProblemException where there is no room for them
     */
    @SuppressWarnings("unchecked")
    <I, O> CompletableFuture<List<O>> submit(
            LoadedModel model, Operation<I, O> operation, List<I> inputs, int[] lengths) {
        try {
            CompletableFuture<List<Object>> outputs =
                    queue.submit(new Kind(model, operation), (List<Object>) inputs, lengths);
            outputs.orTimeout(limits.timeout().toMillis(), TimeUnit.MILLISECONDS);
            Object key = new Object();
            awaited.put(key, outputs);
            CompletableFuture<List<Object>> unused = outputs.whenComplete((found, failure) -> awaited.remove(key));
            return (CompletableFuture<List<O>>) (CompletableFuture<?>) outputs;
        } catch (QueueFullException e) {
            throw busy("queue-full", "the queue is full: " + e.getMessage() + "; try again later");
        } catch (RejectedExecutionException e) {
            throw stopping();
        }
    }

    /** Refuses whatever is not computed yet. */
    void abandon() {
        awaited.values().forEach(outputs -> outputs.completeExceptionally(stopping()));
    }

    private static Problem.ProblemException stopping() {
        return Problem.stopping().exception();
    }

    private static Problem.ProblemException busy(String kind, String detail) {
        return new Problem(HttpStatus.SERVICE_UNAVAILABLE_503, kind, detail)
                .header(HttpHeader.RETRY_AFTER, "1")
                .exception();
    }

    /** Inputs that wait. */
    int waiting() {
        return queue.size();
    }

    @Override
    public void close() {
        queue.close();
    }

    boolean awaitEnd(Duration most) throws InterruptedException {
        return queue.awaitEnd(most);
    }
}
