package io.github.electra4j.task;

import io.github.electra4j.random.CounterRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * Training rows without a slice of them, and the slice: for choosing epochs and rates, so that dev figures stay unspent.
 *
 * @param train rows to learn from, in their order
 * @param heldOut rows to select by, in their order
 */
public record HeldOutSlice(List<LabeledText> train, List<LabeledText> heldOut) {
    public HeldOutSlice {
        train = List.copyOf(train);
        heldOut = List.copyOf(heldOut);
    }

    /**
     * Draws the slice at random; the same rows, fraction and seed give the same slice.
     *
     * @param fraction of the rows to hold out, above 0 and below 1; at least one row is held out and one stays
     * @param byLabel whether every label keeps its share (as near as whole rows allow); for classification
     */
    public static HeldOutSlice draw(List<LabeledText> rows, double fraction, long seed, boolean byLabel) {
        if (!(fraction > 0 && fraction < 1)) {
            throw new IllegalArgumentException("held-out fraction: " + fraction + ", expected above 0 and below 1");
        }
        if (rows.size() < 2) {
            throw new IllegalArgumentException(
                    rows.size() + " training rows are too few to hold some out; select on the dev file instead");
        }
        List<Integer> order = shuffled(rows.size(), seed);
        if (byLabel) {
            order = interleaved(order, rows);
        }
        int wanted = (int) Math.max(1, Math.min(rows.size() - 1, Math.round(fraction * rows.size())));
        boolean[] out = new boolean[rows.size()];
        order.subList(0, wanted).forEach(i -> out[i] = true);
        List<LabeledText> train = new ArrayList<>();
        List<LabeledText> heldOut = new ArrayList<>();
        for (int i = 0; i < out.length; i++) {
            (out[i] ? heldOut : train).add(rows.get(i));
        }
        return new HeldOutSlice(train, heldOut);
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
    private static List<Integer> interleaved(List<Integer> order, List<LabeledText> rows) {
        record Place(int row, double at) {}
        TreeMap<String, List<Integer>> byLabel = new TreeMap<>();
        order.forEach(i -> byLabel.computeIfAbsent(rows.get(i).knownLabel(), l -> new ArrayList<>())
                .add(i));
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
