package io.github.electra4j.serve.http;

import io.github.electra4j.json.JsonText;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** How responses are written. */
final class Answers {
    private static final String JSON = "application/json";

    private Answers() {}

    static void json(Context context, JsonNode node) {
        context.contentType(JSON).result(JsonText.compact(node).getBytes(StandardCharsets.UTF_8));
    }

    static void problem(Context context, Problem problem) {
        context.status(problem.status()).contentType(Problem.MEDIA_TYPE).result(problem.toJson());
        problem.headers().forEach(context::header);
    }

    /**
     * Answers once something has been computed, or has failed.
     *
     * @param writers threads that write both: those that compute, and the one that ends what takes too long, are not to wait for a client
     *     who reads slowly
     */
    static <T> void later(Context context, Executor writers, CompletableFuture<T> computed, Consumer<T> answer) {
        context.future(() ->
                computed.whenCompleteAsync((found, failure) -> {}, writers).thenAccept(answer));
    }
}
