package io.github.electra4j.task;

/** Parts of long texts, so that a page of many stays small. What is left out is shown as an ellipsis; no character is cut in two. */
public final class Excerpt {
    /** UTF-16 units of a text that are shown. */
    private static final int LENGTH = 300;

    private static final String ELLIPSIS = "\u2026";

    private Excerpt() {}

    /** The beginning of a text. */
    public static String beginning(String text) {
        return beginning(text, LENGTH);
    }

    /**
     * The beginning of a text.
     *
     * @param most UTF-16 units that are shown
     */
    public static String beginning(String text, int most) {
        return text.length() <= most ? text : text.substring(0, whole(text, most)) + ELLIPSIS;
    }

    /** The end of a text. */
    public static String end(String text) {
        return end(text, LENGTH);
    }

    private static String end(String text, int most) {
        return text.length() <= most ? text : ELLIPSIS + text.substring(whole(text, text.length() - most));
    }

    /**
     * A place of a text in brackets, with what stands around it.
     *
     * @param start its first UTF-16 unit
     * @param end the UTF-16 unit behind it
     */
    public static String around(String text, int start, int end) {
        String place = beginning(text.substring(start, end), LENGTH / 2);
        int side = Math.max(0, LENGTH - place.length()) / 2;
        return end(text.substring(0, start), side) + "[" + place + "]" + beginning(text.substring(end), side);
    }

    /** A place that parts no pair of surrogates. */
    private static int whole(String text, int at) {
        return at > 0
                        && at < text.length()
                        && Character.isLowSurrogate(text.charAt(at))
                        && Character.isHighSurrogate(text.charAt(at - 1))
                ? at - 1
                : at;
    }
}
