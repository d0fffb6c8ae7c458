package io.github.electra4j.evaluate;

import io.github.electra4j.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A figure of each group of rows, and how far the groups are apart.
 *
 * @param metric the figure that is compared
 * @param groups in the order given
 * @param gap null where fewer than two groups have the figure
 */
public record GroupScores(
        String metric, List<Group> groups, @Nullable Gap gap) {
    /** Rows below which a group's figure says little. */
    public static final int FEW = 30;

    public GroupScores {
        groups = List.copyOf(groups);
    }

    /**
     * One group.
     *
     * @param name what the rows have in common
     * @param evaluation all figures of its rows
     * @param interval of the figure that is compared, over rows drawn with replacement; null of a single row and where most draws have none
     */
    public record Group(
            String name, Evaluation evaluation, @Nullable Interval interval) {
        public int rows() {
            return evaluation.rows();
        }

        public boolean isSmall() {
            return rows() < FEW;
        }
    }

    /**
     * The largest figure less the smallest. Of many groups, or small ones, some lie apart by chance alone, which {@code byChance} and
     * {@code p} measure.
     *
     * @param highest the group with the largest figure
     * @param lowest the group with the smallest
     * @param value the difference, never below 0
     * @param interval of the difference of these two groups, each drawn with replacement from its own rows; null where one is a single
     *     row, and where most draws have
     *     none
     * @param byChance the mean difference between largest and smallest where rows are dealt to groups of the same sizes at random
     * @param p the share of such deals with a difference at least as large, the one observed counted as one of them
     */
    public record Gap(
            String highest,
            String lowest,
            double value,
            @Nullable Interval interval,
            double byChance,
            double p) {}

    /**
     * Scores groups.
     *
     * @param groups indices of rows by the groups' names
     * @param metric the figure to compare
     * @param scorer evaluates the rows of a group
     * @param figure the metric alone of rows of which one may stand there twice; is called on several threads, by the thousand
     * @param rounds draws, 1,000 or more for an interval
     * @param key of the draws; the same gives the same result
     */
    public static GroupScores of(
            Map<String, int[]> groups,
            String metric,
            Function<int[], Evaluation> scorer,
            ToDoubleFunction<int[]> figure,
            int rounds,
            long key) {
        List<String> names = List.copyOf(groups.keySet());
        List<int[]> rows = List.copyOf(groups.values());
        List<Evaluation> whole = rows.stream().map(scorer).toList();
        double[][] drawn = IntStream.range(0, rounds)
                .parallel()
                .mapToObj(round -> figures(drawn(rows, key, round), figure))
                .toArray(double[][]::new);
        List<Group> scored = new ArrayList<>();
        for (int g = 0; g < names.size(); g++) {
            int group = g;
            double[] draws =
                    Arrays.stream(drawn).mapToDouble(round -> round[group]).toArray();
            // One row drawn again and again is always the same, which is no interval.
            boolean single = rows.get(g).length == 1;
            scored.add(new Group(names.get(g), whole.get(g), single ? null : Interval.ofDraws(draws)));
        }
        List<Integer> defined = IntStream.range(0, names.size())
                .filter(g -> !Double.isNaN(whole.get(g).figure(metric)))
                .boxed()
                .sorted(Comparator.comparingDouble(g -> whole.get(g).figure(metric)))
                .toList();
        if (defined.size() < 2) {
            return new GroupScores(metric, scored, null);
        }
        int lowest = defined.get(0);
        int highest = defined.get(defined.size() - 1);
        double value = whole.get(highest).figure(metric) - whole.get(lowest).figure(metric);
        double[] differences = Arrays.stream(drawn)
                .mapToDouble(round -> round[highest] - round[lowest])
                .toArray();
        double[] dealt = dealt(defined.stream().sorted().map(rows::get).toList(), figure, rounds, key);
        long atLeast = Arrays.stream(dealt).filter(gap -> gap >= value - 1e-12).count();
        return new GroupScores(
                metric,
                scored,
                new Gap(
                        names.get(highest),
                        names.get(lowest),
                        value,
                        rows.get(lowest).length == 1 || rows.get(highest).length == 1
                                ? null
                                : Interval.ofDraws(differences),
                        Arrays.stream(dealt).average().orElse(Double.NaN),
                        (1.0 + atLeast) / (1.0 + dealt.length)));
    }

    private static double[] figures(List<int[]> rows, ToDoubleFunction<int[]> figure) {
        return rows.stream().mapToDouble(figure).toArray();
    }

    private static List<int[]> drawn(List<int[]> rows, long key, int round) {
        CounterRandom random = CounterRandom.of(key, "groups drawn", round, 0);
        return rows.stream()
                .map(some -> IntStream.generate(() -> some[random.nextInt(some.length)])
                        .limit(some.length)
                        .toArray())
                .toList();
    }

    /** The gap between groups of the same sizes whose rows are dealt at random, of each round in which there is one. */
    private static double[] dealt(List<int[]> rows, ToDoubleFunction<int[]> figure, int rounds, long key) {
        int[] all = rows.stream().flatMapToInt(Arrays::stream).toArray();
        return IntStream.range(0, rounds)
                .parallel()
                .mapToObj(round -> {
                    int[] shuffled = shuffled(all, CounterRandom.of(key, "groups dealt", round, 0));
                    List<int[]> deal = new ArrayList<>();
                    int from = 0;
                    for (int[] some : rows) {
                        deal.add(Arrays.copyOfRange(shuffled, from, from + some.length));
                        from += some.length;
                    }
                    return range(figures(deal, figure));
                })
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .toArray();
    }

    private static int[] shuffled(int[] all, CounterRandom random) {
        int[] shuffled = all.clone();
        for (int i = shuffled.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int kept = shuffled[i];
            shuffled[i] = shuffled[other];
            shuffled[other] = kept;
        }
        return shuffled;
    }

    private static OptionalDouble range(double[] figures) {
        double[] defined = Arrays.stream(figures)
                .filter(figure -> !Double.isNaN(figure))
                .sorted()
                .toArray();
        return defined.length < 2
                ? OptionalDouble.empty()
                : OptionalDouble.of(defined[defined.length - 1] - defined[0]);
    }

    /** What to bear in mind of these groups, each a sentence. */
    public List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        List<Group> small = groups.stream().filter(Group::isSmall).toList();
        if (!small.isEmpty()) {
            remarks.add("few rows (below " + FEW + ") in " + small.size() + " of " + groups.size() + " groups: "
                    + small.stream()
                            .limit(10)
                            .map(group -> "\"" + group.name() + "\" " + group.rows())
                            .collect(Collectors.joining(", "))
                    + (small.size() > 10 ? ", ..." : "") + "; their figures say little");
        }
        List<String> single = groups.stream()
                .filter(group -> group.rows() == 1
                        && gap != null
                        && (group.name().equals(gap.highest()) || group.name().equals(gap.lowest())))
                .map(group -> "\"" + group.name() + "\"")
                .toList();
        if (!single.isEmpty()) {
            remarks.add(
                    "the gap rests on " + String.join(" and ", single)
                            + ", a single row each: it has no interval and says nothing of groups; give more rows, or leave these out");
        }
        if (gap == null) {
            remarks.add("there is no gap: fewer than two groups have " + metric);
        }
        return remarks;
    }

    /**
     * For a JSON file: {@code metric}, {@code groups} by name (all figures, with {@code low} and {@code high} of the metric's interval),
     * {@code gap} (highest, lowest, value, low, high, by_chance, p; null where there is none).
     */
    public Map<String, @Nullable Object> toJson() {
        Map<String, Object> byName = new LinkedHashMap<>();
        for (Group group : groups) {
            Map<String, @Nullable Object> figures = group.evaluation().toJson();
            put(figures, group.interval());
            byName.put(group.name(), figures);
        }
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("metric", metric);
        json.put("groups", byName);
        json.put("remarks", remarks());
        if (gap == null) {
            json.put("gap", null);
            return json;
        }
        Map<String, @Nullable Object> apart = new LinkedHashMap<>();
        apart.put("highest", gap.highest());
        apart.put("lowest", gap.lowest());
        apart.put("value", gap.value());
        put(apart, gap.interval());
        apart.put("by_chance", gap.byChance());
        apart.put("p", gap.p());
        json.put("gap", apart);
        return json;
    }

    private static void put(Map<String, @Nullable Object> json, @Nullable Interval interval) {
        json.put("low", interval == null ? null : interval.low());
        json.put("high", interval == null ? null : interval.high());
    }
}
