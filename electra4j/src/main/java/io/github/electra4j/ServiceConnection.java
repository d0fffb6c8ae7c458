package io.github.electra4j;

import io.github.electra4j.json.JsonText;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON to and from a server; one that is busy is asked again. */
record ServiceConnection(
        HttpClient http, URI server, @Nullable String token, Duration timeout) {
    /** How often a server that is busy is asked, in all. */
    private static final int ATTEMPTS = 3;

    /** Letters of an answer that is none, in a message. */
    private static final int SHOWN = 200;

    private static final int BUSY = 503;

    /** What the JDK says of bytes that are no TLS, in either of two sentences. */
    private static final String NO_TLS = "unrecognized ssl message";

    private static final long LONGEST_WAIT_SECONDS = 30;

    /** What the server says to a request. */
    ObjectNode post(String path, ObjectNode body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(at(path))
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JsonText.compact(body)));
        return sent(request);
    }

    ObjectNode get(String path) throws IOException {
        return sent(HttpRequest.newBuilder(at(path)).timeout(timeout));
    }

    private URI at(String path) {
        String base = server.toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
    }

    private ObjectNode sent(HttpRequest.Builder request) throws IOException {
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
            for (int attempt = 1; response.statusCode() == BUSY && attempt < ATTEMPTS; attempt++) {
                Thread.sleep(Duration.ofSeconds(wait(response)).toMillis());
                response = http.send(request.build(), BodyHandlers.ofByteArray());
            }
            if (response.statusCode() != 200) {
                throw refused(response);
            }
            return answer(response);
        } catch (ConnectException e) {
            // The client of the JDK says nothing more.
            throw new IOException(server + ": nobody answers there; is `electra serve` running?", e);
        } catch (HttpConnectTimeoutException e) {
            throw new IOException(
                    server + ": no connection in time; is the address right, and does a firewall let it pass?", e);
        } catch (HttpTimeoutException e) {
            throw new IOException(
                    server + ": no response within " + timeout.toMillis()
                            + " ms; is it overloaded? Ask for less at a time, or wait longer",
                    e);
        } catch (SSLHandshakeException e) {
            throw new IOException(
                    server + ": TLS was not agreed on: " + e.getMessage()
                            + "; of a certificate of your own Java is told by -Djavax.net.ssl.trustStore=FILE",
                    e);
        } catch (SSLException e) {
            if (!String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains(NO_TLS)) {
                throw new IOException(server + ": TLS broke off: " + e.getMessage(), e);
            }
            throw new IOException(
                    server + ": what answers there speaks no TLS (" + e.getMessage() + "); is it http://"
                            + server.getAuthority() + "?",
                    e);
        } catch (IOException e) {
            if (hasEnded(e)) {
                // The message may show bytes: of TLS those of an alert.
                throw new IOException(
                        server + ": the connection ended before there was a response; "
                                + ("http".equals(server.getScheme())
                                        ? "is it https://" + server.getAuthority() + "?"
                                        : "is the server stopping?"),
                        e);
            }
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(server + ": interrupted while waiting for the response", e);
        }
    }

    private static boolean hasEnded(IOException failure) {
        return Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(EOFException.class::isInstance);
    }

    /** What the server asks for, in seconds. */
    private static long wait(HttpResponse<?> response) {
        String asked = response.headers().firstValue("Retry-After").orElse("1");
        return asked.matches("\\d{1,4}") ? Math.min(LONGEST_WAIT_SECONDS, Long.parseLong(asked)) : 1;
    }

    private static ObjectNode answer(HttpResponse<byte[]> response) throws IOException {
        try {
            return json(response);
        } catch (IllegalArgumentException e) {
            throw new IOException(unexpected(response), e);
        }
    }

    private static ServiceException refused(HttpResponse<byte[]> response) {
        String type = response.headers().firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        int status = response.statusCode();
        try {
            return type.startsWith("application/problem+json")
                    ? problem(status, response.uri(), json(response))
                    : new ServiceException(status, "", unexpected(response));
        } catch (IllegalArgumentException e) {
            return new ServiceException(status, "", unexpected(response));
        }
    }

    private static ServiceException problem(int status, URI uri, JsonNode problem) {
        String kind = problem.path("type").asString("");
        return new ServiceException(
                status,
                kind.substring(kind.lastIndexOf(':') + 1),
                uri + ": " + problem.path("detail").asString(""));
    }

    private static ObjectNode json(HttpResponse<byte[]> response) {
        return JsonText.parseObject(response.body(), response.uri().toString());
    }

    private static String unexpected(HttpResponse<byte[]> response) {
        String text = new String(response.body(), StandardCharsets.UTF_8);
        return response.uri() + ": status " + response.statusCode()
                + ", expected a server of `electra serve`; it says "
                + JsonText.compact(JsonText.node(text.substring(0, Math.min(SHOWN, text.length()))));
    }
}
