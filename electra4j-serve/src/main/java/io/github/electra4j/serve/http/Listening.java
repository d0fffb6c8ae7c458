package io.github.electra4j.serve.http;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the server is reached, by whom, and what is written of it.
 *
 * @param host to listen on
 * @param port 0 for any that is free
 * @param keys for TLS; null for none
 * @param tokens that open it
 * @param origins of pages that may ask it, as {@code https://example.org}; empty for none but its own
 * @param log what is written of each request
 */
public record Listening(
        String host, int port, @Nullable PemKeys keys, BearerTokens tokens, List<String> origins, AccessLog log) {
    private static final Pattern ORIGIN = Pattern.compile("https?://[^/?#\\s]+");

    public Listening {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port: " + port + ", expected 0 to 65535");
        }
        for (String origin : origins) {
            if (!ORIGIN.matcher(origin).matches()) {
                throw new IllegalArgumentException(
                        "corsOrigin: \"" + origin
                                + "\", expected the scheme and the host of a page and nothing behind them, as https://example.org");
            }
        }
        origins = List.copyOf(origins);
    }

    /** The same with {@link AccessLog#STANDARD}. */
    public Listening(String host, int port, @Nullable PemKeys keys, BearerTokens tokens, List<String> origins) {
        this(host, port, keys, tokens, origins, AccessLog.STANDARD);
    }

    /** On this machine alone, open to whoever is on it. */
    public static Listening loopback(int port) {
        return new Listening("127.0.0.1", port, null, new BearerTokens(List.of()), List.of());
    }
}
