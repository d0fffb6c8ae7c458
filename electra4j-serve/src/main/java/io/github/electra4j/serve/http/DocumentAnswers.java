package io.github.electra4j.serve.http;

import io.github.electra4j.dialogue.Answerer;
import io.github.electra4j.dialogue.PassageAnswer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;

/** Answers out of documents: looked for by two threads, for no more questions than may wait. */
final class DocumentAnswers {
    private static final int THREADS = 2;
    private static final int WAITING = 64;

    private final Answerer answerer;
    private final Duration timeout;
    private final ThreadPoolExecutor readers;

    DocumentAnswers(Answerer answerer, Duration timeout) {
        this.answerer = answerer;
        this.timeout = timeout;
        this.readers = new ThreadPoolExecutor(
                THREADS, THREADS, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), task -> {
                    Thread thread = new Thread(task, "electra-documents");
                    thread.setDaemon(true);
                    return thread;
                });
        readers.allowCoreThreadTimeOut(true);
    }

    /**
     * The answer to a question, in time or not at all; whoever cancels it before it is looked for saves that.
     *
     * @throws Problem.ProblemException where too many wait
     */
    CompletableFuture<Optional<PassageAnswer>> to(String question) {
        try {
            return CompletableFuture.supplyAsync(() -> Optional.ofNullable(answerer.answer(question)), readers)
                    .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            throw new Problem(
                            HttpStatus.SERVICE_UNAVAILABLE_503,
                            "queue-full",
                            WAITING + " questions to the documents wait already; try again later")
                    .header(HttpHeader.RETRY_AFTER, "1")
                    .exception();
        }
    }
}
