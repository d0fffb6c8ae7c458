package io.github.electra4j.serve.http;

import java.time.Duration;

/**
 * What one request, and all of them together, may take.
 *
 * @param maxBody bytes of a body
 * @param bodies bytes that have come of all bodies that are being read or answered
 * @param maxTexts inputs of a request
 * @param maxTokens word pieces of a request, each as often as a model reads it
 * @param queue inputs that wait
 * @param header bytes of a request's first line and headers
 * @param connections that are open; more wait to be accepted
 * @param timeout from a request's being read to its being computed
 * @param reading until a request has arrived, headers and body
 * @param idle until a connection on which nothing moves is closed
 * @param grace for requests that were accepted before the server was told to stop
 */
public record Limits(
        long maxBody,
        long bodies,
        int maxTexts,
        int maxTokens,
        int queue,
        int header,
        int connections,
        Duration timeout,
        Duration reading,
        Duration idle,
        Duration grace) {
    /** Bytes of the longest array that every JVM makes. */
    public static final int LONGEST_BODY = Integer.MAX_VALUE - 8;

    public Limits {
        atLeastOne("maxBody", maxBody);
        atLeastOne("maxTexts", maxTexts);
        atLeastOne("maxTokens", maxTokens);
        atLeastOne("header", header);
        atLeastOne("connections", connections);
        if (maxBody > LONGEST_BODY) {
            throw new IllegalArgumentException("maxBody: " + maxBody + ", expected at most " + LONGEST_BODY);
        }
        if (bodies < maxBody) {
            throw new IllegalArgumentException(
                    "bodies: " + bodies + ", expected at least the " + maxBody + " of one body");
        }
        if (queue < maxTexts) {
            throw new IllegalArgumentException(
                    "queue: " + queue + ", expected at least the " + maxTexts + " texts that one request may have");
        }
        atLeastOneMilli("timeout", timeout);
        atLeastOneMilli("reading", reading);
        atLeastOneMilli("idle", idle);
        atLeastOneMilli("grace", grace);
    }

    private static void atLeastOneMilli(String name, Duration value) {
        if (value.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException(name + ": " + value + ", expected a millisecond at least");
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
                // Several times the queue: who finds it full is to be told so, which takes a connection.
                4096,
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30));
    }
}
