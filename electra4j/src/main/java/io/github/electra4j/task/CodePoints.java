package io.github.electra4j.task;

import java.util.Arrays;

/**
 * Places of a text as files count them, in code points as Python does, and as Java does, in UTF-16 units: for many places of one text, whose
 * characters are then counted once.
 */
public final class CodePoints {
    private final int count;
    /** The first unit of each code point, and behind them the number of units; empty where every code point is one unit. */
    private final int[] units;

    private CodePoints(int count, int[] units) {
        this.count = count;
        this.units = units;
    }

    /** Those of a text. */
    public static CodePoints of(String text) {
        int count = text.codePointCount(0, text.length());
        if (count == text.length()) {
            return new CodePoints(count, new int[0]);
        }
        int[] units = new int[count + 1];
        for (int i = 0; i < count; i++) {
            units[i + 1] = units[i] + Character.charCount(text.codePointAt(units[i]));
        }
        return new CodePoints(count, units);
    }

    /** Number of code points. */
    public int count() {
        return count;
    }

    /** The first unit of a code point, from 0 to {@link #count}. */
    public int unit(int codePoint) {
        return units.length == 0 ? codePoint : units[codePoint];
    }

    /** The code points before a unit that begins one, or that stands behind the last. */
    public int before(int unit) {
        if (units.length == 0) {
            return unit;
        }
        int found = Arrays.binarySearch(units, unit);
        return found >= 0 ? found : -found - 1;
    }
}
