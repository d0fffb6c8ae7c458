package io.github.electra4j.json;

import java.util.Locale;

/** Probabilities and scores as predictions have them: what is behind the sixth decimal differs from machine to machine. */
public final class SixDecimals {
    private SixDecimals() {}

    /** For a table. */
    public static String text(double value) {
        return String.format(Locale.ROOT, "%.6f", value);
    }

    /** For JSON. */
    public static double of(double value) {
        return Math.rint(value * 1e6) / 1e6;
    }
}
