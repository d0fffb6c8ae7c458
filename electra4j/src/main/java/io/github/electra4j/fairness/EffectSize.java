package io.github.electra4j.fairness;

import io.github.electra4j.evaluate.Interval;
import io.github.electra4j.random.CounterRandom;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How much nearer vectors of one target are to one attribute than those of the other target (Caliskan et al., 2017; May et al., 2019, section 2).
 *
 * @param d the difference of the targets' mean associations, in standard deviations of all associations; above 0 as expected
 * @param interval of it, where vectors of each target are drawn with replacement and the attributes stay, as in the test; null where it is
 *     undefined
 * @param p one-sided: the share of the ways to part the targets' vectors in two that associate the first at least as much
 * @param exact whether all ways were counted, or 99,999 drawn and the observed one with them
 */
public record EffectSize(double d, @Nullable Interval interval, double p, boolean exact) {
    private static final int BOOTSTRAP = 1000;
    private static final int PERMUTATIONS = 99_999;
    private static final long EXACT = 200_000;
    /** Sums of the same numbers in another order. */
    private static final double ROUNDING = 1e-9;

    /**
     * Measures.
     *
     * @param cosines of each vector of the first target, then of the second, with each of the first attribute, then of the second
     * @param first number of vectors of the first target
     * @param attributes number of vectors of the first attribute
     * @param key of the draws
     */
    public static EffectSize of(double[][] cosines, int first, int attributes, long key) {
        double[] whole = associations(cosines, range(0, attributes), range(attributes, cosines[0].length));
        double[] draws = IntStream.range(0, BOOTSTRAP)
                .parallel()
                .mapToDouble(round -> {
                    CounterRandom random = CounterRandom.of(key, "effect size", round, 0);
                    double[] drawn = IntStream.concat(drawn(random, 0, first), drawn(random, first, whole.length))
                            .mapToDouble(i -> whole[i])
                            .toArray();
                    return effect(drawn, first);
                })
                .toArray();
        boolean exact = ways(whole.length, first) <= EXACT;
        return new EffectSize(
                effect(whole, first),
                Interval.ofDraws(draws),
                exact ? exactP(whole, first) : drawnP(whole, first, key),
                exact);
    }

    private static int[] range(int from, int to) {
        return IntStream.range(from, to).toArray();
    }

    private static IntStream drawn(CounterRandom random, int from, int to) {
        return IntStream.generate(() -> from + random.nextInt(to - from)).limit(to - from);
    }

    /** s(w, A, B) of each vector: its mean cosine with the first attribute less that with the second. */
    private static double[] associations(double[][] cosines, int[] a, int[] b) {
        return Arrays.stream(cosines)
                .mapToDouble(row -> mean(row, a) - mean(row, b))
                .toArray();
    }

    private static double mean(double[] row, int[] places) {
        double sum = 0;
        for (int place : places) {
            sum += row[place];
        }
        return sum / places.length;
    }

    private static double effect(double[] associations, int first) {
        double all = Arrays.stream(associations).average().orElse(0);
        double squares =
                Arrays.stream(associations).map(s -> (s - all) * (s - all)).sum();
        double deviation = Math.sqrt(squares / (associations.length - 1));
        return (Arrays.stream(associations, 0, first).average().orElse(0)
                        - Arrays.stream(associations, first, associations.length)
                                .average()
                                .orElse(0))
                / deviation;
    }

    /** Number of ways to choose some of all; above the bound anything above it. */
    private static long ways(int all, int some) {
        long ways = 1;
        for (int i = 1; i <= Math.min(some, all - some) && ways <= EXACT; i++) {
            ways = ways * (all - Math.min(some, all - some) + i) / i;
        }
        return ways;
    }

    private static double exactP(double[] associations, int first) {
        double observed = Arrays.stream(associations, 0, first).sum() - ROUNDING;
        int[] chosen = range(0, first);
        long ways = 0;
        long atLeast = 0;
        for (boolean more = true; more; more = next(chosen, associations.length)) {
            ways++;
            atLeast += Arrays.stream(chosen).mapToDouble(i -> associations[i]).sum() >= observed ? 1 : 0;
        }
        return (double) atLeast / ways;
    }

    /** The next choice in lexicographic order; false where it was the last. */
    private static boolean next(int[] chosen, int all) {
        int i = chosen.length - 1;
        while (i >= 0 && chosen[i] == all - chosen.length + i) {
            i--;
        }
        if (i < 0) {
            return false;
        }
        chosen[i]++;
        for (int j = i + 1; j < chosen.length; j++) {
            chosen[j] = chosen[j - 1] + 1;
        }
        return true;
    }

    private static double drawnP(double[] associations, int first, long key) {
        double observed = Arrays.stream(associations, 0, first).sum() - ROUNDING;
        long atLeast = IntStream.range(0, PERMUTATIONS)
                .parallel()
                .filter(round ->
                        dealtSum(associations, first, CounterRandom.of(key, "permutation", round, 0)) >= observed)
                .count();
        return (1.0 + atLeast) / (1.0 + PERMUTATIONS);
    }

    private static double dealtSum(double[] associations, int first, CounterRandom random) {
        double[] left = associations.clone();
        double sum = 0;
        for (int i = 0; i < first; i++) {
            int other = i + random.nextInt(left.length - i);
            sum += left[other];
            left[other] = left[i];
        }
        return sum;
    }
}
