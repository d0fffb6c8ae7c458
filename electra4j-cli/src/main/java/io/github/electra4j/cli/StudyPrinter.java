package io.github.electra4j.cli;

import io.github.electra4j.evaluate.Summary;
import io.github.electra4j.train.study.StudyResults;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prints the results of a study as tables. */
final class StudyPrinter {
    private StudyPrinter() {}

    static void print(StudyResults results, PrintStream out) {
        List<String> tasks = results.tasks();
        List<List<String>> rows = new ArrayList<>();
        List<String> heads = new ArrayList<>(List.of("arm", "budget"));
        heads.addAll(tasks);
        heads.addAll(List.of("tokens", "FLOPs", "seconds"));
        rows.add(heads);
        for (StudyResults.Row row : results.table()) {
            List<String> cells =
                    new ArrayList<>(List.of(row.arm().name(), row.budget().text()));
            tasks.forEach(task -> cells.add(percent(row.scores().get(task))));
            cells.add(number("%,.0f", row.mean(run -> (double) run.tokens())));
            cells.add(number("%.3g", row.mean(run -> run.flops())));
            cells.add(number("%,.0f", row.mean(run -> run.seconds())));
            rows.add(cells);
        }
        List<String> untrained = new ArrayList<>(List.of("untrained", ""));
        tasks.forEach(task -> untrained.add(percent(results.untrained().get(task))));
        untrained.addAll(List.of("", "", ""));
        rows.add(untrained);
        table(rows, out);
        results.brokenDown().forEach(words -> out.println("broken down: " + words));
        if (results.comparisons().isEmpty()) {
            return;
        }
        out.println();
        out.println("against " + results.job().declaration().reference().name() + ", difference, 95 % interval and p:");
        List<List<String>> against = new ArrayList<>();
        for (StudyResults.Comparison each : results.comparisons()) {
            against.add(List.of(
                    each.arm(),
                    each.budget(),
                    each.task(),
                    String.format(Locale.ROOT, "%+.2f", 100 * each.result().difference()),
                    String.format(
                            Locale.ROOT,
                            "(%+.2f to %+.2f)",
                            100 * each.result().low(),
                            100 * each.result().high()),
                    String.format(Locale.ROOT, "p %.3f", each.result().p())));
        }
        table(against, out);
    }

    private static String percent(@Nullable Summary summary) {
        return summary == null || Double.isNaN(summary.mean()) ? "-" : summary.percent();
    }

    private static String number(String format, @Nullable Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, format, value);
    }

    private static void table(List<List<String>> rows, PrintStream out) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        rows.forEach(row -> {
            for (int c = 0; c < columns; c++) {
                widths[c] = Math.max(widths[c], row.get(c).length());
            }
        });
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int c = 0; c < columns; c++) {
                String gap = " ".repeat(widths[c] - row.get(c).length());
                line.append(c < 2 ? row.get(c) + gap : gap + row.get(c)).append("  ");
            }
            out.println(line.toString().stripTrailing());
        }
    }
}
