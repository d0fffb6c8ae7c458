package io.github.electra4j.task;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The labels of a classification by id: numbers in their order (2 before 10), other labels in the order of their
 * characters, so that the ids do not depend on the order of the rows.
 *
 * @param names labels by id, each once; at least two
 */
public record LabelSet(List<String> names) {
    /** More numbers than this, most of them seen once, are measurements and not classes. */
    private static final int MOST_NUMERIC_CLASSES = 100;

    private static final int SHOWN = 30;

    public LabelSet {
        names = List.copyOf(names);
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw new IllegalArgumentException("label \"" + name + "\" stands twice among " + names);
            }
        }
        if (names.size() < 2) {
            throw new IllegalArgumentException("labels: " + names + ", a classification needs at least two");
        }
    }

    /**
     * The labels that stand in these rows.
     *
     * @throws IllegalArgumentException if there is only one, or if they are numbers to be measured
     */
    public static LabelSet of(List<LabeledText> rows) {
        Set<String> labels = new HashSet<>();
        rows.forEach(row -> labels.add(row.knownLabel()));
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("no rows, so no labels");
        }
        boolean numeric = labels.stream().allMatch(LabelSet::isNumber);
        if (labels.size() < 2) {
            throw new IllegalArgumentException(rows.get(0).file() + ": all " + rows.size() + " rows have the label \""
                    + labels.iterator().next() + "\"; a classification needs at least two");
        }
        if (numeric && labels.size() > MOST_NUMERIC_CLASSES && 2 * labels.size() > rows.size()) {
            throw new IllegalArgumentException(rows.get(0).file() + ": " + labels.size() + " different numbers in "
                    + rows.size() + " labels; these are values and not classes: choose regression");
        }
        Comparator<String> order = numeric
                ? Comparator.comparingDouble(Double::parseDouble).thenComparing(Comparator.naturalOrder())
                : Comparator.naturalOrder();
        TreeSet<String> sorted = new TreeSet<>(order);
        sorted.addAll(labels);
        return new LabelSet(new ArrayList<>(sorted));
    }

    private static boolean isNumber(String label) {
        try {
            return Double.isFinite(Double.parseDouble(label));
        } catch (NumberFormatException e) {
            return false;
        }
    }

    public int size() {
        return names.size();
    }

    public String name(int id) {
        return names.get(id);
    }

    /**
     * The ids of the labels of these rows, in their order.
     *
     * @throws IllegalArgumentException at the first label that is not known, with its line and the known ones
     */
    public int[] ids(List<LabeledText> rows) {
        Map<String, Integer> ids = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            ids.put(names.get(i), i);
        }
        int[] result = new int[rows.size()];
        for (int i = 0; i < result.length; i++) {
            LabeledText row = rows.get(i);
            Integer id = ids.get(row.knownLabel());
            if (id == null) {
                throw unknown(row, row.knownLabel());
            }
            result[i] = id;
        }
        return result;
    }

    /**
     * The id of a label.
     *
     * @param row where it stands
     * @throws IllegalArgumentException if it is not known, with the row's line and the known ones
     */
    public int id(TaskRow row, String label) {
        int id = names.indexOf(label);
        if (id < 0) {
            throw unknown(row, label);
        }
        return id;
    }

    /** Names for a message: the first of them, and how many more there are. */
    public static String listed(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(SHOWN, names.size())))
                + (names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : "");
    }

    private IllegalArgumentException unknown(TaskRow row, String label) {
        String nearest = NearestName.of(label, names);
        return new IllegalArgumentException(row.place() + ": unknown label \"" + label + "\"; the model knows "
                + listed(names)
                + (nearest == null ? "" : "; did you mean \"" + nearest + "\"?"));
    }
}
