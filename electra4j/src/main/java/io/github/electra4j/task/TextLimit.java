package io.github.electra4j.task;

/**
 * What a task cuts where it is too long, as a message names it.
 *
 * @param things texts, say
 * @param most of them that are kept
 * @param units what is counted
 */
public record TextLimit(String things, int most, String units) {
    /**
     * {@code cut 3 of 40 texts to 128 tokens}.
     *
     * @param count of what was cut, such as {@code 3 of 40}
     */
    public String cut(String count) {
        return "cut " + count + " " + things + " to " + most + " " + units;
    }
}
