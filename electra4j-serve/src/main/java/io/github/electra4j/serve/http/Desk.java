package io.github.electra4j.serve.http;

import io.github.electra4j.serve.model.Operation;
import io.github.electra4j.serve.model.ServedModel;
import io.github.electra4j.task.JsonRow;
import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/**
 * What all routes need that ask a model.
 *
 * @param writers threads that write responses
 */
record Desk(Models models, Inference inference, Limits limits, Executor writers) {
    private static final String JSON = "application/json";

    /** The JSON object that a request holds. */
    JsonRow request(Context context) {
        String type = context.contentType();
        String media = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        // A page of another origin can send the media types of forms without being asked, but not this one.
        if (!media.equals(JSON)) {
            throw new Problem(
                            HttpStatus.UNSUPPORTED_MEDIA_TYPE_415,
                            "unsupported-media-type",
                            "the body must be JSON: send the header Content-Type: " + JSON)
                    .exception();
        }
        return RequestObject.of(BodyReader.bodyOf(context.req()));
    }

    /** The model that a request is for, which its figures are counted under. */
    ServedModel model(Context context, Operation<?, ?> operation, @Nullable String name) {
        ServedModel model = models.of(operation, name);
        Seen.of(context.req()).model(model.name());
        return model;
    }

    /** Queues what a request asks, for as long as its client waits. */
    <I, O> CompletableFuture<List<O>> submit(
            Context context, ServedModel model, Operation<I, O> operation, TaskRequest<I> task) {
        CompletableFuture<List<O>> outputs = inference.submit(model, operation, task.inputs(), task.lengths());
        return ClientWatch.over(outputs, context.req());
    }
}
