package io.github.electra4j.serve.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tokens that open the server (RFC 6750). Kept as digests: those of equal length take equal time to compare, whatever they hold. */
public final class BearerTokens {
    private static final String SCHEME = "Bearer ";
    private static final int SHORTEST = 16;

    private final List<byte[]> digests;

    /**
     * These tokens.
     *
     * @throws IllegalArgumentException where one is short enough to be guessed; its text is not in the message
     */
    public BearerTokens(List<String> tokens) {
        for (int i = 0; i < tokens.size(); i++) {
            requireSafe(tokens.get(i), "token " + (i + 1) + " of " + tokens.size());
        }
        this.digests = tokens.stream().map(BearerTokens::digest).toList();
    }

    /**
     * Refuses a token that is short enough to be guessed, or that no header can hold.
     *
     * @param place where it stands, for the message, in which its text is not
     * @throws IllegalArgumentException where it is such a one
     */
    public static void requireSafe(String token, String place) {
        if (token.length() < SHORTEST || !token.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException(
                    place + ": a token of " + token.length() + " characters, expected at least " + SHORTEST
                            + " printable ASCII ones without spaces; `openssl rand -hex 32` makes one");
        }
    }

    /** Whether there is none, so that everybody may ask. */
    public boolean isEmpty() {
        return digests.isEmpty();
    }

    /**
     * Whether a request may pass.
     *
     * @param header its {@code Authorization}, or null
     */
    boolean admit(@Nullable String header) {
        if (isEmpty()) {
            return true;
        }
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        byte[] given = digest(header.substring(SCHEME.length()).strip());
        boolean known = false;
        for (byte[] digest : digests) {
            known |= MessageDigest.isEqual(digest, given);
        }
        return known;
    }

    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
