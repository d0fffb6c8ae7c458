package io.github.electra4j.serve.http;

import io.github.electra4j.json.JsonText;
import io.github.electra4j.serve.model.ServedModel;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.eclipse.jetty.http.HttpStatus;

/** Loads models anew while they work, one at a time, since each takes its room twice meanwhile. */
final class Reloading implements AutoCloseable {
    private final Models models;
    private final boolean overHttp;
    private final Executor writers;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread made = new Thread(work, "electra-reload");
        made.setDaemon(true);
        return made;
    });

    /**
     * @param overHttp whether requests may ask for it: where everybody may ask, one could keep the server busy with it
     * @param writers threads that write responses
     */
    Reloading(Models models, boolean overHttp, Executor writers) {
        this.models = models;
        this.overHttp = overHttp;
        this.writers = writers;
    }

    /** {@code POST /v1/models/NAME/reload}: answers once the new one is at work, or why it is not. */
    void handle(Context context) {
        ServedModel model = models.named(context.pathParam("name"));
        if (!overHttp) {
            throw new Problem(
                            HttpStatus.FORBIDDEN_403,
                            "no-tokens",
                            "a server without tokens loads nothing on request: give it some, or send it SIGHUP")
                    .exception();
        }
        Answers.later(
                context,
                writers,
                begun(model),
                done -> Answers.json(
                        context,
                        JsonText.object()
                                .put("model", model.name())
                                .put("loaded", model.current().when().toString())));
    }

    private CompletableFuture<Void> begun(ServedModel model) {
        CompletableFuture<Void> loading;
        try {
            loading = CompletableFuture.runAsync(() -> reload(model), thread);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(notReloaded("the server is stopping"));
        }
        return loading.exceptionally(failure -> {
            throw notReloaded(reason(failure));
        });
    }

    /** What failed, without the exceptions that carried it here. */
    private static String reason(Throwable failure) {
        Throwable reason = failure;
        while ((reason instanceof CompletionException || reason instanceof UncheckedIOException)
                && reason.getCause() != null) {
            reason = reason.getCause();
        }
        return String.valueOf(reason.getMessage());
    }

    private static void reload(ServedModel model) {
        try {
            model.reload();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Problem.ProblemException notReloaded(String reason) {
        return new Problem(
                        HttpStatus.CONFLICT_409, "not-reloaded", "the model that was loaded before goes on: " + reason)
                .exception();
    }

    /** Loads all anew; returns why some were not, each a sentence. */
    List<String> all() {
        List<String> failures = new ArrayList<>();
        for (ServedModel model : models.all()) {
            try {
                begun(model).join();
            } catch (CompletionException e) {
                failures.add(model.name() + ": "
                        + (e.getCause() instanceof Problem.ProblemException known
                                ? known.problem().detail()
                                : e));
            }
        }
        return failures;
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
