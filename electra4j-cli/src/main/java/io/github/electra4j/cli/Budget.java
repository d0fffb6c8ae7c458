package io.github.electra4j.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A span of time as it is written on the command line. */
final class Budget {
    private static final Pattern FORM = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(s|m|min|h|d)");

    private Budget() {}

    /** Seconds of a text such as {@code 90s}, {@code 30m}, {@code 2h} or {@code 1d}. */
    static double seconds(String text) {
        return seconds("--budget", text);
    }

    /**
     * The same for another option.
     *
     * @param option its name, for the message
     */
    static double seconds(String option, String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches() || Double.parseDouble(matcher.group(1)) == 0) {
            throw new IllegalArgumentException(
                    option + " " + text + ": expected a time above 0 such as 90s, 30m, 2h or 1d");
        }
        double unit =
                switch (matcher.group(2)) {
                    case "s" -> 1;
                    case "h" -> 3600;
                    case "d" -> 86_400;
                    default -> 60;
                };
        return Double.parseDouble(matcher.group(1)) * unit;
    }
}
