package io.github.electra4j.serve.http;

import io.github.electra4j.json.JsonText;
import io.github.electra4j.serve.runs.LogPart;
import io.github.electra4j.serve.runs.Run;
import io.github.electra4j.serve.runs.RunFolder;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Training runs and what they measure.
 *
 * @param folder of them; null where none are served
 */
record RunRoutes(@Nullable RunFolder folder) {
    private static final Pattern PLACE = Pattern.compile("\\d{1,18}");

    void list(Context context) throws IOException {
        ObjectNode body = JsonText.object();
        ArrayNode runs = body.putArray("runs");
        if (folder != null) {
            RunFolder.Listing listing = folder.list();
            body.put("folder", listing.folder()).put("complete", listing.complete());
            Instant now = Instant.now();
            listing.runs().forEach(run -> describe(run, now, runs.addObject()));
        }
        Answers.json(context, body);
    }

    private static void describe(Run run, Instant now, ObjectNode object) {
        object.put("name", run.name())
                .put("path", run.path())
                .put("kind", run.kind())
                .put("bytes", run.bytes())
                .put("step", run.step())
                .put("seconds", run.seconds())
                .put(
                        "idle_seconds",
                        Math.max(
                                0,
                                Duration.between(run.written().toInstant(), now).toSeconds()));
        if (run.steps() >= 0) {
            object.put("steps", run.steps());
        }
    }

    void metrics(Context context) throws IOException {
        String from = context.queryParam("from");
        if (from != null && !PLACE.matcher(from).matches()) {
            throw new Problem(
                            HttpStatus.BAD_REQUEST_400,
                            "invalid-request",
                            "from is no number of a byte; give the next of the answer before, or leave it out")
                    .exception();
        }
        LogPart part = folder == null
                ? null
                : folder.read(
                        context.pathParam("name"), context.queryParam("log"), from == null ? 0 : Long.parseLong(from));
        if (part == null) {
            throw new Problem(
                            HttpStatus.NOT_FOUND_404,
                            "unknown-run",
                            "there is no run of this name; /v1/runs lists them")
                    .exception();
        }
        ObjectNode body = JsonText.object()
                .put("log", part.log())
                .put("from", part.from())
                .put("next", part.next())
                .put("size", part.size());
        body.putArray("lines").addAll(part.lines());
        Answers.json(context, body);
    }
}
