package io.github.electra4j.serve.http;

/**
 * How requests are logged: a line each, at level {@code INFO} of {@link #LOGGER}. What a line has is no text of a request, unless texts are
 * asked for.
 *
 * @param format of a line
 * @param texts whether its target and its body stand in the line too, as they came
 */
public record AccessLog(Format format, boolean texts) {
    /** The logger's name; what it is given is the whole line. */
    public static final String LOGGER = "io.github.electra4j.serve.access";

    /** Lines for people, without texts. */
    public static final AccessLog STANDARD = new AccessLog(Format.PLAIN, false);

    public AccessLog {
        if (texts && format == Format.NONE) {
            throw new IllegalArgumentException("logTexts: texts are wanted in a log of the format none; take another");
        }
    }

    /** What a line looks like. */
    public enum Format {
        /** For people: time, method, path, status and milliseconds, then names and values. */
        PLAIN,
        /** For programs: a JSON object a line. */
        JSON,
        /** No line. */
        NONE
    }
}
