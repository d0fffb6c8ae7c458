package io.github.electra4j;

import io.github.electra4j.examples.Batch;
import io.github.electra4j.task.BatchOrder;
import io.github.electra4j.task.EncodedTexts;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/** Works through texts in batches of about one length: on the calling thread, as a single batch always is, or on all cores. */
final class BatchRunner implements AutoCloseable {
    private static final int BATCH = 32;

    private final Path path;
    private final ExecutorService threads;

    /**
     * Threads for a model.
     *
     * @param path of the model, for messages
     */
    BatchRunner(Path path) {
        this.path = path;
        this.threads = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), work -> {
            Thread thread = new Thread(work, "electra");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Work on one batch; {@code rows} are the numbers of its texts. */
    interface Work<B> {
        void run(int[] rows, B batch);
    }

    void run(EncodedTexts texts, boolean parallel, Work<Batch> work) {
        run(texts.lengths(), texts::batch, parallel, work);
    }

    <B> void run(int[] lengths, Function<int[], B> batches, boolean parallel, Work<B> work) {
        List<int[]> order = BatchOrder.evaluation(lengths, BATCH);
        if (!parallel || order.size() == 1) {
            order.forEach(rows -> work.run(rows, batches.apply(rows)));
            return;
        }
        Function<int[], CompletableFuture<Void>> start =
                rows -> CompletableFuture.runAsync(() -> work.run(rows, batches.apply(rows)), threads);
        try {
            List<CompletableFuture<Void>> running = order.stream().map(start).toList();
            running.forEach(CompletableFuture::join);
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException(path + ": this model was closed", e);
        }
    }

    /** Ends the threads; whoever asks for them afterwards is told that the model was closed. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
