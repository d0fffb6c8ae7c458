package io.github.electra4j.progress;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** How figures are written for people: always with a point, whatever the machine's language. */
final class Figures {
    private Figures() {}

    /** {@code 12,345}. */
    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** A measured value to four digits: {@code 9.312}, {@code 0.0005}, {@code 12,345}, {@code 2.5e-7}. */
    static String number(double value) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "not a number" : value > 0 ? "infinite" : "-infinite";
        }
        double size = Math.abs(value);
        if ((size >= 1e-4 && size < 1e7) || size == 0) {
            return size >= 1000
                    ? String.format(Locale.ROOT, "%,.0f", value)
                    : rounded(value, 4).toPlainString();
        }
        BigDecimal digits = rounded(value, 4);
        int exponent = digits.precision() - digits.scale() - 1;
        return digits.scaleByPowerOfTen(-exponent).stripTrailingZeros().toPlainString() + "e" + exponent;
    }

    /** A number for programs, to so many digits and as short as can be. */
    static String compact(double value, int digits) {
        BigDecimal rounded = rounded(value, digits);
        String plain = rounded.toPlainString();
        String scientific = rounded.toString();
        return scientific.length() < plain.length() ? scientific : plain;
    }

    private static BigDecimal rounded(double value, int digits) {
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits));
        return rounded.signum() == 0 ? BigDecimal.ZERO : rounded.stripTrailingZeros();
    }

    /** An amount with its unit: {@code 12,345 steps}; bytes become {@code 1.2 GB}. */
    static String amount(double value, String unit) {
        if (unit.equals("bytes")) {
            return bytes(value);
        }
        return count(Math.round(value)) + " " + unit;
    }

    /** Speed in units a second, with three digits that mean something: {@code 3,520 tokens/s}, {@code 0.42 steps/s}. */
    static String rate(double perSecond, String unit) {
        if (unit.equals("bytes")) {
            return bytes(perSecond) + "/s";
        }
        String format = perSecond >= 99.95 ? "%,.0f" : perSecond >= 9.995 ? "%.1f" : perSecond >= 0.1 ? "%.2f" : "%.4f";
        return String.format(Locale.ROOT, format, perSecond) + " " + unit + "/s";
    }

    /** {@code 980 B}, {@code 12.5 MB}, {@code 1.20 GB}: decimal units, as disks and networks count. */
    static String bytes(double value) {
        String[] units = {"B", "kB", "MB", "GB", "TB"};
        int unit = 0;
        while (value >= 999.5 && unit < units.length - 1) {
            value /= 1000;
            unit++;
        }
        String format = unit == 0 || value >= 99.95 ? "%.0f %s" : value >= 9.995 ? "%.1f %s" : "%.2f %s";
        return String.format(Locale.ROOT, format, value, units[unit]);
    }

    /** {@code 45s}, {@code 3m 12s}, {@code 2h 05m}, {@code 3d 04h}. */
    static String duration(double seconds) {
        long all = Math.max(0, Math.round(seconds));
        if (all < 60) {
            return all + "s";
        }
        if (all < 3600) {
            return String.format(Locale.ROOT, "%dm %02ds", all / 60, all % 60);
        }
        if (all < 86400) {
            return String.format(Locale.ROOT, "%dh %02dm", all / 3600, all % 3600 / 60);
        }
        return String.format(Locale.ROOT, "%dd %02dh", all / 86400, all % 86400 / 3600);
    }
}
