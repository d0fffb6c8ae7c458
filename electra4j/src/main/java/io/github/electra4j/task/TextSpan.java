package io.github.electra4j.task;

/**
 * A part of a text.
 *
 * @param start its first UTF-16 unit
 * @param end the UTF-16 unit behind it
 */
public record TextSpan(int start, int end) {
    /**
     * The part that an object's {@code start} and {@code end} name, in code points.
     *
     * @param places of the text
     * @throws IllegalArgumentException where there is no such part, or nothing in it
     */
    public static TextSpan of(JsonRow span, CodePoints places) {
        int start = span.whole("start");
        int end = span.whole("end");
        if (end > places.count() || start >= end) {
            throw span.wrong(
                    "end",
                    "is " + end + " and start " + start + ", expected a start before the end, within the "
                            + places.count() + " characters of the text");
        }
        return new TextSpan(places.unit(start), places.unit(end));
    }

    /** What refuses an object whose part of the text holds no word, such as white space alone. */
    public static IllegalArgumentException wordless(JsonRow span) {
        return span.wrong("start", "is " + span.whole("start") + ": the span has no word in it, only white space");
    }
}
