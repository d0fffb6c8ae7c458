package io.github.electra4j.evaluate;

import io.github.electra4j.random.CounterRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Whether one system is better than another by more than chance: both are scored again and again on rows, and with seeds, drawn with
 * replacement, the same for both (Koehn, 2004, section 3; Efron and Tibshirani, 1993, chapter 13). With one seed only the rows vary, and
 * the interval says nothing of what another seed would give; three seeds are few, and make it too narrow.
 *
 * @param difference of the mean scores on all rows and with all seeds, the first system's less the second's
 * @param low of the 95 % interval of the difference
 * @param high of the 95 % interval of the difference
 * @param p two-sided: twice the share of the draws in which the difference has the other sign or is none
 */
public record PairedBootstrap(double difference, double low, double high, double p) {
    /** Scores a system. */
    @FunctionalInterface
    public interface Scorer {
        /**
         * The score.
         *
         * @param seed index of the system's seed
         * @param rows indices of the rows to score on, one as often as it was drawn
         */
        double score(int seed, int[] rows);
    }

    /**
     * Two systems on one task.
     *
     * @param rows of the task
     * @param one the first system
     * @param other the second
     */
    public record Task(int rows, Scorer one, Scorer other) {
        double difference(int[] seeds, int[] drawn) {
            return Arrays.stream(seeds)
                    .mapToDouble(seed -> orNone(one.score(seed, drawn)) - orNone(other.score(seed, drawn)))
                    .average()
                    .orElseThrow();
        }

        /** A correlation is undefined where all predictions are the same: such a system has none. */
        private static double orNone(double score) {
            return Double.isNaN(score) ? 0 : score;
        }
    }

    /**
     * Compares the means over some tasks.
     *
     * @param tasks at least one
     * @param seeds number of seeds that both systems were trained with, seed by seed
     * @param rounds draws, 1,000 or more for an interval
     * @param key of the draws; the same gives the same result
     */
    public static PairedBootstrap of(List<Task> tasks, int seeds, int rounds, long key) {
        int[] everySeed = IntStream.range(0, seeds).toArray();
        double whole = tasks.stream()
                .mapToDouble(task -> task.difference(
                        everySeed, IntStream.range(0, task.rows()).toArray()))
                .average()
                .orElseThrow();
        double[] differences = IntStream.range(0, rounds)
                .parallel()
                .mapToDouble(round -> draw(tasks, seeds, key, round))
                .toArray();
        long below = Arrays.stream(differences).filter(d -> d <= 0).count();
        long above = Arrays.stream(differences).filter(d -> d >= 0).count();
        // Of n draws none below 0 means less than one in n, and not never.
        double p = Math.min(1, 2.0 * Math.max(1, Math.min(below, above)) / rounds);
        // An undefined score counts as none, so that every draw has a difference.
        Interval interval = Objects.requireNonNull(Interval.ofDraws(differences));
        return new PairedBootstrap(whole, interval.low(), interval.high(), p);
    }

    private static double draw(List<Task> tasks, int seeds, long key, int round) {
        CounterRandom random = CounterRandom.of(key, "paired bootstrap", round, 0);
        int[] drawnSeeds = draw(random, seeds);
        return tasks.stream()
                .mapToDouble(task -> task.difference(drawnSeeds, draw(random, task.rows())))
                .average()
                .orElseThrow();
    }

    private static int[] draw(CounterRandom random, int count) {
        return IntStream.generate(() -> random.nextInt(count)).limit(count).toArray();
    }
}
