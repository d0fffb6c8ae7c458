package io.github.electra4j.progress;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Draws a {@link Block.LineChart} as SVG, once with a linear and, where all values are above 0, once with a logarithmic
 * vertical axis; the values drawn go along as attributes, for the script that shows them under the pointer.
 */
final class LineChartHtml {
    /** Points drawn of one curve: about one for every two units of the picture's width. */
    private static final int POINTS = 300;

    private static final int COLOURS = 8;
    private static final int ROWS = 8;

    private static final int WIDTH = 560;
    private static final int HEIGHT = 300;
    private static final int LEFT = 62;
    private static final int RIGHT = 22;
    private static final int TOP = 10;
    private static final int BOTTOM = 44;

    private final Block.LineChart chart;
    private final List<Curve> curves = new ArrayList<>();
    private final int notFinite;
    private final Html html;

    /** A series with the points chosen for drawing. */
    private record Curve(Series series, int[] points, double[] smooth, boolean smoothed) {
        String classes() {
            return "c" + Math.floorMod(series.colour(), COLOURS) + (series.sparse() ? " sparse" : "");
        }
    }

    private LineChartHtml(Block.LineChart chart, Html html) {
        this.chart = chart;
        this.html = html;
        int missing = 0;
        for (Series series : chart.series()) {
            Series drawn = series.finite();
            missing += series.size() - drawn.size();
            if (drawn.size() > 0) {
                boolean smoothed = drawn.isNoisy();
                double[] smooth = smoothed ? drawn.smoothed() : drawn.y();
                curves.add(new Curve(drawn, drawn.outline(POINTS), smooth, smoothed));
            }
        }
        this.notFinite = missing;
    }

    static void write(Block.LineChart chart, Html html) {
        new LineChartHtml(chart, html).write();
    }

    private void write() {
        if (curves.isEmpty()) {
            html.raw("<figure class=\"chart\"><figcaption>")
                    .text(chart.title())
                    .raw("</figcaption><p>No values yet.</p>");
            writeNotFinite();
            html.raw("</figure>\n");
            return;
        }
        double fromX = Double.POSITIVE_INFINITY;
        double toX = Double.NEGATIVE_INFINITY;
        double fromY = Double.POSITIVE_INFINITY;
        double toY = Double.NEGATIVE_INFINITY;
        for (Curve curve : curves) {
            Series series = curve.series();
            fromX = Math.min(fromX, series.x()[0]);
            toX = Math.max(toX, series.x()[series.size() - 1]);
            for (int point : curve.points()) {
                fromY = Math.min(fromY, series.y()[point]);
                toY = Math.max(toY, series.y()[point]);
            }
        }
        Axis x = Axis.exact(fromX, toX, 6);
        boolean both = fromY > 0 && toY / fromY >= 2;

        html.raw("<figure class=\"chart\"").attribute("data-x", chart.x());
        html.attribute("data-from", Figures.compact(x.from(), 9)).attribute("data-to", Figures.compact(x.to(), 9));
        html.raw("><figcaption>").text(chart.title());
        if (both) {
            html.raw(" <button type=\"button\" class=\"scale\" aria-pressed=\"false\" hidden>log</button>");
        }
        html.raw("</figcaption>\n");
        writeLegend();
        html.raw("<svg class=\"plot\" role=\"img\" tabindex=\"0\" viewBox=\"0 0 " + WIDTH + " " + HEIGHT + "\"");
        html.attribute("aria-label", description()).raw(">\n");
        writeHorizontal(x);
        writeScale("linear", x, Axis.linear(fromY, toY, 5));
        if (both) {
            writeScale("log", x, Axis.logarithmic(fromY, toY, 5));
        }
        html.raw("<g class=\"data\">");
        for (Curve curve : curves) {
            writeData(curve);
        }
        html.raw("</g><line class=\"cross\" x1=\"0\" x2=\"0\" y1=\"" + TOP + "\" y2=\"" + (HEIGHT - BOTTOM) + "\"/>");
        html.raw("</svg><div class=\"tip\" role=\"status\" hidden></div>\n");
        writeNotFinite();
        writeTable();
        html.raw("</figure>\n");
    }

    private void writeLegend() {
        if (curves.size() == 1 && !curves.get(0).smoothed()) {
            return;
        }
        html.raw("<ul class=\"legend\">");
        boolean pale = false;
        for (Curve curve : curves) {
            html.raw("<li class=\"" + curve.classes() + "\"><svg viewBox=\"0 0 24 8\" aria-hidden=\"true\">"
                            + "<path d=\"M1 4H23\"/></svg>")
                    .text(curve.series().name())
                    .raw("</li>");
            pale |= curve.smoothed();
        }
        html.raw(pale ? "<li class=\"note\">pale: as measured; strong: smoothed</li></ul>\n" : "</ul>\n");
    }

    /** What a screen reader says of the picture. */
    private String description() {
        StringBuilder text = new StringBuilder(chart.title()).append(" by ").append(chart.x());
        for (Curve curve : curves) {
            Series series = curve.series();
            int last = series.size() - 1;
            text.append("; ").append(series.name()).append(": ").append(Figures.number(curve.smooth()[0]));
            text.append(" at ").append(Figures.number(series.x()[0])).append(", ");
            text.append(Figures.number(curve.smooth()[last])).append(" at ").append(Figures.number(series.x()[last]));
        }
        return text.toString();
    }

