package io.github.electra4j.task;

/**
 * The shortest length that a task can read its rows with.
 *
 * @param tokens most of a window
 * @param reason what they are needed for
 */
public record LeastLength(int tokens, String reason) {
    /** Of single texts. */
    public static final LeastLength SINGLE = new LeastLength(3, "[CLS], a piece and [SEP]");

    /** Of pairs. */
    public static final LeastLength PAIR = new LeastLength(5, "[CLS], a piece, [SEP], a piece and [SEP]");

    /** Refuses one that is shorter. */
    public void require(int length) {
        if (length < tokens) {
            throw new IllegalArgumentException("max_length " + length + ": expected " + expected());
        }
    }

    /** {@code at least 3: [CLS], a piece and [SEP]}. */
    public String expected() {
        return "at least " + tokens + ": " + reason;
    }
}
