package io.github.electra4j.evaluate;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Precision, recall and F1 of relations by the rules of SemEval-2010 task 8. A label may end in a direction, {@code (e1,e2)} or
 * {@code (e2,e1)}; labels that differ in it alone are one relation, and one that is named with the wrong direction counts as wrong. The
 * label that means no relation is left out of the averages, as are relations that no gold label names; to name either costs recall of the
 * relation that was right, and nothing else. Undefined ratios are 0.
 *
 * @param rows number of rows
 * @param right rows whose label was named, direction included
 * @param relations scores of each relation by its name without direction, in the order of the names
 * @param macroPrecision mean over the relations
 * @param macroRecall mean over the relations
 * @param macroF1 mean over the relations' F1: the official figure
 * @param microPrecision share of the relations that were named which are right
 * @param microRecall share of the gold relations that were named
 */
public record RelationScores(
        long rows,
        long right,
        List<ClassScores> relations,
        double macroPrecision,
        double macroRecall,
        double macroF1,
        double microPrecision,
        double microRecall) {
    private static final Pattern DIRECTED = Pattern.compile("(.+)\\((?:e1,e2|e2,e1)\\)");

    public RelationScores {
        relations = List.copyOf(relations);
    }

    /** What happened to one relation. */
    private static final class Counts {
        private long gold;
        private long named;
        private long right;

        private ClassScores scores(String relation) {
            double precision = ratio(right, named);
            double recall = ratio(right, gold);
            double f1 = precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
            return new ClassScores(relation, precision, recall, f1, gold);
        }
    }

    /**
     * Scores predictions.
     *
     * @param gold label of each row
     * @param predicted as many
     * @param none the label that means no relation; null where there is none
     */
    public static RelationScores of(List<String> gold, List<String> predicted, @Nullable String none) {
        return of(gold, predicted, none, true);
    }

    /** The same where a wrong direction does not count as wrong. */
    public static RelationScores undirected(List<String> gold, List<String> predicted, @Nullable String none) {
        return of(gold, predicted, none, false);
    }

    private static RelationScores of(
            List<String> gold, List<String> predicted, @Nullable String none, boolean directed) {
        Rows.check(gold.size(), predicted.size(), 1);
        Map<String, Counts> counts = new HashMap<>();
        long right = 0;
        for (int i = 0; i < gold.size(); i++) {
            String relation = relation(gold.get(i));
            String named = relation(predicted.get(i));
            boolean same = directed ? gold.get(i).equals(predicted.get(i)) : relation.equals(named);
            counts.computeIfAbsent(relation, r -> new Counts()).gold++;
            counts.computeIfAbsent(named, r -> new Counts()).named++;
            if (same) {
                counts.get(relation).right++;
                right++;
            }
        }
        TreeMap<String, Counts> averaged = new TreeMap<>(counts);
        averaged.values().removeIf(c -> c.gold == 0);
        if (none != null) {
            averaged.remove(none);
        }
        List<ClassScores> scores = averaged.entrySet().stream()
                .map(e -> e.getValue().scores(e.getKey()))
                .toList();
        Counts all = sum(averaged.values());
        return new RelationScores(
                gold.size(),
                right,
                scores,
                scores.stream().mapToDouble(ClassScores::precision).average().orElse(0),
                scores.stream().mapToDouble(ClassScores::recall).average().orElse(0),
                scores.stream().mapToDouble(ClassScores::f1).average().orElse(0),
                ratio(all.right, all.named),
                ratio(all.right, all.gold));
    }

    private static Counts sum(Collection<Counts> counts) {
        Counts sum = new Counts();
        for (Counts one : counts) {
            sum.gold += one.gold;
            sum.named += one.named;
            sum.right += one.right;
        }
        return sum;
    }

    private static double ratio(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }

    /** A label without its direction. */
    public static String relation(String label) {
        Matcher matcher = DIRECTED.matcher(label);
        return matcher.matches() ? matcher.group(1) : label;
    }

    /** Share of rows whose label was named, direction included. */
    public double accuracy() {
        return (double) right / rows;
    }

    /** F1 of all relations together. */
    public double microF1() {
        double sum = microPrecision + microRecall;
        return sum == 0 ? 0 : 2 * microPrecision * microRecall / sum;
    }
}
