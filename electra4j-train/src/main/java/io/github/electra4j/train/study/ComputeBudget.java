package io.github.electra4j.train.study;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The compute of one run.
 *
 * @param text as it was given
 * @param unit what is counted
 * @param amount above 0: operations, tokens or seconds
 */
public record ComputeBudget(String text, Unit unit, double amount) {
    private static final Pattern FORM =
            Pattern.compile("(\\d+(?:\\.\\d+)?(?:[eE]\\d+)?)\\s*([kKMGTP]?)\\s*(flops?|tokens?|s|m|min|h|d)", 0);

    /** What a budget counts. */
    public enum Unit {
        /** Operations counted from shapes, of every network that is trained. */
        FLOPS,
        /** Tokens that the reference arm sees; the other arms get as many operations. */
        TOKENS,
        /** Seconds of the reference arm on this machine, by a measurement at the start; the other arms get as many operations. */
        SECONDS
    }

    /**
     * A budget such as {@code 2e13flops}, {@code 20Mtokens} or {@code 30m}.
     *
     * @throws IllegalArgumentException where it is none
     */
    public static ComputeBudget parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        double number = matcher.matches() ? Double.parseDouble(matcher.group(1)) : 0;
        if (!(number > 0) || !Double.isFinite(number)) {
            throw wrong(text);
        }
        String unit = matcher.group(3).toLowerCase(Locale.ROOT);
        boolean time = unit.length() == 1 || unit.equals("min");
        if (time && !matcher.group(2).isEmpty()) {
            throw wrong(text);
        }
        double scale =
                switch (matcher.group(2)) {
                    case "k", "K" -> 1e3;
                    case "M" -> 1e6;
                    case "G" -> 1e9;
                    case "T" -> 1e12;
                    case "P" -> 1e15;
                    default -> 1;
                };
        if (!time) {
            return new ComputeBudget(text.strip(), unit.startsWith("flop") ? Unit.FLOPS : Unit.TOKENS, number * scale);
        }
        double seconds =
                switch (unit) {
                    case "s" -> 1;
                    case "h" -> 3600;
                    case "d" -> 86_400;
                    default -> 60;
                };
        return new ComputeBudget(text.strip(), Unit.SECONDS, number * seconds);
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException(text
                + ": expected operations such as 2e13flops, tokens such as 20Mtokens, or a time such as 30m or 2h");
    }
}
