package io.github.electra4j.train.study;

import io.github.electra4j.evaluate.PairedBootstrap;
import io.github.electra4j.evaluate.Summary;
import io.github.electra4j.progress.Block;
import io.github.electra4j.progress.Report;
import io.github.electra4j.progress.RunView;
import io.github.electra4j.progress.Series;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The results of a study as one HTML page. */
public final class StudyReport {
    private final StudyResults results;
    private final StudyJob job;
    private final List<Block> blocks = new ArrayList<>();

    private StudyReport(StudyResults results) {
        this.results = results;
        job = results.job();
    }

    /** Writes the page. */
    public static void write(Path html, StudyResults results) throws IOException {
        StudyReport report = new StudyReport(results);
        report.write();
        Report.write(html, report.job.declaration().title(), report.blocks);
    }

    private void write() throws IOException {
        blocks.add(new Block.Paragraph(String.format(
                Locale.ROOT,
                "%d arms, %d seed%s, %d budget%s. All arms of a budget cost as many operations, counted from shapes with every network that "
                        + "is trained, and took turns on this machine. Each result was fine-tuned on every task; its learning rate "
                        + "was chosen on other rows than those that it was measured on.",
                job.declaration().arms().size(),
                job.seeds().size(),
                job.seeds().size() == 1 ? "" : "s",
                job.budgets().size(),
                job.budgets().size() == 1 ? "" : "s")));
        scores();
        curves();
        comparisons();
        costs();
        settings();
        runs();
    }

    private void scores() {
        List<String> columns = new ArrayList<>(List.of("arm", "budget"));
        List<String> tasks = results.tasks();
        tasks.forEach(task -> columns.add(task + metric(task)));
        boolean published = job.declaration().published() != null;
        if (published) {
            columns.add("published");
        }
        List<List<String>> rows = new ArrayList<>();
        for (StudyResults.Row row : results.table()) {
            List<String> cells =
                    new ArrayList<>(List.of(row.arm().name(), row.budget().text()));
            tasks.forEach(task -> cells.add(summary(row.scores().get(task))));
            if (published) {
                cells.add(number("%.1f", row.arm().published()));
            }
            rows.add(cells);
        }
        rows.add(
                baseline("untrained", tasks, task -> summary(results.untrained().get(task)), published));
        rows.add(baseline(
                "without reading",
                tasks,
                task -> percent(results.majority().getOrDefault(task, Double.NaN)),
                published));
        blocks.add(new Block.Heading("Scores"));
        blocks.add(new Block.Table("times 100, mean ± standard deviation over the seeds (how many)", columns, rows));
        results.brokenDown().forEach(words -> blocks.add(new Block.Paragraph("Broken down: " + words + ".")));
        if (published) {
            blocks.add(new Block.Paragraph("Published: " + job.declaration().published() + "."));
        }
    }

    private static List<String> baseline(
            String name, List<String> tasks, Function<String, String> cell, boolean published) {
        List<String> cells = new ArrayList<>(List.of(name, ""));
        tasks.forEach(task -> cells.add(cell.apply(task)));
        if (published) {
            cells.add("");
        }
        return cells;
    }

    private String metric(String task) {
        if (job.pairs().stream().anyMatch(set -> set.name().equals(task))) {
            return ", minimal pairs";
        }
        return job.tasks().stream()
                .filter(each -> each.name().equals(task))
                .map(each -> ", " + each.metric())
                .findFirst()
                .orElse("");
    }

    /** Score against compute, where there are several budgets. */
    private void curves() {
        if (job.budgets().size() < 2) {
            return;
        }
        String task = job.tasks().size() > 1
                ? StudyResults.AVERAGE
                : job.tasks().get(0).name();
        curve(task, "operations", StudyResults.Run::flops);
        curve(task, "tokens", run -> (double) run.tokens());
        curve(task, "seconds", StudyResults.Run::seconds);
        curve(task, "joules", StudyResults.Run::joules);
    }

