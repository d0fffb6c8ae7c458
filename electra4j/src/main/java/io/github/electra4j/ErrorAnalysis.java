package io.github.electra4j;

import io.github.electra4j.evaluate.ClassScores;
import io.github.electra4j.evaluate.ConfusionTable;
import io.github.electra4j.evaluate.Evaluation;
import io.github.electra4j.progress.Block;
import io.github.electra4j.task.AnsweredRows;
import io.github.electra4j.task.Excerpt;
import io.github.electra4j.task.Judgement;
import io.github.electra4j.task.Task;
import io.github.electra4j.task.TaskRow;
import io.github.electra4j.task.Window;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a model goes wrong: what was taken for what, the figures of each class or type, of each length and of what other parts the task
 * knows, and the worst errors with their texts. Its size does not grow with the number of rows or classes, nor with the length of texts.
 *
 * @param tables one under another
 */
public record ErrorAnalysis(List<Block.Table> tables) {
    /** Classes above which a table of all pairs is no longer read. */
    private static final int MOST_CLASSES = 30;

    private static final int MOST_LINES = 50;
    private static final int WORST = 30;
    private static final int LONGEST_TEXT = 700;
    private static final int LONGEST_LABEL = 200;
    /** Figures of a part that are shown beside the one that the task is judged by. */
    private static final int MOST_FIGURES = 4;

    public ErrorAnalysis {
        tables = List.copyOf(tables);
    }

    /** The analysis of labelled rows, at least one. */
    public static <R extends TaskRow, W extends Window, A> ErrorAnalysis of(AnsweredRows<R, W, A> answered) {
        List<R> rows = answered.of().rows();
        Task<R, W, A> task = answered.of().task();
        List<Block.Table> tables = new ArrayList<>();
        ConfusionTable confusion = task.confusion(rows, answered.answers());
        if (confusion != null) {
            tables.add(confusion(confusion));
            tables.add(classes(confusion));
        }
        Map<String, int[]> lengths =
                LengthGroups.of(rows, row -> LengthGroups.words(task.kind().texts(row)));
        if (lengths.size() > 1) {
            List<Part> parts = lengths.entrySet().stream()
                    .map(group -> new Part(
                            group.getKey(), answered.pick(group.getValue()).evaluate()))
                    .toList();
            tables.add(parts("By length", "words", parts, task.metric()));
        }
        List<Part> parts = answered.parts().entrySet().stream()
                .limit(MOST_LINES)
                .map(part -> new Part(part.getKey(), part.getValue()))
                .toList();
        if (!parts.isEmpty()) {
            tables.add(parts("By " + task.partName(), task.partName(), parts, task.metric()));
        }
        tables.add(worst(answered));
        return new ErrorAnalysis(tables);
    }

    private static Block.Table confusion(ConfusionTable table) {
        List<List<String>> rows = new ArrayList<>();
        if (table.labels().size() > MOST_CLASSES) {
            table.mistakes(MOST_CLASSES)
                    .forEach(mistake -> rows.add(
                            List.of(label(mistake.gold()), label(mistake.predicted()), count(mistake.count()))));
            return new Block.Table(
                    "Of " + table.labels().size() + " classes, what was most often taken for what",
                    List.of("gold", "predicted", "rows"),
                    rows);
        }
        List<String> columns = new ArrayList<>(List.of("gold \\ predicted"));
        table.labels().forEach(label -> columns.add(label(label)));
        for (int gold = 0; gold < table.labels().size(); gold++) {
            List<String> row = new ArrayList<>(List.of(label(table.labels().get(gold))));
            for (long count : table.counts()[gold]) {
                row.add(count(count));
            }
            rows.add(row);
        }
        return new Block.Table("Confusion", columns, rows);
    }

    private static Block.Table classes(ConfusionTable table) {
        List<ClassScores> all = table.scores();
        boolean some = all.size() > MOST_LINES;
        List<List<String>> rows = all.stream()
                .filter(scores -> !some || scores.support() > 0)
                // The sort is stable: where all are shown, they stay in their order.
                .sorted(Comparator.comparingDouble(scores -> some ? scores.f1() : 0))
                .limit(MOST_LINES)
                .map(scores -> List.of(
                        label(scores.label()),
                        count(scores.support()),
                        number(scores.precision()),
                        number(scores.recall()),
                        number(scores.f1())))
                .toList();
        return new Block.Table(
                some ? "The " + rows.size() + " of " + all.size() + " classes with the lowest F1" : "By class",
                List.of("class", "rows", "precision", "recall", "F1"),
                rows);
    }

    private record Part(String name, Evaluation evaluation) {}

    private static Block.Table parts(String caption, String name, List<Part> parts, String metric) {
        Set<String> figures = new LinkedHashSet<>(List.of(metric));
        parts.get(0).evaluation().figures().keySet().stream()
                .filter(figure -> !figure.equals(metric))
                .limit(MOST_FIGURES)
                .forEach(figures::add);
        List<String> columns = new ArrayList<>(List.of(name, "rows"));
        columns.addAll(figures);
        List<List<String>> rows = new ArrayList<>();
        for (Part part : parts) {
            List<String> row = new ArrayList<>(
                    List.of(label(part.name()), count(part.evaluation().rows())));
            figures.forEach(figure -> row.add(number(part.evaluation().figures().get(figure))));
            rows.add(row);
        }
        return new Block.Table(caption, columns, rows);
    }

    private record Wrong(int row, Judgement judgement) {}

    private static <R extends TaskRow, W extends Window, A> Block.Table worst(AnsweredRows<R, W, A> answered) {
        List<R> rows = answered.of().rows();
        Comparator<Wrong> better = Comparator.<Wrong>comparingDouble(
                        wrong -> wrong.judgement().weight())
                .thenComparing(Wrong::row, Comparator.reverseOrder());
        PriorityQueue<Wrong> worst = new PriorityQueue<>(better);
        long all = 0;
        for (int i = 0; i < rows.size(); i++) {
            Judgement judgement =
                    answered.of().task().judged(rows.get(i), answered.answers().get(i));
            if (judgement.weight() > 0) {
                all++;
                worst.add(new Wrong(i, judgement));
                if (worst.size() > WORST) {
                    worst.remove();
                }
            }
        }
        List<List<String>> lines = worst.stream()
                .sorted(better.reversed())
                .map(wrong -> line(rows.get(wrong.row()), wrong.judgement()))
                .toList();
        return new Block.Table(
                String.format(
                        Locale.ROOT,
                        "%,d of %,d answers differ from their labels%s",
                        all,
                        rows.size(),
                        all == 0 ? "" : "; the worst, by how sure or how far off the model is"),
                List.of("row", "gold", "predicted", "text"),
                lines);
    }

    private static List<String> line(TaskRow row, Judgement judgement) {
        String id = row.id();
        String place = row.file().getFileName() + ":" + row.line();
        return List.of(
                id == null ? place : label(id) + ", " + place,
                label(judgement.gold()),
                label(judgement.predicted()),
                Excerpt.beginning(judgement.text(), LONGEST_TEXT));
    }

    private static String label(String text) {
        return Excerpt.beginning(text, LONGEST_LABEL);
    }

    private static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static String number(@Nullable Double value) {
        return value == null || value.isNaN() ? "\u2013" : String.format(Locale.ROOT, "%.4f", value);
    }
}
