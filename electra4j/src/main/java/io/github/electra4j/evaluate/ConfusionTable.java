package io.github.electra4j.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * How often each class was taken for each, and the figures that follow from it alone.
 *
 * @param labels the classes by id
 * @param counts rows by gold class and predicted class, {@code [gold][predicted]}
 */
public record ConfusionTable(List<String> labels, long[][] counts) {
    /** Classes above which a table is wider than a terminal. */
    private static final int MOST_COLUMNS = 30;

    private static final int MOST_MISTAKES = 20;

    public ConfusionTable {
        labels = List.copyOf(labels);
        if (counts.length != labels.size()) {
            throw new IllegalArgumentException(
                    "confusion table: " + counts.length + " rows for " + labels.size() + " labels");
        }
    }

    /**
     * Counts predictions.
     *
     * @param gold the rows' true classes
     * @param predicted the rows' predicted classes, as many
     * @param labels the classes by id
     * @throws IllegalArgumentException if there are no rows, or if their numbers or ids do not fit
     */
    public static ConfusionTable of(int[] gold, int[] predicted, List<String> labels) {
        Rows.check(gold.length, predicted.length, 1);
        long[][] counts = new long[labels.size()][labels.size()];
        for (int i = 0; i < gold.length; i++) {
            check("gold", gold[i], i, labels);
            check("predicted", predicted[i], i, labels);
            counts[gold[i]][predicted[i]]++;
        }
        return new ConfusionTable(labels, counts);
    }

    private static void check(String what, int id, int row, List<String> labels) {
        if (id < 0 || id >= labels.size()) {
            throw new IllegalArgumentException(
                    "row " + row + ": " + what + " class " + id + ", expected 0 to " + (labels.size() - 1));
        }
    }

    /** Number of rows. */
    public long rows() {
        long n = 0;
        for (int c = 0; c < counts.length; c++) {
            n += gold(c);
        }
        return n;
    }

    private long gold(int c) {
        long n = 0;
        for (long count : counts[c]) {
            n += count;
        }
        return n;
    }

    private long predicted(int c) {
        long n = 0;
        for (long[] row : counts) {
            n += row[c];
        }
        return n;
    }

    private long right() {
        long n = 0;
        for (int c = 0; c < counts.length; c++) {
            n += counts[c][c];
        }
        return n;
    }

    /** Share of rows whose class was named. */
    public double accuracy() {
        return (double) right() / rows();
    }

    /** Precision, recall and F1 of a class; 0 where undefined. */
    public ClassScores scores(int c) {
        long hits = counts[c][c];
        return new ClassScores(
                labels.get(c),
                ratio(hits, predicted(c)),
                ratio(hits, gold(c)),
                ratio(2 * hits, predicted(c) + gold(c)),
                gold(c));
    }

    private static double ratio(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }

    /** The scores of all classes by id. */
    public List<ClassScores> scores() {
        List<ClassScores> all = new ArrayList<>();
        for (int c = 0; c < labels.size(); c++) {
            all.add(scores(c));
        }
        return all;
    }

    /**
     * Mean F1 of the classes that stand in the rows or in the predictions: a class of which there is neither says
     * nothing, and is left out as in scikit-learn.
     */
    public double macroF1() {
        double sum = 0;
        int classes = 0;
        for (int c = 0; c < labels.size(); c++) {
            if (gold(c) + predicted(c) > 0) {
                sum += scores(c).f1();
                classes++;
            }
        }
        return sum / classes;
    }

    /** F1 of all decisions together; with one class a row it is the accuracy. */
    public double microF1() {
        return ratio(2 * right(), 2 * rows());
    }

    /**
     * Matthews' correlation coefficient; with more than two classes the R_K of Gorodkin (2004). 0 where all rows or all
     * predictions are of one class.
     */
    public double matthews() {
        double n = rows();
        double together = 0;
        double goldSquares = 0;
        double predictedSquares = 0;
        for (int c = 0; c < labels.size(); c++) {
            together += (double) gold(c) * predicted(c);
            goldSquares += (double) gold(c) * gold(c);
            predictedSquares += (double) predicted(c) * predicted(c);
        }
        double spread = (n * n - goldSquares) * (n * n - predictedSquares);
        return spread == 0 ? 0 : (right() * n - together) / Math.sqrt(spread);
    }

    /**
     * The table for people: a line for each gold class, a column for each prediction, then the scores of the class. Of more classes than
     * go into a line, what was most often taken for what.
     */
    public String toText() {
        return labels.size() > MOST_COLUMNS ? mistakesText() : table();
    }

    /**
     * What was taken for what.
     *
     * @param gold the class
     * @param predicted what it was taken for
     * @param count how often
     */
    public record Mistake(String gold, String predicted, long count) {}

    /** What was most often taken for what, the most frequent first; no more than so many. */
    public List<Mistake> mistakes(int most) {
        List<Mistake> mistakes = new ArrayList<>();
        for (int g = 0; g < labels.size(); g++) {
            for (int p = 0; p < labels.size(); p++) {
                if (g != p && counts[g][p] > 0) {
                    mistakes.add(new Mistake(labels.get(g), labels.get(p), counts[g][p]));
                }
            }
        }
        mistakes.sort(Comparator.comparingLong((Mistake mistake) -> -mistake.count()));
        return List.copyOf(mistakes.subList(0, Math.min(most, mistakes.size())));
    }

    private String mistakesText() {
        List<Mistake> mistakes = mistakes(MOST_MISTAKES);
        StringBuilder text = new StringBuilder(
                mistakes.isEmpty()
                        ? labels.size() + " classes, and no mistake\n"
                        : "of " + labels.size() + " classes, what was most often taken for what:\n");
        for (Mistake mistake : mistakes) {
            text.append(String.format(Locale.ROOT, "%6d  ", mistake.count()))
                    .append(mistake.gold())
                    .append(" -> ")
                    .append(mistake.predicted())
                    .append('\n');
        }
        return text.toString();
    }

    private String table() {
        int name = "gold \\ predicted".length();
        int cell = 6;
        for (String label : labels) {
            name = Math.max(name, label.length());
        }
        for (long[] row : counts) {
            for (long count : row) {
                cell = Math.max(cell, Long.toString(count).length() + 1);
            }
        }
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%-" + name + "s", "gold \\ predicted"));
        for (int c = 0; c < labels.size(); c++) {
            String label = labels.get(c);
            text.append(String.format(
                    Locale.ROOT, "%" + cell + "s", label.length() < cell ? label : label.substring(0, cell - 1)));
        }
        text.append("  precision  recall      F1\n");
        for (int c = 0; c < labels.size(); c++) {
            text.append(String.format(Locale.ROOT, "%-" + name + "s", labels.get(c)));
            for (long count : counts[c]) {
                text.append(String.format(Locale.ROOT, "%" + cell + "d", count));
            }
            ClassScores scores = scores(c);
            text.append(String.format(
                    Locale.ROOT, "  %9.4f  %6.4f  %6.4f%n", scores.precision(), scores.recall(), scores.f1()));
        }
        return text.toString().replace(System.lineSeparator(), "\n");
    }
}
