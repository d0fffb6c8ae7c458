package io.github.electra4j.serve.http;

import io.github.electra4j.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the line of each request once it has been answered. A client chooses its request's method and path too, so that either stands there only
 * where it is one of ours, and a name in a path as the route has it.
 */
final class AccessLines implements RequestLog {
    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.LOGGER);
    private static final String OTHER = "other";

    /** Controls, ends of lines and paragraphs, and what turns the direction of writing; none beyond 16 bits. */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\u202a-\\u202e\\u2066-\\u2069]");

    private final AccessLog log;
    private final Predicate<String> paths;

    /**
     * Lines as told.
     *
     * @param paths those without names in them, which are written even where a request was refused before it had a route
     */
    AccessLines(AccessLog log, Predicate<String> paths) {
        this.log = log;
        this.paths = paths;
    }

    @Override
    public void log(Request request, Response response) {
        if (LOG.isInfoEnabled()) {
            ObjectNode line = line(request, response);
            LOG.info(log.format() == AccessLog.Format.JSON ? compact(line) : plain(line));
        }
    }

    private ObjectNode line(Request request, Response response) {
        Seen seen = Seen.of(request);
        long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - request.getBeginNanoTime());
        ObjectNode line = JsonText.object()
                .put("time", Instant.ofEpochMilli(Request.getTimeStamp(request)).toString())
                .put("method", HttpMethod.fromString(request.getMethod()) == null ? OTHER : request.getMethod())
                .put("path", path(request, seen))
                .put("status", response.getStatus())
                .put("ms", micros / 1000.0)
                .put("bytes_in", Request.getContentBytesRead(request))
                // What is written once the server has given a request up is not counted by it.
                .put("bytes_out", Math.max(seen.bytes(), Response.getContentBytesWritten(response)));
        if (seen.inputs() > 0) {
            line.put("inputs", seen.inputs()).put("tokens", seen.tokens());
        }
        if (!seen.model().isEmpty()) {
            line.put("model", seen.model());
        }
        line.put("id", seen.id());
        if (log.texts()) {
            line.put("target", request.getHttpURI().getPathQuery())
                    .put("body", new String(BodyReader.bodyOf(request), StandardCharsets.UTF_8));
        }
        return line;
    }

    private String path(Request request, Seen seen) {
        String path = request.getHttpURI().getCanonicalPath();
        return seen.hasRoute() || path == null || !paths.test(path) ? seen.route() : path;
    }

    /** Texts are written as JSON has them, so that a line stays a line. */
    private static String plain(ObjectNode line) {
        String rest = line.properties().stream()
                .skip(5)
                .map(entry -> entry.getKey() + "=" + plain(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(" "));
        return String.format(
                Locale.ROOT,
                "%s %s %s %d %.1f ms %s",
                line.get("time").asString(),
                line.get("method").asString(),
                line.get("path").asString(),
                line.get("status").intValue(),
                line.get("ms").doubleValue(),
                rest);
    }

    /** JSON without what a terminal obeys or a reader takes for the end of a line, beyond what JSON itself forbids. */
    private static String compact(JsonNode node) {
        return UNSEEN.matcher(JsonText.compact(node))
                .replaceAll(found -> String.format(
                        Locale.ROOT, "\\\\u%04x", (int) found.group().charAt(0)));
    }

    private static String plain(String key, JsonNode value) {
        boolean isText = key.equals("target") || key.equals("body");
        return isText ? compact(value) : value.asString();
    }
}
