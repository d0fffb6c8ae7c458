package io.github.electra4j.progress;

import io.github.electra4j.checkpoint.AtomicFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * A report as one HTML file that needs nothing else: no network, no other file. It reads in light and dark, on a phone, on
 * paper, aloud, and without its script, which only shows values under the pointer.
 */
public final class Report {
    private static final String STYLE = resource("report.css");
    private static final String SCRIPT = resource("report.js");

    private Report() {}

    /**
     * Writes a report of one run, or of several side by side: tables of your own first, then the last figures, the curves,
     * the events, the configuration and the provenance.
     *
     * @param html the file to write; replaced as a whole if it is there
     * @param runs the runs; curves of the same figure share their axes
     * @param tables what to show before the curves, such as final scores
     * @param title the title of the page
     */
    public static void write(Path html, List<RunView> runs, List<Block.Table> tables, String title) throws IOException {
        write(html, title, RunReport.blocks(runs, tables));
    }

    /** What there is to say of runs, as {@link #write(Path, List, List, String)} does, to be part of another report. */
    public static List<Block> blocks(List<RunView> runs) {
        return RunReport.blocks(runs, List.of());
    }

    /** Writes a report of these blocks, one under another; neighbouring line charts stand side by side where they fit. */
    public static void write(Path html, String title, List<Block> blocks) throws IOException {
        AtomicFiles.writeString(html, page(title, blocks));
    }

    static String page(String title, List<Block> blocks) {
        Html html = new Html();
        html.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        // Only this very script runs and nothing is fetched, whatever a text in the report may contain.
        html.raw(
                "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
                        + "script-src 'sha256-" + digest(SCRIPT) + "'\">\n");
        html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.element("title", title).raw("\n<style>\n" + STYLE + "</style>\n</head>\n<body>\n<main>\n");
        html.element("h1", title).raw("\n");
        boolean charts = false;
        for (Block block : blocks) {
            boolean chart = block instanceof Block.LineChart;
            if (chart != charts) {
                html.raw(chart ? "<div class=\"charts\">\n" : "</div>\n");
                charts = chart;
            }
            write(block, html);
        }
        html.raw(charts ? "</div>\n" : "").raw("</main>\n<script>" + SCRIPT + "</script>\n</body>\n</html>\n");
        return html.toString();
    }

    // Java 17 has no switch over types.
    private static void write(Block block, Html html) {
        if (block instanceof Block.Heading heading) {
            html.element("h2", heading.text()).raw("\n");
        } else if (block instanceof Block.Paragraph paragraph) {
            html.element("p", paragraph.text()).raw("\n");
        } else if (block instanceof Block.Code code) {
            html.raw("<pre tabindex=\"0\">").text(code.text()).raw("</pre>\n");
        } else if (block instanceof Block.Table table) {
            TableHtml.write(table, html);
        } else if (block instanceof Block.BarChart chart) {
            TableHtml.write(chart, html);
        } else if (block instanceof Block.LineChart chart) {
            LineChartHtml.write(chart, html);
        } else if (block instanceof Block.Tokens tokens) {
            write(tokens, html);
        } else if (block instanceof Block.Folded folded) {
            html.raw("<details>").element("summary", folded.summary()).raw("\n");
            folded.blocks().forEach(inner -> write(inner, html));
            html.raw("</details>\n");
        } else if (block instanceof Block.Events events) {
            html.raw("<ul class=\"events\">\n");
            for (Block.Event event : events.events()) {
                html.raw("<li>")
                        .element("small", event.when())
                        .text(event.text())
                        .raw("</li>\n");
            }
            html.raw("</ul>\n");
        }
    }

    private static void write(Block.Tokens tokens, Html html) {
        html.raw("<figure class=\"tokens\">")
                .element("figcaption", tokens.caption())
                .raw("\n<p>");
        for (Block.Token token : tokens.tokens()) {
            boolean joined = token.text().startsWith("##") && token.text().length() > 2;
            String number = String.format(Locale.ROOT, "%.2f", token.probability());
            html.raw(joined ? "" : " ")
                    .raw("<span class=\"token" + (joined ? " joined" : "") + (token.marked() ? " marked" : "")
                            + "\" style=\"--p:" + number + "\" title=\"" + number + "\">");
            html.text(token.text());
            // Not by colour alone.
            html.raw(token.probability() >= 0.5 ? "<small>" + number + "</small></span>" : "</span>");
        }
        html.raw("</p></figure>\n");
    }

    private static String digest(String script) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = Report.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing beside " + Report.class.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new IllegalStateException(name + " beside " + Report.class.getName() + " cannot be read", e);
        }
    }
}
