package io.github.electra4j.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final Pattern TAG = Pattern.compile("<(/?)([a-zA-Z0-9]+)((?:\\s[^<>\"]*(?:\"[^\"<>]*\")?)*)(/?)>");
    private static final Set<String> VOID = Set.of("meta");

    @TempDir
    Path directory;

    private static RunView run(String name, Path directory, Map<String, Series> curves) {
        return new RunView(
                name,
                directory,
                curves,
                List.of(new RunView.Event(20, 61, "recall is 0")),
                Map.of("steps", "100", "name", name),
                Map.of("java", "17"),
                50,
                100,
                7500,
                Instant.parse("2026-01-02T03:04:05Z"));
    }

    private static Series line(String key, double... y) {
        double[] x = IntStream.range(0, y.length).mapToDouble(i -> 10.0 * i).toArray();
        return new Series(key, x, y, 0, !key.startsWith("train/"));
    }

    private static Map<String, Series> curves(Series... series) {
        Map<String, Series> curves = new LinkedHashMap<>();
        for (Series one : series) {
            curves.put(one.name(), one);
        }
        return curves;
    }

    /** Fails unless every element is closed in order; returns how many there are of each name. */
    private static Map<String, Integer> elements(String html) {
        String body = html.replaceFirst("(?s)<style>.*?</style>", "").replaceFirst("(?s)<script>.*?</script>", "");
        assertThat(body.replaceAll(TAG.pattern(), "").replace("<!DOCTYPE html>", ""))
                .doesNotContain("<", ">");
        Map<String, Integer> counts = new LinkedHashMap<>();
        Deque<String> open = new ArrayDeque<>();
        Matcher tag = TAG.matcher(body);
        while (tag.find()) {
            String name = tag.group(2);
            if (!tag.group(1).isEmpty()) {
                assertThat(open.pop()).as("closed at %d", tag.start()).isEqualTo(name);
            } else {
                counts.merge(name, 1, Integer::sum);
                if (tag.group(3).isEmpty()
                        || (!tag.group(3).endsWith("/") && tag.group(4).isEmpty())) {
                    if (!VOID.contains(name)) {
                        open.push(name);
                    }
                }
            }
        }
        assertThat(open).isEmpty();
        return counts;
    }

    private static String text(String html) {
        return html.replaceAll("(?s)<style>.*?</style>|<script>.*?</script>", "")
                .replaceAll("<[^>]*>", " ")
                .replaceAll("\\s+", " ");
    }

    @Test
    void write_oneRun_saysStateFiguresEventsAndSettings() throws IOException {
        Path html = directory.resolve("report.html");
        RunView run = run(
                "mine",
                directory,
                curves(line("train/generator_loss", 10, 5, 4), line("eval/discriminator_auc", 0.5, 0.75)));
        Block.Table scores = new Block.Table("Scores", List.of("task", "score"), List.of(List.of("SST-2", "0.81")));
        Report.write(html, List.of(run), List.of(scores), "My run");

        String page = Files.readString(html);
        Map<String, Integer> elements = elements(page);
        assertThat(page).contains("<title>My run</title>");
        assertThat(text(page))
                .contains("mine: as of step 50 of 100 (50%), after 2h 05m; last measured 2026-01-02 03:04:05 UTC.")
                .contains("SST-2 0.81")
                .contains("eval, discriminator AUC 0.75 10")
                .contains("train, generator loss 4 20")
                .contains("step 20, after 1m 01s recall is 0")
                .contains("Configuration")
                .contains("Provenance");
        assertThat(page).contains("aria-label=\"Generator loss by step; train: 10 at 0, 4 at 20\"");
        assertThat(elements.get("figure")).isEqualTo(2);
    }

    @Test
    void write_severalRuns_sameAxesLegendAndDifferences() {
        RunView first = run("joint", Path.of("runs/joint"), curves(line("train/loss", 3, 2), line("eval/loss", 3, 2)));
        RunView second = run("staged", Path.of("runs/staged"), curves(line("train/loss", 4, 3, 1)));
        String page = Report.page("Two", RunReport.blocks(List.of(first, second), List.of()));
        Map<String, Integer> elements = elements(page);
        assertThat(elements.get("figure")).isEqualTo(1);
        assertThat(page)
                .contains("data-name=\"joint, train\"")
                .contains("<circle class=\"c0 sparse\" r=\"4\" data-name=\"joint, eval\"")
                .contains("<circle class=\"c1\" r=\"4\" data-name=\"staged, train\"");
        assertThat(text(page))
                .contains("differs joint staged name joint staged")
                .contains("The same in all runs (1)");
    }

    @Test
    void write_runsOfOneName_toldApart() {
        Map<String, Series> curves = curves(line("train/loss", 3, 2));
        List<RunView> runs = List.of(
                run("run", Path.of("a/run"), curves),
                run("run", Path.of("b/run"), curves),
                run("run", Path.of("b/run"), curves));
        assertThat(text(Report.page("Three", RunReport.blocks(runs, List.of()))))
                .contains("a/run: as of", "b/run: as of", "b/run (2): as of");
    }

    @Test
    void write_textFromOutside_neverMarkup() {
        String evil = "</script><script>alert(1)</script><img src=x onerror=\"alert(2)\" a='\u0000\ud800";
        RunView run = new RunView(
                evil,
                Path.of("x"),
                curves(line("train/" + evil, 3, 2), line(evil + "/loss", 1, 2)),
                List.of(new RunView.Event(1, 1, evil)),
                Map.of(evil, evil),
                Map.of(evil, evil),
                1,
                2,
                3,
                Instant.EPOCH);
        List<Block> blocks = new ArrayList<>(RunReport.blocks(
                List.of(run, run.named("other")),
                List.of(new Block.Table(evil, List.of(evil), List.of(List.of(evil))))));
        blocks.add(new Block.Heading(evil));
        blocks.add(new Block.Paragraph(evil));
        blocks.add(new Block.Code(evil));
        blocks.add(new Block.BarChart(evil, evil, List.of(new Block.Bar(evil, 1, 1, true))));
        blocks.add(new Block.LineChart(evil, evil, List.of(line(evil, 1, 2))));
        blocks.add(new Block.LineChart(evil, evil, List.of()));
        blocks.add(new Block.Tokens(evil, List.of(new Block.Token(evil, 0.7, true))));
        blocks.add(new Block.Folded(evil, List.of(new Block.Paragraph(evil))));
        String page = Report.page(evil, blocks);

        Map<String, Integer> elements = elements(page);
        assertThat(elements).doesNotContainKeys("script", "img", "style");
        assertThat(page).containsOnlyOnce("<script").doesNotContain("\u0000");
        assertThat(page.replace("onerror=&quot;", "")).doesNotContain("onerror=");
        assertThat(new String(page.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .isEqualTo(page);
    }

    @Test
    void write_anyReport_fetchesNothing() {
        String page = Report.page("Empty", List.of());
        elements(page);
        assertThat(page)
                .contains("default-src 'none'")
                .doesNotContain("http:", "https:", "src=", "href=", "url(", "@import");
        assertThat(page).contains("prefers-color-scheme: dark", "width=device-width");
    }

    private static RunView longRun(String name, int steps) {
        double[] x = IntStream.range(0, steps).asDoubleStream().toArray();
        double[] y = IntStream.range(0, steps)
                .mapToDouble(i -> 3 + 7 * Math.exp(-10.0 * i / steps) + (i * 37 % 17) / 17.0)
                .toArray();
        Map<String, Series> curves = new LinkedHashMap<>();
        for (int i = 0; i < 16; i++) {
            curves.put("train/figure_" + i, Series.of("train/figure_" + i, x, y, 0));
        }
        return run(name, Path.of(name), curves);
    }

    @Test
    void write_longRuns_underTwoMegabytes() {
        List<RunView> one = List.of(longRun("long", 1_000_000));
        assertThat(Report.page("Long", RunReport.blocks(one, List.of())).length())
                .isLessThan(800_000);
        List<RunView> three = List.of(longRun("a", 20_000), longRun("b", 20_000), longRun("c", 20_000));
        assertThat(Report.page("Long", RunReport.blocks(three, List.of())).length())
                .isLessThan(2_000_000);
    }

    @Test
    void write_notANumber_countedNotDrawn() {
        Block chart = new Block.LineChart("Loss", "step", List.of(line("train/loss", 3, Double.NaN, 1)));
        String page = Report.page("Report", List.of(chart));
        assertThat(text(page)).contains("1 value is not a finite number and not drawn.");
        assertThat(page.replaceFirst("(?s)<style>.*?</style>", "").replaceFirst("(?s)<script>.*?</script>", ""))
                .doesNotContain("NaN");
    }

    @Test
    void lineChart_threePoints_pathByHand() {
        // 560 x 300 with margins 62, 22, 10, 44: x from 62 to 538, y from 256 up to 10; the axis goes from 0 to 4.
        Block chart = new Block.LineChart("Loss", "step", List.of(line("eval/loss", 4, 0, 2)));
        String page = Report.page("Report", List.of(chart));
        assertThat(page)
                .contains("d=\"M62 10L300 256L538 133\"")
                .contains("data-x=\"0 10 20\" data-y=\"4 0 2\"")
                .doesNotContain("class=\"log\"");
        // The script places its points by the same margins.
        assertThat(page).contains("const LEFT = 62, RIGHT = 538, TOP = 10, BOTTOM = 256, WIDTH = 560;");
    }

    @Test
    void barChart_negativeAndDeviation_barsFromZero() {
        Block chart = new Block.BarChart(
                "Matthews", "", List.of(new Block.Bar("a", -0.25, 0, false), new Block.Bar("b", 0.5, 0.25, true)));
        // From -0.25 to 0.75: zero lies at a quarter.
        assertThat(Report.page("Report", List.of(chart)))
                .contains("<i style=\"left:0.00%;width:25.00%\"></i>")
                .contains("<i style=\"left:25.00%;width:50.00%\"></i><b style=\"left:50.00%;width:50.00%\"></b>")
                .contains("0.5 ± 0.25");
    }

    @Test
    void tokens_probabilities_shadedNumberedFromOneHalf() {
        Block tokens = new Block.Tokens(
                "replaced", List.of(new Block.Token("un", 0.125, false), new Block.Token("##able", 0.9, true)));
        assertThat(Report.page("Report", List.of(tokens)))
                .contains(" <span class=\"token\" style=\"--p:0.13\" title=\"0.13\">un</span>"
                        + "<span class=\"token joined marked\" style=\"--p:0.90\" title=\"0.90\">##able"
                        + "<small>0.90</small></span>");
    }

    @Test
    void table_columnOfNumbers_setToTheRight() {
        Block table = new Block.Table(
                "",
                List.of("task", "score", "note"),
                List.of(List.of("a", "12.5 % ± 0.3", "x"), List.of("b", "-1e-5", "3"), List.of("c", "", "")));
        assertThat(Report.page("Report", List.of(table)))
                .contains("<th scope=\"col\" class=\"number\">score</th><th scope=\"col\">note</th>");
        assertThatThrownBy(() -> new Block.Table("t", List.of("a", "b"), List.of(List.of("1"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has 1 cells, expected 2");
    }

    @Test
    void number_allSizes_fourDigits() {
        assertThat(Figures.number(0)).isEqualTo("0");
        assertThat(Figures.number(9.31249)).isEqualTo("9.312");
        assertThat(Figures.number(5e-4)).isEqualTo("0.0005");
        assertThat(Figures.number(2.5e-7)).isEqualTo("2.5e-7");
        assertThat(Figures.number(-1234567.8)).isEqualTo("-1,234,568");
        assertThat(Figures.number(1.5e19)).isEqualTo("1.5e19");
        assertThat(Figures.number(Double.NaN)).isEqualTo("not a number");
    }
}
