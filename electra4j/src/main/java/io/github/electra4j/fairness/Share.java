package io.github.electra4j.fairness;

import io.github.electra4j.evaluate.Interval;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How many of some rows are of a kind.
 *
 * @param hits rows of the kind
 * @param ties rows of which it cannot be said; they are no hits
 * @param rows all
 */
public record Share(long hits, long ties, long rows) {
    static final Share NONE = new Share(0, 0, 0);

    Share with(boolean hit, boolean tie) {
        return new Share(hits + (hit ? 1 : 0), ties + (tie ? 1 : 0), rows + 1);
    }

    /** The share; NaN of no rows. */
    public double value() {
        return (double) hits / rows;
    }

    /** See {@link Interval#ofShare}. */
    public Interval interval() {
        return Interval.ofShare(hits, rows);
    }

    /** In per cent. */
    String toText() {
        return String.format(Locale.ROOT, "%.1f", 100 * value());
    }

    String intervalText() {
        return String.format(
                Locale.ROOT,
                "%.1f to %.1f",
                100 * interval().low(),
                100 * interval().high());
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rows", rows);
        json.put("hits", hits);
        json.put("ties", ties);
        json.put("share", value());
        json.put("low", interval().low());
        json.put("high", interval().high());
        return json;
    }
}
