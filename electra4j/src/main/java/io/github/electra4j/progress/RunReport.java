package io.github.electra4j.progress;

import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** What there is to say of runs, as the blocks of a report. */
final class RunReport {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** What a reader looks for first stands first: any figure whose name holds one of these words, in this order. */
    private static final List<String> FIRST = List.of(
            "loss",
            "accuracy",
            "auc",
            "f1",
            "matthews",
            "pearson",
            "spearman",
            "precision",
            "recall",
            "rate",
            "second");

    private static final Set<String> ABBREVIATIONS = Set.of("auc", "f1", "mlm", "rtd", "ema", "gpu", "cpu");

    private final List<RunView> runs;

    private RunReport(List<RunView> runs) {
        this.runs = distinct(runs);
    }

    static List<Block> blocks(List<RunView> runs, List<Block.Table> tables) {
        return new RunReport(runs).blocks(tables);
    }

    private List<Block> blocks(List<Block.Table> tables) {
        List<Block> blocks = new ArrayList<>();
        for (RunView run : runs) {
            blocks.add(new Block.Paragraph(state(run)));
        }
        blocks.addAll(tables);
        List<String> names = names();
        if (!names.isEmpty()) {
            blocks.add(new Block.Heading("Last figures"));
            blocks.add(lastFigures());
            blocks.add(new Block.Heading("Curves"));
            names.forEach(name -> blocks.add(chart(name)));
        }
        List<Block.Event> events = events();
        if (!events.isEmpty()) {
            blocks.add(new Block.Heading("Events"));
            blocks.add(new Block.Events(events));
        }
        settings("Configuration", RunView::configuration, blocks);
        settings("Provenance", RunView::provenance, blocks);
        return blocks;
    }

    private static String state(RunView run) {
        if (run.lastStep() < 0) {
            return run.name() + ": nothing measured yet.";
        }
        String steps = Figures.count(run.lastStep());
        StringBuilder text = new StringBuilder(run.name());
        if (run.totalSteps() > 0 && run.lastStep() >= run.totalSteps()) {
            text.append(": complete, ").append(steps).append(" steps");
        } else if (run.totalSteps() > 0) {
            text.append(": as of step ").append(steps).append(" of ").append(Figures.count(run.totalSteps()));
            text.append(" (").append(100 * run.lastStep() / run.totalSteps()).append("%)");
        } else {
            text.append(": as of step ").append(steps);
        }
        text.append(", after ").append(Figures.duration(run.seconds()));
        return text.append("; last measured ")
                .append(TIME.format(run.written()))
                .append('.')
                .toString();
    }

    /** The names of all figures, without their kinds, those that matter most first. */
    private List<String> names() {
        Set<String> names = new TreeSet<>();
        for (RunView run : runs) {
            run.curves().keySet().forEach(key -> names.add(name(key)));
        }
        List<String> sorted = new ArrayList<>(names);
        sorted.sort(Comparator.comparingInt(RunReport::rank));
        return sorted;
    }

    private static int rank(String name) {
        for (int i = 0; i < FIRST.size(); i++) {
            if (name.contains(FIRST.get(i))) {
                return i;
            }
        }
        return FIRST.size();
    }

    /** One figure of all runs and kinds: of several runs each has its colour, of one run each kind. */
    private Block.LineChart chart(String name) {
        List<Series> series = new ArrayList<>();
        for (int r = 0; r < runs.size(); r++) {
            RunView run = runs.get(r);
            List<String> kinds = new ArrayList<>();
            run.curves().keySet().stream().filter(key -> name(key).equals(name)).forEach(key -> kinds.add(kind(key)));
            kinds.sort(Comparator.comparing((String kind) -> !kind.equals(MetricsLog.TRAIN)));
            for (int k = 0; k < kinds.size(); k++) {
                String kind = kinds.get(k);
                Series curve = run.curves().get(kind + "/" + name);
                if (curve != null) {
                    series.add(new Series(
                            runs.size() == 1 ? kind : run.name() + ", " + kind,
                            curve.x(),
                            curve.y(),
                            runs.size() == 1 ? k : r,
                            curve.sparse()));
                }
            }
        }
        return new Block.LineChart(title(name), "step", series);
    }

