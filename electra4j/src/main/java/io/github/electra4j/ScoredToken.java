package io.github.electra4j;

/**
 * A token as a model scores it in its text.
 *
 * @param token the word piece; {@code ##} at its beginning joins it to the one before
 * @param start first UTF-16 unit of it in the text
 * @param end UTF-16 unit behind it
 * @param score what {@link Scoring} says; the higher, the likelier
 */
public record ScoredToken(String token, int start, int end, double score) {}
