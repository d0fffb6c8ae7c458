package io.github.electra4j;

/**
 * A token as a discriminator judges it.
 *
 * @param token the word piece; {@code ##} at its beginning joins it to the one before
 * @param start first UTF-16 unit of it in the text
 * @param end UTF-16 unit behind it
 * @param probability of its having been put in place of another token
 */
public record DetectedToken(String token, int start, int end, double probability) {}
