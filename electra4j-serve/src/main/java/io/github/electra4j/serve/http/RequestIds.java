package io.github.electra4j.serve.http;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Request;

/**
 * Names of requests, by which a client's log, a proxy's and ours are brought together: what the request brings under {@code X-Request-Id}, where
 * that can be a name, or one of ours.
 */
final class RequestIds {
    /** The header of requests and of responses. */
    static final String HEADER = "X-Request-Id";

    /** No spaces and no quotes: it is written into logs. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /** Another one at each start of a server. */
    private final String prefix = UUID.randomUUID().toString().substring(0, 8);

    private final AtomicLong count = new AtomicLong();

    String of(Request request) {
        String given = request.getHeaders().get(HEADER);
        return given != null && NAME.matcher(given).matches() ? given : prefix + "-" + count.incrementAndGet();
    }
}
