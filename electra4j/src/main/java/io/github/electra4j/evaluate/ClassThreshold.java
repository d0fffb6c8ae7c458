package io.github.electra4j.evaluate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The probability above which a row of two classes had best be given the second one.
 *
 * @param threshold half-way between the probabilities of two rows, so that the last bit of one decides nothing
 * @param score the figure with it
 */
public record ClassThreshold(double threshold, double score) {
    private static final Map<String, ToDoubleFunction<ConfusionTable>> KNOWN = new LinkedHashMap<>();

    static {
        KNOWN.put("f1", table -> table.scores(1).f1());
        KNOWN.put("macro_f1", ConfusionTable::macroF1);
        KNOWN.put("matthews", ConfusionTable::matthews);
        KNOWN.put("accuracy", ConfusionTable::accuracy);
    }

    /** The figures that a threshold can be best for. */
    public static List<String> figures() {
        return List.copyOf(KNOWN.keySet());
    }

    /**
     * The best threshold for a figure; of equal ones that nearest to 0.5, the lower one.
     *
     * @param probabilities of the second class
     * @param positive whether that is the row's, as many; at least one
     * @param figure one of {@link #figures}
     */
    public static ClassThreshold best(double[] probabilities, boolean[] positive, String figure) {
        Rows.check(positive.length, probabilities.length, 1);
        ToDoubleFunction<ConfusionTable> score = KNOWN.get(figure);
        if (score == null) {
            throw new IllegalArgumentException(
                    "no threshold for \"" + figure + "\"; there are " + String.join(", ", figures()));
        }
        Integer[] order = new Integer[positive.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> probabilities[i]));
        long[][] counts = new long[2][2];
        for (boolean each : positive) {
            counts[each ? 1 : 0][1]++;
        }
        List<String> labels = List.of("0", "1");
        // All are above half of the lowest, unless that is 0, as softmax gives it where a model is very sure.
        double lowest = probabilities[order[0]] / 2;
        ClassThreshold best = new ClassThreshold(
                lowest,
                lowest > 0 ? score.applyAsDouble(new ConfusionTable(labels, counts)) : Double.NEGATIVE_INFINITY);
        for (int i = 0; i < order.length; i++) {
            int gold = positive[order[i]] ? 1 : 0;
            counts[gold][1]--;
            counts[gold][0]++;
            double here = probabilities[order[i]];
            double next = i + 1 < order.length ? probabilities[order[i + 1]] : 1;
            // Equal probabilities are on one side of any threshold.
            if (next > here || i + 1 == order.length) {
                double threshold = here + (next - here) / 2;
                double now = score.applyAsDouble(new ConfusionTable(labels, counts));
                if (now > best.score || (now == best.score && isNearer(threshold, best.threshold))) {
                    best = new ClassThreshold(threshold, now);
                }
            }
        }
        return best;
    }

    private static boolean isNearer(double one, double other) {
        return Math.abs(one - 0.5) < Math.abs(other - 0.5);
    }
}
