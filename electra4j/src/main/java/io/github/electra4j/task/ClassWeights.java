package io.github.electra4j.task;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How much each class counts in the loss: as torch's {@code CrossEntropyLoss(weight=...)} has it, a term is multiplied by the weight of its class, and the
 * mean divides by the sum of these weights.
 *
 * @param balanced whether a class counts the more the rarer it is, as scikit-learn's {@code class_weight="balanced"} has it: rows / (classes * rows of the
 *     class), over the classes that there are
 * @param named weights by label; the others have 1. Empty where balanced
 */
public record ClassWeights(boolean balanced, Map<String, Double> named) {
    /** Every class counts the same. */
    public static final ClassWeights NONE = new ClassWeights(false, Map.of());

    private static final String BALANCED = "balanced";
    /** Labels may have commas, as those of relations with a direction do. */
    private static final Pattern ENTRY = Pattern.compile("(.+?)=([-+0-9.eE]+)(?:,|$)");

    public ClassWeights {
        named = Collections.unmodifiableMap(new TreeMap<>(named));
    }

    /**
     * Reads {@code balanced} or {@code NAME=WEIGHT,NAME=WEIGHT}.
     *
     * @throws IllegalArgumentException where it is neither, or a weight is not above 0
     */
    public static ClassWeights of(String text) {
        if (text.equals(BALANCED)) {
            return new ClassWeights(true, Map.of());
        }
        Map<String, Double> named = new TreeMap<>();
        Matcher matcher = ENTRY.matcher(text);
        int end = 0;
        while (end < text.length() && matcher.find(end) && matcher.start() == end) {
            named.put(matcher.group(1), weight(matcher.group(1), matcher.group(2)));
            end = matcher.end();
        }
        if (named.isEmpty() || end < text.length()) {
            throw new IllegalArgumentException("\"" + text + "\": expected " + BALANCED
                    + ", or NAME=WEIGHT for one label or several, separated by commas");
        }
        return new ClassWeights(false, named);
    }

    private static double weight(String name, String text) {
        try {
            double weight = Double.parseDouble(text);
            if (weight > 0 && Double.isFinite(weight)) {
                return weight;
            }
        } catch (NumberFormatException e) {
            // Refused below, as a weight out of range is.
        }
        throw new IllegalArgumentException("weight of \"" + name + "\": " + text
                + ", expected a number above 0; a label of weight 0 is left" + " out of the training file instead");
    }

    /** Whether every class counts the same. */
    public boolean isNone() {
        return !balanced && named.isEmpty();
    }

    /** What {@link #of} reads; empty for none. */
    public String text() {
        return balanced
                ? BALANCED
                : named.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining(","));
    }

    /**
     * The weights of a task's classes by id.
     *
     * @param rows that are learned from
     * @throws IllegalArgumentException where the task has no classes, or none of a name
     */
    <R extends TaskRow> List<Double> of(TaskRows<R, ?, ?> rows) {
        Task<R, ?, ?> task = rows.task();
        long[] counts = new long[task.outputs()];
        for (R row : rows.rows()) {
            for (int id : task.classes(row)) {
                counts[id]++;
            }
        }
        long all = 0;
        long classes = 0;
        for (long count : counts) {
            all += count;
            classes += count > 0 ? 1 : 0;
        }
        if (all == 0) {
            throw new IllegalArgumentException(task.name() + " has no classes that could count more or less");
        }
        List<String> labels = task.outputNames();
        requireKnown(labels);
        List<Double> weights = new ArrayList<>();
        for (int c = 0; c < counts.length; c++) {
            // What is never learned from needs no weight.
            double rare = counts[c] == 0 ? 1 : (double) all / (classes * counts[c]);
            weights.add(balanced ? rare : named.getOrDefault(labels.get(c), 1.0));
        }
        return weights;
    }

    private void requireKnown(List<String> labels) {
        for (String name : named.keySet()) {
            if (!labels.contains(name)) {
                String nearest = NearestName.of(name, labels);
                throw new IllegalArgumentException("unknown label \"" + name + "\"; there are "
                        + LabelSet.listed(labels)
                        + (nearest == null ? "" : "; did you mean \"" + nearest + "\"?"));
            }
        }
    }
}