    private void writeHorizontal(Axis x) {
        html.raw("<g class=\"axis\">");
        for (double tick : x.ticks()) {
            String at = pixel(left(x, tick));
            html.raw("<path d=\"M" + at + " " + (HEIGHT - BOTTOM) + "v5\"/><text x=\"" + at + "\" y=\""
                    + (HEIGHT - BOTTOM + 19) + "\" text-anchor=\"middle\">");
            html.text(x.label(tick)).raw("</text>");
        }
        html.raw("<text class=\"name\" x=\"" + (LEFT + WIDTH - RIGHT) / 2 + "\" y=\"" + (HEIGHT - 6)
                + "\" text-anchor=\"middle\">");
        html.text(chart.x()).raw("</text></g>\n");
    }

    private void writeScale(String name, Axis x, Axis y) {
        html.raw("<g class=\"" + name + "\" data-from=\"" + Figures.compact(y.from(), 9) + "\" data-to=\""
                + Figures.compact(y.to(), 9) + "\"><g class=\"axis\">");
        for (double tick : y.ticks()) {
            String at = pixel(top(y, tick));
            html.raw("<path class=\"grid\" d=\"M" + LEFT + " " + at + "H" + (WIDTH - RIGHT) + "\"/>");
            html.raw("<text x=\"" + (LEFT - 8) + "\" y=\"" + at + "\" dy=\"0.35em\" text-anchor=\"end\">");
            html.text(y.label(tick)).raw("</text>");
        }
        html.raw("</g>\n");
        for (Curve curve : curves) {
            if (curve.smoothed()) {
                writePath(curve, curve.series().y(), "raw", x, y);
            }
        }
        for (Curve curve : curves) {
            writePath(curve, curve.smooth(), "line", x, y);
        }
        html.raw("</g>\n");
    }

    private void writePath(Curve curve, double[] values, String kind, Axis x, Axis y) {
        Series series = curve.series();
        StringBuilder line = new StringBuilder();
        StringBuilder dots = new StringBuilder();
        boolean dotted = series.size() == 1 || (series.sparse() && series.size() <= 60);
        for (int point : curve.points()) {
            // A smoothed value lies between the raw ones, so it never leaves the picture by more than rounding.
            String at = pixel(left(x, series.x()[point])) + " " + pixel(top(y, values[point]));
            line.append(line.isEmpty() ? "M" : "L").append(at);
            if (dotted) {
                dots.append("M").append(at).append("h0");
            }
        }
        html.raw("<path class=\"" + kind + " " + curve.classes() + "\" d=\"" + line + "\"/>");
        if (dotted) {
            html.raw("<path class=\"dots " + curve.classes() + "\" d=\"" + dots + "\"/>");
        }
    }

    private void writeData(Curve curve) {
        Series series = curve.series();
        StringBuilder xs = new StringBuilder();
        StringBuilder raw = new StringBuilder();
        StringBuilder smooth = new StringBuilder();
        for (int point : curve.points()) {
            xs.append(xs.isEmpty() ? "" : " ").append(Figures.compact(series.x()[point], 9));
            raw.append(raw.isEmpty() ? "" : " ").append(Figures.compact(series.y()[point], 4));
            smooth.append(smooth.isEmpty() ? "" : " ").append(Figures.compact(curve.smooth()[point], 4));
        }
        html.raw("<circle class=\"" + curve.classes() + "\" r=\"4\"").attribute("data-name", series.name());
        html.attribute("data-x", xs.toString()).attribute("data-y", smooth.toString());
        if (curve.smoothed()) {
            html.attribute("data-raw", raw.toString());
        }
        html.raw("/>");
    }

    private void writeNotFinite() {
        if (notFinite > 0) {
            html.raw("<p class=\"warning\">")
                    .text(Figures.count(notFinite) + (notFinite == 1 ? " value is" : " values are")
                            + " not a finite number and not drawn.")
                    .raw("</p>\n");
        }
    }

    /** A few values of every curve, for those who would rather read than look. */
    private void writeTable() {
        List<List<String>> rows = new ArrayList<>();
        for (Curve curve : curves) {
            Series series = curve.series();
            int n = series.size();
            int count = Math.min(n, ROWS);
            for (int r = 0; r < count; r++) {
                int i = count == 1 ? 0 : (int) Math.round((double) r * (n - 1) / (count - 1));
                rows.add(List.of(series.name(), Figures.number(series.x()[i]), Figures.number(curve.smooth()[i])));
            }
        }
        html.raw("<details><summary>Values</summary>");
        TableHtml.write(new Block.Table("", List.of("curve", chart.x(), chart.title()), rows), html);
        html.raw("</details>");
    }

    private static double left(Axis x, double value) {
        return LEFT + x.place(value) * (WIDTH - LEFT - RIGHT);
    }

    private static double top(Axis y, double value) {
        return HEIGHT - BOTTOM - y.place(value) * (HEIGHT - TOP - BOTTOM);
    }

    private static String pixel(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