    /** A curve an arm, of the budgets whose amount is known; none where none is. */
    private void curve(String task, String x, Function<StudyResults.Run, @Nullable Double> amount) {
        Map<String, List<StudyResults.Row>> byArm = new LinkedHashMap<>();
        results.table().forEach(row -> byArm.computeIfAbsent(row.arm().name(), name -> new ArrayList<>())
                .add(row));
        List<Series> series = new ArrayList<>();
        byArm.forEach((name, rows) -> {
            List<StudyResults.Row> sorted = rows.stream()
                    .filter(row -> row.mean(amount) != null)
                    .sorted(Comparator.comparingDouble(row -> known(row, amount)))
                    .toList();
            if (sorted.isEmpty()) {
                return;
            }
            series.add(new Series(
                    name,
                    sorted.stream().mapToDouble(row -> known(row, amount)).toArray(),
                    sorted.stream()
                            .mapToDouble(row -> 100
                                    * Objects.requireNonNull(row.scores().get(task))
                                            .mean())
                            .toArray(),
                    series.size(),
                    true));
        });
        if (!series.isEmpty()) {
            blocks.add(new Block.LineChart(task + " by " + x, x, series));
        }
    }

    private static double known(StudyResults.Row row, Function<StudyResults.Run, @Nullable Double> amount) {
        return Objects.requireNonNull(row.mean(amount));
    }

    private void comparisons() {
        List<List<String>> rows = new ArrayList<>();
        for (StudyResults.Comparison each : results.comparisons()) {
            PairedBootstrap result = each.result();
            rows.add(List.of(
                    each.arm(),
                    each.budget(),
                    each.task(),
                    String.format(Locale.ROOT, "%+.2f", 100 * result.difference()),
                    String.format(Locale.ROOT, "%+.2f to %+.2f", 100 * result.low(), 100 * result.high()),
                    String.format(Locale.ROOT, "%.3f", result.p())));
        }
        String reference = job.declaration().reference().name();
        blocks.add(new Block.Heading("Against " + reference));
        blocks.add(new Block.Table(
                "difference to " + reference + ", times 100; paired bootstrap over "
                        + (job.seeds().size() == 1 ? "rows alone, since there is one seed" : "seeds and rows"),
                List.of("arm", "budget", "task", "difference", "95 % interval", "p"),
                rows));
    }

    private void costs() {
        List<List<String>> rows = new ArrayList<>();
        for (StudyResults.Row row : results.table()) {
            Double joules = row.mean(StudyResults.Run::joules);
            rows.add(List.of(
                    row.arm().name(),
                    row.budget().text(),
                    String.format(Locale.ROOT, "%,d", row.parameters()),
                    number("%,.0f", row.mean(run -> (double) run.steps())),
                    number("%,.0f", row.mean(run -> (double) run.tokens())),
                    number("%.3g", row.mean(StudyResults.Run::flops)),
                    number("%,.0f", row.mean(StudyResults.Run::seconds)),
                    joules == null ? "unknown" : String.format(Locale.ROOT, "%,.0f", joules / 1000),
                    number("%,.2f", results.grams(joules))));
        }
        blocks.add(new Block.Heading("Cost of a run"));
        blocks.add(new Block.Table(
                "pre-training, means over the seeds",
                List.of("arm", "budget", "parameters", "steps", "tokens", "operations", "seconds", "kJ", "g CO2"),
                rows));
        blocks.add(new Block.Paragraph(String.format(
                Locale.ROOT,
                "Parameters are those of the network that is kept. Energy is that of the processors by their own counters, other programs "
                        + "included, and unknown where these cannot be read; CO2 is %.0f g for each kWh of it.",
                job.gramsPerKilowattHour())));
    }

    private void settings() {
        List<List<String>> rows = new ArrayList<>();
        for (Arm arm : job.declaration().arms()) {
            List<String> changes = new ArrayList<>();
            arm.changes().forEach((key, value) -> changes.add(key + " = " + value));
            rows.add(List.of(arm.name(), String.join(", ", changes)));
        }
        blocks.add(new Block.Heading("Arms"));
        blocks.add(new Block.Table("settings in which they differ", List.of("arm", "settings"), rows));
    }

    /** The curves of every run, folded. */
    private void runs() throws IOException {
        List<RunView> views = new ArrayList<>();
        for (Path run : results.runs()) {
            views.add(RunView.read(run)
                    .named(job.out().resolve("runs").relativize(run.getParent()).toString()));
        }
        blocks.add(new Block.Folded("Curves of the runs", Report.blocks(views)));
    }

    private static String summary(@Nullable Summary summary) {
        return summary == null || Double.isNaN(summary.mean()) ? "" : summary.percent();
    }

    private static String percent(double score) {
        return Double.isNaN(score) ? "" : String.format(Locale.ROOT, "%.2f", 100 * score);
    }

    private static String number(String format, @Nullable Double value) {
        return value == null || Double.isNaN(value) ? "" : String.format(Locale.ROOT, format, value);
    }
}
