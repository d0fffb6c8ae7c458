package io.github.electra4j.task;

import io.github.electra4j.random.CounterRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * What an epoch learns from where every label is to come equally often: as much as there is, of rare labels the same again and again, of frequent ones some.
 * Within a label everything comes equally often, or once more, so that less is left to chance than by independent draws.
 */
final class BalancedDraw {
    private BalancedDraw() {}

    /**
     * Draws. A pure function of its arguments.
     *
     * @param labels of all that may be drawn
     * @return as many indices as there are labels, in no order of meaning
     */
    static int[] draw(List<String> labels, long seed, long epoch) {
        TreeMap<String, List<Integer>> byLabel = new TreeMap<>();
        for (int i = 0; i < labels.size(); i++) {
            byLabel.computeIfAbsent(labels.get(i), label -> new ArrayList<>()).add(i);
        }
        int size = labels.size();
        int[] drawn = new int[size];
        int n = 0;
        int number = 0;
        // Which labels come once more where the share is no whole number differs from epoch to epoch.
        int turn = CounterRandom.of(seed, "balanced turn", epoch, 0).nextInt(byLabel.size());
        for (List<Integer> members : byLabel.values()) {
            int place = (number + turn) % byLabel.size();
            int share = size / byLabel.size() + (place < size % byLabel.size() ? 1 : 0);
            CounterRandom random = CounterRandom.of(seed, "balanced", epoch, number++);
            for (int k = 0; k < share; k++) {
                int from = k % members.size();
                // A shuffle of the rest of each round, as far as it is needed.
                int other = from + random.nextInt(members.size() - from);
                int member = members.get(other);
                members.set(other, members.get(from));
                members.set(from, member);
                drawn[n++] = member;
            }
        }
        return drawn;
    }
}
