package io.github.electra4j.progress;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One axis of a chart: from where to where it goes, and where its ticks are.
 *
 * @param from the value at its beginning
 * @param to the value at its end, above {@code from}
 * @param logarithmic whether equal distances are equal ratios
 * @param ticks values with a label, ascending, between the two
 */
record Axis(double from, double to, boolean logarithmic, List<Double> ticks) {
    /** A linear axis that begins and ends where the values do, one to the left and right of a single one. */
    static Axis exact(double least, double most, int about) {
        double[] range = most > least ? new double[] {least, most} : new double[] {least - 1, least + 1};
        return new Axis(range[0], range[1], false, ticks(range[0], range[1], step(range[1] - range[0], about)));
    }

    /** A linear axis that begins and ends at a tick. */
    static Axis linear(double least, double most, int about) {
        double[] range = widened(least, most);
        double step = step(range[1] - range[0], about);
        double from = Math.floor(range[0] / step + 1e-9) * step;
        double to = Math.ceil(range[1] / step - 1e-9) * step;
        return new Axis(from, to, false, ticks(from, to, step));
    }

    /** A logarithmic axis; the values are above 0. */
    static Axis logarithmic(double least, double most, int about) {
        double margin = Math.pow(Math.max(most / least, 1.05), 0.03);
        double from = least / margin;
        double to = most * margin;
        // The coarsest of these that gives enough ticks; within less than a decade that may be a linear set.
        for (double[] digits : new double[][] {{1}, {1, 3}, {1, 2, 5}}) {
            List<Double> ticks = new ArrayList<>();
            for (int power = (int) Math.floor(Math.log10(from)); power <= Math.log10(to); power++) {
                for (double digit : digits) {
                    double tick = digit * Math.pow(10, power);
                    if (tick >= from && tick <= to) {
                        ticks.add(tick);
                    }
                }
            }
            if (ticks.size() >= 3) {
                while (ticks.size() > 2 * about) {
                    List<Double> every = new ArrayList<>();
                    for (int i = 0; i < ticks.size(); i += 2) {
                        every.add(ticks.get(i));
                    }
                    ticks = every;
                }
                return new Axis(from, to, true, ticks);
            }
        }
        return new Axis(from, to, true, ticks(from, to, step(to - from, about)));
    }

    /** Where a value lies on the axis, from 0 to 1. */
    double place(double value) {
        return logarithmic
                ? (Math.log(value) - Math.log(from)) / (Math.log(to) - Math.log(from))
                : (value - from) / (to - from);
    }

    /** How a tick is written: with the digits that tell it from its neighbours, large numbers in thousands or millions. */
    String label(double tick) {
        if (tick == 0) {
            return "0";
        }
        double size = Math.max(Math.abs(from), Math.abs(to));
        if (size < 1e-3 || (logarithmic && Math.abs(tick) < 1e-3)) {
            int exponent = (int) Math.floor(Math.log10(Math.abs(tick)) + 1e-9);
            return (Figures.compact(tick / Math.pow(10, exponent), 4) + "e" + exponent).replace("-", "\u2212");
        }
        String suffix = "";
        double scale = 1;
        if (size >= 1e9) {
            scale = 1e9;
            suffix = "G";
        } else if (size >= 1e6) {
            scale = 1e6;
            suffix = "M";
        } else if (size >= 1e4) {
            scale = 1e3;
            suffix = "k";
        }
        String text = Figures.compact(tick / scale, 4) + suffix;
        if (!logarithmic && ticks.size() > 1) {
            double step = (ticks.get(1) - ticks.get(0)) / scale;
            int decimals = (int) Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
            boolean quarter = Math.abs(step * Math.pow(10, decimals) - 2.5) < 1e-6;
            text = String.format(Locale.ROOT, "%." + (quarter ? decimals + 1 : decimals) + "f", tick / scale) + suffix;
        }
        return text.replace("-", "\u2212");
    }

    private static double[] widened(double least, double most) {
        if (most > least) {
            return new double[] {least, most};
        }
        double half = least == 0 ? 1 : Math.abs(least) * 0.1;
        return new double[] {least - half, least + half};
    }

    /** 1, 2, 2.5 or 5 times a power of ten, so that about so many fit. */
    private static double step(double range, int about) {
        double raw = range / about;
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        double digit = raw / power;
        return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 2.5 ? 2.5 : digit <= 5 ? 5 : 10);
    }

    private static List<Double> ticks(double from, double to, double step) {
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(from / step - 1e-9); i * step <= to + step * 1e-9; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }
}
