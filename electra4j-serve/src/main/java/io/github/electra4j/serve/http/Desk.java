package io.github.electra4j.serve.http;

import io.github.electra4j.Electra;
import io.github.electra4j.serve.model.LoadedModel;
import io.github.electra4j.serve.model.Operation;
import io.github.electra4j.serve.model.ServedModel;
import io.github.electra4j.task.JsonRow;
import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
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
        // Not by the server's own reading, which fails on a charset that is none: JSON has no such parameter.
        String type = context.header(HttpHeader.CONTENT_TYPE.asString());
        String media = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        // A page of another origin can send the media types of forms without being asked, but not this one.
        if (!media.equals(JSON)) {
            throw new Problem(
                            HttpStatus.UNSUPPORTED_MEDIA_TYPE_415,
                            "unsupported-media-type",
                            "the body must be JSON: send the header Content-Type: " + JSON)
                    .exception();
        }
        String coding = context.header(HttpHeader.CONTENT_ENCODING.asString());
        if (coding != null && !coding.strip().equalsIgnoreCase("identity")) {
            throw new Problem(
                            HttpStatus.UNSUPPORTED_MEDIA_TYPE_415,
                            "unsupported-media-type",
                            "the body must be as it is, without the header Content-Encoding")
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

    /**
     * What a request asks, under way.
     *
     * @param outputs one an input; they come for as long as the client waits
     */
    record Asked<I, O>(TaskRequest<I> task, CompletableFuture<List<O>> outputs) {}

    /** Reads what a request asks and queues it; a model that is loaded anew meanwhile is not asked in the place of the one it was read by. */
    <I, O> Asked<I, O> ask(
            Context context, ServedModel model, Operation<I, O> operation, Function<Electra, TaskRequest<I>> reading) {
        Asked<I, O> asked = ask(model, operation, reading);
        Seen.of(context.req()).task(asked.task());
        return new Asked<>(asked.task(), ClientWatch.over(asked.outputs(), context.req()));
    }

    /** The same for a part of what a request asks: its client is looked after by whoever puts the parts together. */
    <I, O> Asked<I, O> ask(ServedModel model, Operation<I, O> operation, Function<Electra, TaskRequest<I>> reading) {
        LoadedModel held = model.hold();
        boolean queued = false;
        try {
            TaskRequest<I> task = RequestObject.checked(() -> held.ask(reading));
            CompletableFuture<List<O>> outputs = inference.submit(held, operation, task.inputs(), task.lengths());
            queued = true;
            CompletableFuture<List<O>> unused = outputs.whenComplete((found, failure) -> held.release());
            return new Asked<>(task, outputs);
        } finally {
            if (!queued) {
                held.release();
            }
        }
    }
}
