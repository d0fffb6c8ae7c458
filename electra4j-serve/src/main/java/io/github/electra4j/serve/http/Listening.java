package io.github.electra4j.serve.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
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

    /**
     * Finds out whether a server could listen so, before anything is loaded for it: that the keys are some, the host is one of this
     * machine's and the port is
     * free. What happens to the port after that is found when the server starts.
     *
     * @throws IllegalArgumentException where a file of keys holds none
     * @throws IOException where the port is taken, or the host is none of this machine's
     */
    public void check() throws IOException {
        if (keys != null) {
            keys.keyStore();
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(host, port));
        } catch (IOException e) {
            throw refused(e);
        }
    }

    /** That it is not possible to listen. */
    IOException refused(Throwable cause) {
        return new IOException(
                "cannot listen on " + host + ", port " + port + ": " + cause.getMessage()
                        + "; choose others with --host and --port",
                cause);
    }

    /** On this machine alone, open to whoever is on it. */
    public static Listening loopback(int port) {
        return new Listening("127.0.0.1", port, null, new BearerTokens(List.of()), List.of());
    }
}