    private Block.Table lastFigures() {
        Set<String> keys =
                new TreeSet<>(Comparator.comparing((String key) -> !kind(key).equals(MetricsLog.EVAL))
                        .thenComparing(RunReport::kind)
                        .thenComparingInt(key -> rank(name(key)))
                        .thenComparing(Function.identity()));
        runs.forEach(run -> keys.addAll(run.curves().keySet()));
        List<String> columns = new ArrayList<>(List.of("figure"));
        for (RunView run : runs) {
            columns.add(runs.size() == 1 ? "value" : run.name());
            columns.add("at step");
        }
        List<List<String>> rows = new ArrayList<>();
        for (String key : keys) {
            List<String> row = new ArrayList<>(List.of(kind(key) + ", " + words(name(key))));
            for (RunView run : runs) {
                Series curve = run.curves().get(key);
                row.add(curve == null ? "" : Figures.number(last(curve)));
                row.add(curve == null ? "" : Figures.count(Math.round(curve.x()[curve.size() - 1])));
            }
            rows.add(row);
        }
        return new Block.Table("Noisy figures of training are smoothed", columns, rows);
    }

    /** The last value, smoothed where single ones say little; that it is no number must not be smoothed away. */
    private static double last(Series curve) {
        double value = curve.y()[curve.size() - 1];
        if (!Double.isFinite(value)) {
            return value;
        }
        Series finite = curve.finite();
        return finite.isNoisy() ? finite.smoothed()[finite.size() - 1] : value;
    }

    private List<Block.Event> events() {
        List<Block.Event> events = new ArrayList<>();
        for (RunView run : runs) {
            for (RunView.Event event : run.events()) {
                String when = "step " + Figures.count(event.step()) + ", after " + Figures.duration(event.seconds());
                events.add(new Block.Event(runs.size() == 1 ? when : run.name() + ", " + when, event.text()));
            }
        }
        return events;
    }

    /** One run's settings as a table; of several runs what differs first, and what does not folded away. */
    private void settings(String title, Function<RunView, Map<String, String>> which, List<Block> blocks) {
        Set<String> keys = new LinkedHashSet<>();
        runs.forEach(run -> keys.addAll(which.apply(run).keySet()));
        if (keys.isEmpty()) {
            return;
        }
        blocks.add(new Block.Heading(title));
        List<List<String>> same = new ArrayList<>();
        List<List<String>> different = new ArrayList<>();
        for (String key : keys) {
            List<String> row = new ArrayList<>(List.of(key));
            runs.forEach(run -> row.add(which.apply(run).getOrDefault(key, "")));
            boolean equal = new LinkedHashSet<>(row.subList(1, row.size())).size() == 1;
            if (equal) {
                same.add(List.of(key, row.get(1)));
            } else {
                different.add(row);
            }
        }
        if (!different.isEmpty()) {
            List<String> columns = new ArrayList<>(List.of("differs"));
            runs.forEach(run -> columns.add(run.name()));
            blocks.add(new Block.Table("", columns, different));
        }
        Block.Table shared = new Block.Table("", List.of("name", "value"), same);
        if (runs.size() == 1) {
            blocks.add(shared);
        } else if (!same.isEmpty()) {
            blocks.add(new Block.Folded("The same in all runs (" + same.size() + ")", List.of(shared)));
        }
    }

    /** Runs whose directories have the same name are told apart by their parents' names or else by number. */
    private static List<RunView> distinct(List<RunView> runs) {
        Map<String, Integer> count = new HashMap<>();
        runs.forEach(run -> count.merge(run.name(), 1, Integer::sum));
        Set<String> taken = new LinkedHashSet<>();
        List<RunView> distinct = new ArrayList<>();
        for (RunView run : runs) {
            String name = run.name();
            Path parent = run.directory().toAbsolutePath().normalize().getParent();
            if (count.getOrDefault(name, 0) > 1 && parent != null && parent.getFileName() != null) {
                name = parent.getFileName() + "/" + name;
            }
            String numbered = name;
            for (int n = 2; !taken.add(numbered); n++) {
                numbered = name + " (" + n + ")";
            }
            distinct.add(numbered.equals(run.name()) ? run : run.named(numbered));
        }
        return distinct;
    }

    private static String kind(String key) {
        return key.substring(0, key.indexOf('/'));
    }

    private static String name(String key) {
        return key.substring(key.indexOf('/') + 1);
    }

    /** {@code discriminator_auc} as words. */
    private static String words(String name) {
        StringBuilder text = new StringBuilder();
        for (String word : name.split("[_ ]+")) {
            text.append(text.isEmpty() ? "" : " ").append(ABBREVIATIONS.contains(word) ? upper(word) : word);
        }
        return text.isEmpty() ? name : text.toString();
    }

    private static String title(String name) {
        String words = words(name);
        return words.isEmpty() ? name : upper(words.substring(0, 1)) + words.substring(1);
    }

    private static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }
}
