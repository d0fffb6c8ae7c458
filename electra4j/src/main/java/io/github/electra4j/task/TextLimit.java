package io.github.electra4j.task;

/**
 * What a task cuts where it is too long, as a message names it.
 *
 * @param things texts, say
 * @param most of them that are kept
 * @param units what is counted
 */
public record TextLimit(String things, int most, String units) {
    /** {@code texts to 128 tokens}. */
    public String cutTo() {
        return things + " to " + most + " " + units;
    }
}
