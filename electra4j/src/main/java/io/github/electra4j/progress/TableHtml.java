package io.github.electra4j.progress;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Writes tables, and bar charts, which are tables with a picture in each row: both can be read aloud and fit a phone. */
final class TableHtml {
    private static final Pattern NUMBER =
            Pattern.compile("[-+\u2212]?[\\d,]*\\.?\\d+(e[-+]?\\d+)?( ?[%\u00b1].*)?|not a number|-?infinite");

    private TableHtml() {}

    static void write(Block.Table table, Html html) {
        html.raw("<div class=\"wide\" tabindex=\"0\"><table>");
        writeCaption(table.caption(), html);
        html.raw("<thead><tr>");
        boolean[] numeric = new boolean[table.columns().size()];
        for (int c = 0; c < numeric.length; c++) {
            int column = c;
            numeric[c] = c > 0
                    && table.rows().stream()
                            .map(row -> row.get(column))
                            .allMatch(cell ->
                                    cell.isEmpty() || NUMBER.matcher(cell).matches());
            html.raw(numeric[c] ? "<th scope=\"col\" class=\"number\">" : "<th scope=\"col\">")
                    .text(table.columns().get(c))
                    .raw("</th>");
        }
        html.raw("</tr></thead><tbody>\n");
        for (List<String> row : table.rows()) {
            html.raw("<tr>").raw("<th scope=\"row\">").text(row.get(0)).raw("</th>");
            for (int c = 1; c < row.size(); c++) {
                html.raw(numeric[c] ? "<td class=\"number\">" : "<td>")
                        .text(row.get(c))
                        .raw("</td>");
            }
            html.raw("</tr>\n");
        }
        html.raw("</tbody></table></div>\n");
    }

    static void write(Block.BarChart chart, Html html) {
        double least = 0;
        double most = 0;
        for (Block.Bar bar : chart.bars()) {
            if (Double.isFinite(bar.value())) {
                least = Math.min(least, bar.value() - bar.deviation());
                most = Math.max(most, bar.value() + bar.deviation());
            }
        }
        double range = most > least ? most - least : 1;
        html.raw("<table class=\"bars\">");
        writeCaption(chart.title(), html);
        html.raw("<tbody>\n");
        for (Block.Bar bar : chart.bars()) {
            String number = Figures.number(bar.value())
                    + (bar.deviation() > 0 ? " \u00b1 " + Figures.number(bar.deviation()) : "")
                    + (chart.unit().isEmpty() ? "" : " " + chart.unit());
            html.raw(bar.highlight() ? "<tr class=\"highlight\">" : "<tr>");
            html.raw("<th scope=\"row\">").text(bar.name()).raw("</th><td class=\"bar\"><span>");
            if (Double.isFinite(bar.value())) {
                double from = (Math.min(0, bar.value()) - least) / range;
                html.raw("<i style=\"left:" + percent(from) + ";width:" + percent(Math.abs(bar.value()) / range)
                        + "\"></i>");
                if (bar.deviation() > 0) {
                    html.raw("<b style=\"left:" + percent((bar.value() - bar.deviation() - least) / range) + ";width:"
                            + percent(2 * bar.deviation() / range) + "\"></b>");
                }
            }
            html.raw("</span></td><td class=\"number\">").text(number).raw("</td></tr>\n");
        }
        html.raw("</tbody></table>\n");
    }

    private static void writeCaption(String caption, Html html) {
        if (!caption.isEmpty()) {
            html.element("caption", caption);
        }
    }

    private static String percent(double part) {
        return String.format(Locale.ROOT, "%.2f%%", 100 * part);
    }
}
