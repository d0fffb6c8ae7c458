package io.github.electra4j.cli;

import io.github.electra4j.DetectedToken;
import io.github.electra4j.cli.quickstart.Results;
import io.github.electra4j.cli.quickstart.Samples;
import io.github.electra4j.progress.Terminal;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Prints what a quickstart found, for a terminal of 80 columns or more.
 *
 * @param results its figures
 * @param samples a few texts
 * @param recipeSteps steps of pre-training that the recipe has
 */
record QuickstartPrinter(Results results, Samples samples, long recipeSteps) {
    private static final String RED = "\u001b[1;31m";
    private static final String PLAIN = "\u001b[0m";
    private static final int TEXT = 60;

    void print(PrintStream out, Path report, List<String> next) {
        out.println();
        table(out, List.of("test accuracy", "", "", "rate"), results.rows());
        out.println();
        out.printf(
                Locale.ROOT,
                "%.0f s in all, %.0f s of pre-training (%,d%s steps)%s%n%n",
                results.seconds(),
                results.pretraining().seconds(),
                results.pretraining().steps(),
                results.pretraining().steps() < recipeSteps
                        ? String.format(Locale.ROOT, " of the recipe's %,d", recipeSteps)
                        : "",
                results.peakMegabytes() > 0 ? ", at most " + results.peakMegabytes() + " MB of memory" : "");
        table(out, List.of("wrong word found", ""), results.probeRows());
        out.println();
        boolean colours = Terminal.showsOutput();
        samples.detections().stream().limit(1).forEach(detection -> {
            out.println("replaced? (\""
                    + detection.item().words().get(detection.item().index()) + "\" stands where \""
                    + detection.item().original() + "\" stood)");
            out.println("  " + marked(detection.tokens(), colours));
        });
        out.println();
        List<List<String>> rows = new ArrayList<>();
        for (Samples.Row row : samples.predictions()) {
            List<String> cells = row.cells();
            rows.add(List.of(shortened(cells.get(0)), cells.get(1), cells.get(2), cells.get(3)));
        }
        table(out, List.of("gloss", "class", "predicted", ""), rows);
        out.println();
        out.println("report: " + report);
        out.println("next:");
        next.forEach(command -> out.println("  " + command));
    }

    /** A text with the probability behind each token that is more probably replaced than not, in red where there are colours. */
    static String marked(List<DetectedToken> tokens, boolean colours) {
        StringBuilder text = new StringBuilder();
        for (DetectedToken token : tokens) {
            boolean joined = token.token().startsWith("##") && token.token().length() > 2;
            boolean suspicious = token.probability() >= 0.5;
            text.append(joined || text.isEmpty() ? "" : " ");
            text.append(suspicious && colours ? RED : "");
            text.append(joined ? token.token().substring(2) : token.token());
            text.append(suspicious ? String.format(Locale.ROOT, "[%.2f]", token.probability()) : "");
            text.append(suspicious && colours ? PLAIN : "");
        }
        return text.toString();
    }

    private static String shortened(String text) {
        return text.length() <= TEXT ? text : text.substring(0, TEXT - 3) + "...";
    }

    /** Columns as wide as their widest cell, the first to the left, numbers to the right. */
    static void table(PrintStream out, List<String> heads, List<List<String>> rows) {
        List<List<String>> all = new ArrayList<>(List.of(heads));
        all.addAll(rows);
        for (List<String> row : all) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                int width = 0;
                boolean numbers = true;
                for (List<String> other : all) {
                    width = Math.max(width, other.get(column).length());
                    numbers &= other == heads
                            || other.get(column).isEmpty()
                            || other.get(column).matches("[±\\d].*");
                }
                String padding = " ".repeat(width - row.get(column).length());
                line.append(column == 0 ? "" : "  ")
                        .append(numbers ? padding + row.get(column) : row.get(column) + padding);
            }
            out.println(line.toString().stripTrailing());
        }
    }
}
