package io.github.electra4j.serve.http;

import io.github.electra4j.json.JsonText;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Why a request is not answered, as RFC 9457 has it.
 *
 * @param status of the response
 * @param kind what programs tell it by, the end of its {@code type}
 * @param detail what was wrong and what was expected, for people
 * @param more members that programs may want
 * @param headers of the response
 */
record Problem(int status, String kind, String detail, Map<String, Object> more, Map<String, String> headers) {
    static final String MEDIA_TYPE = "application/problem+json";

    private static final String TYPE = "urn:electra4j:problem:";

    Problem {
        more = Map.copyOf(more);
        headers = Map.copyOf(headers);
    }

    Problem(int status, String kind, String detail) {
        this(status, kind, detail, Map.of(), Map.of());
    }

    /** Of a server that was told to stop. */
    static Problem stopping() {
        return new Problem(HttpStatus.SERVICE_UNAVAILABLE_503, "stopping", "the server is stopping; ask another one")
                .header(HttpHeader.RETRY_AFTER, "1");
    }

    /** With one more member. */
    Problem with(String member, Object value) {
        Map<String, Object> all = new LinkedHashMap<>(more);
        all.put(member, value);
        return new Problem(status, kind, detail, all, headers);
    }

    /** With one more header. */
    Problem header(HttpHeader name, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(name.asString(), value);
        return new Problem(status, kind, detail, more, all);
    }

    /** To be thrown where a route finds it. */
    ProblemException exception() {
        return new ProblemException(this);
    }

    byte[] toJson() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", TYPE + kind);
        members.put("title", HttpStatus.getMessage(status));
        members.put("status", status);
        members.put("detail", detail);
        members.putAll(more);
        return JsonText.compact(JsonText.node(members)).getBytes(StandardCharsets.UTF_8);
    }

    /** Answers before there is a route, as the path's clients read it. */
    void write(Request request, Response response, Callback callback) {
        byte[] json =
                Dialect.of(request.getHttpURI().getCanonicalPath()).of(this).toJson();
        Seen.of(request).wrote(json.length);
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, MEDIA_TYPE);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, json.length);
        headers.forEach((name, value) -> response.getHeaders().put(name, value));
        response.write(true, ByteBuffer.wrap(json), callback);
    }

    /** What thrown exceptions carry. */
    static final class ProblemException extends RuntimeException {
        private static final long serialVersionUID = 1;

        @SuppressWarnings("serial") // it is never written
        private final Problem problem;

        private ProblemException(Problem problem) {
            super(problem.kind, null, false, false);
            this.problem = problem;
        }

        Problem problem() {
            return problem;
        }
    }
}
