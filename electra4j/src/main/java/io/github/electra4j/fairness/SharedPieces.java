package io.github.electra4j.fairness;

import java.util.ArrayList;
import java.util.List;

/**
 * The word pieces that two sentences share, in their order: the longest common run, and so on left and right of it (Ratcliff and Obershelp),
 * as the authors of CrowS-Pairs find the unmodified tokens (Nangia et al., 2020, section 4).
 *
 * @param one places in the first sentence, ascending
 * @param other places in the second
 */
public record SharedPieces(int[] one, int[] other) {
    /** Compares two sentences, between a beginning and an end that both have, as the authors do: where runs are equally long, these decide. */
    public static SharedPieces of(List<String> one, List<String> other) {
        List<int[]> places = new ArrayList<>();
        find(whole(one), 0, one.size() + 2, whole(other), 0, other.size() + 2, places);
        List<int[]> inside = places.subList(1, places.size() - 1);
        return new SharedPieces(
                inside.stream().mapToInt(pair -> pair[0] - 1).toArray(),
                inside.stream().mapToInt(pair -> pair[1] - 1).toArray());
    }

    private static List<String> whole(List<String> sentence) {
        List<String> whole = new ArrayList<>(sentence);
        whole.add(0, "[CLS]");
        whole.add("[SEP]");
        return whole;
    }

    private static void find(
            List<String> one, int from, int to, List<String> other, int otherFrom, int otherTo, List<int[]> places) {
        int best = 0;
        int at = from;
        int otherAt = otherFrom;
        // Length of the common run that ends at each place of the other sentence, one further for each place of the
        // first.
        int[] runs = new int[otherTo - otherFrom + 1];
        for (int i = from; i < to; i++) {
            int[] next = new int[runs.length];
            for (int j = otherFrom; j < otherTo; j++) {
                if (one.get(i).equals(other.get(j))) {
                    int run = runs[j - otherFrom] + 1;
                    next[j - otherFrom + 1] = run;
                    if (run > best) {
                        best = run;
                        at = i - run + 1;
                        otherAt = j - run + 1;
                    }
                }
            }
            runs = next;
        }
        if (best == 0) {
            return;
        }
        find(one, from, at, other, otherFrom, otherAt, places);
        for (int k = 0; k < best; k++) {
            places.add(new int[] {at + k, otherAt + k});
        }
        find(one, at + best, to, other, otherAt + best, otherTo, places);
    }
}
