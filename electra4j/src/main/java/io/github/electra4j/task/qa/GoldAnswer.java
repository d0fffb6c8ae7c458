package io.github.electra4j.task.qa;

/**
 * An answer that people gave.
 *
 * @param text as it stands in the context, never empty
 * @param start where it begins in the context by its file, in code points, as Python counts; {@link #UNSAID} where the file does not say
 */
public record GoldAnswer(String text, int start) {
    /** The start of an answer of which a file gives the text alone. */
    public static final int UNSAID = -1;
}
