package io.github.electra4j.serve.http;

import java.time.Duration;

/**
 * What one request, and all of them together, may take.
 *
 * @param body bytes of a body
 * @param bodies bytes of all bodies that are being read or answered
 * @param texts inputs of a request
 * @param tokens word pieces of a request
 * @param queue inputs that wait
 * @param header bytes of a request's first line and headers
 * @param connections that are open; more wait to be accepted
 * @param timeout from a request's being read to its being computed
 * @param reading until a request has arrived, headers and body
 * @param idle until a connection on which nothing moves is closed
 * @param grace for requests that were accepted before the server was told to stop
 */
public record Limits(
        long body,
        long bodies,
        int texts,
        int tokens,
        int queue,
        int header,
        int connections,
        Duration timeout,
        Duration reading,
        Duration idle,
        Duration grace) {
    public Limits {
        atLeastOne("body", body);
        atLeastOne("texts", texts);
        atLeastOne("tokens", tokens);
        atLeastOne("header", header);
        atLeastOne("connections", connections);
        if (bodies < body) {
            throw new IllegalArgumentException(
                    "bodies: " + bodies + ", expected at least the " + body + " of one body");
        }
        if (queue < texts) {
            throw new IllegalArgumentException(
                    "queue: " + queue + ", expected at least the " + texts + " texts that one request may have");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout: " + timeout + ", expected more than nothing");
        }
    }

    private static void atLeastOne(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": " + value + ", expected at least 1");
        }
    }

    /** For a machine of a few cores. */
    public static Limits standard() {
        return new Limits(
                1 << 20,
                64 << 20,
                256,
                65_536,
                1024,
                8192,
                1024,
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30));
    }
}
