package io.github.electra4j.task;

import io.github.electra4j.random.CounterRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Training rows without a slice of them, and the slice: for choosing epochs and rates, so that dev figures stay unspent.
 *
 * @param train rows to learn from, in their order
 * @param heldOut rows to select by, in their order
 */
public record HeldOutSlice(TaskRows<?, ?, ?> train, TaskRows<?, ?, ?> heldOut) {

    /**
     * Draws the slice at random; the same rows, fraction and seed give the same slice.
     *
     * <p>Every label that the task names as a row's stratum keeps its share, as near as whole rows allow.
     *
     * @param fraction of the rows to hold out, above 0 and below 1; at least one row is held out and one stays
     */
    public static <R extends TaskRow, W extends Window, A> HeldOutSlice draw(
            TaskRows<R, W, A> rows, double fraction, long seed) {
        if (!(fraction > 0 && fraction < 1)) {
            throw new IllegalArgumentException("held-out fraction: " + fraction + ", expected above 0 and below 1");
        }
        if (rows.size() < 2) {
            throw new IllegalArgumentException(
                    rows.size() + " training rows are too few to hold some out; select on the dev file instead");
        }
        List<String> strata = rows.strata();
        List<Integer> order = interleaved(shuffled(rows.size(), seed), strata);
        int wanted = (int) Math.max(1, Math.min(rows.size() - 1, Math.round(fraction * rows.size())));
        boolean[] out = new boolean[rows.size()];
        order.subList(0, wanted).forEach(i -> out[i] = true);
        return new HeldOutSlice(some(rows, i -> !out[i]), some(rows, i -> out[i]));
    }

    private static TaskRows<?, ?, ?> some(TaskRows<?, ?, ?> rows, IntPredicate wanted) {
        return rows.pick(IntStream.range(0, rows.size()).filter(wanted).toArray());
    }

    private static List<Integer> shuffled(int size, long seed) {
        CounterRandom random = CounterRandom.of(seed, "held-out slice");
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            int j = random.nextInt(i + 1);
            order.add(i);
            order.set(i, order.get(j));
            order.set(j, i);
        }
        return order;
    }

    /**
     * The order in which every beginning holds each label in its share: the k-th of a label's n rows comes at (k + 1/2) /
     * n. A label's last row comes so late that a label of one row stays in training for any fraction below a half.
     */
    private static List<Integer> interleaved(List<Integer> order, List<String> strata) {
        record Place(int row, double at) {}
        TreeMap<String, List<Integer>> byLabel = new TreeMap<>();
        order.forEach(i ->
                byLabel.computeIfAbsent(strata.get(i), l -> new ArrayList<>()).add(i));
        List<Place> places = new ArrayList<>();
        byLabel.values().forEach(members -> {
            for (int k = 0; k < members.size(); k++) {
                places.add(new Place(members.get(k), (k + 0.5) / members.size()));
            }
        });
        places.sort(Comparator.comparingDouble(Place::at));
        return places.stream().map(Place::row).toList();
    }
}
