package io.github.electra4j.progress;

/**
 * One curve: values over steps, or over anything that grows.
 *
 * @param name what the legend calls it
 * @param x where each value was measured, ascending
 * @param y the values, as many; what is not finite is left out of the picture and counted
 * @param colour which of the eight colours of the palette; curves of one run share theirs
 * @param sparse whether each point is a measurement of its own, as an evaluation is: drawn dashed and with its points,
 *     and not smoothed
 */
public record Series(String name, double[] x, double[] y, int colour, boolean sparse) {
    public Series {
        if (x.length != y.length) {
            throw new IllegalArgumentException(
                    "series \"" + name + "\": " + x.length + " positions, but " + y.length + " values");
        }
    }

    /** A curve of frequent, noisy measurements: it is shown as it is, pale, and smoothed. */
    public static Series of(String name, double[] x, double[] y, int colour) {
        return new Series(name, x, y, colour, false);
    }

    /** How many values there are. */
    public int size() {
        return x.length;
    }

    /** Only the points that can be drawn. */
    Series finite() {
        int count = 0;
        for (int i = 0; i < x.length; i++) {
            if (Double.isFinite(x[i]) && Double.isFinite(y[i])) {
                count++;
            }
        }
        if (count == x.length) {
            return this;
        }
        double[] keptX = new double[count];
        double[] keptY = new double[count];
        int n = 0;
        for (int i = 0; i < x.length; i++) {
            if (Double.isFinite(x[i]) && Double.isFinite(y[i])) {
                keptX[n] = x[i];
                keptY[n++] = y[i];
            }
        }
        return new Series(name, keptX, keptY, colour, sparse);
    }

    /**
     * Whether single values hide the course of the whole, so that smoothing helps: the way up and down along the curve is
     * many times its height. A learning rate's is at most twice, and smoothing would only falsify it.
     */
    boolean isNoisy() {
        if (sparse || x.length < 60) {
            return false;
        }
        double way = 0;
        double least = y[0];
        double most = y[0];
        for (int i = 1; i < y.length; i++) {
            way += Math.abs(y[i] - y[i - 1]);
            least = Math.min(least, y[i]);
            most = Math.max(most, y[i]);
        }
        return way > 5 * (most - least);
    }

    /**
     * The values with their noise averaged away: a running mean that forgets over a fiftieth of the curve, with the weight
     * that is missing at its beginning made up for (Kingma and Ba, Adam, 2015, section 3).
     */
    double[] smoothed() {
        double keep = 1 - 1 / Math.max(1, x.length / 50.0);
        double[] smooth = new double[y.length];
        double mean = 0;
        double weight = 0;
        for (int i = 0; i < y.length; i++) {
            mean = keep * mean + (1 - keep) * y[i];
            weight = keep * weight + (1 - keep);
            smooth[i] = mean / weight;
        }
        return smooth;
    }

    /**
     * Which points to draw so that the curve looks as if all were drawn: largest triangle, three buckets (Steinarsson,
     * Downsampling Time Series for Visual Representation, 2013, section 4.2). The first and the last are always among them.
     *
     * @param most how many points at most, at least 3
     * @return indices, ascending
     */
    int[] outline(int most) {
        int n = x.length;
        if (n <= most) {
            int[] all = new int[n];
            for (int i = 0; i < n; i++) {
                all[i] = i;
            }
            return all;
        }
        int[] chosen = new int[most];
        chosen[most - 1] = n - 1;
        double width = (n - 2.0) / (most - 2);
        int previous = 0;
        for (int bucket = 0; bucket < most - 2; bucket++) {
            int from = 1 + (int) (bucket * width);
            int to = Math.min(n - 1, 1 + (int) ((bucket + 1) * width));
            int end = bucket == most - 3 ? n : Math.min(n - 1, 1 + (int) ((bucket + 2) * width));
            double nextX = mean(x, to, end);
            double nextY = mean(y, to, end);
            int best = from;
            double largest = -1;
            for (int i = from; i < to; i++) {
                double area = Math.abs(
                        (x[previous] - nextX) * (y[i] - y[previous]) - (x[previous] - x[i]) * (nextY - y[previous]));
                if (area > largest) {
                    largest = area;
                    best = i;
                }
            }
            previous = best;
            chosen[bucket + 1] = best;
        }
        return chosen;
    }

    private static double mean(double[] values, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += values[i];
        }
        return sum / (to - from);
    }
}
