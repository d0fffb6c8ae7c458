package io.github.electra4j.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.evaluate.GroupScores.Gap;
import io.github.electra4j.evaluate.GroupScores.Group;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GroupScoresTest {
    /** Accuracy where the rows of these numbers are right. */
    private static Function<int[], Evaluation> rightIf(java.util.function.IntPredicate right) {
        return rows -> new Evaluation(
                rows.length,
                Map.of("accuracy", Arrays.stream(rows).filter(right).count() / (double) rows.length),
                null);
    }

    private static Map<String, int[]> groups(int... sizes) {
        Map<String, int[]> groups = new LinkedHashMap<>();
        int from = 0;
        for (int size : sizes) {
            groups.put("g" + groups.size(), IntStream.range(from, from + size).toArray());
            from += size;
        }
        return groups;
    }

    private static GroupScores scores(
            Map<String, int[]> groups, String metric, Function<int[], Evaluation> scorer, int rounds, long key) {
        return GroupScores.of(groups, metric, scorer, rows -> scorer.apply(rows).figure(metric), rounds, key);
    }

    /**
     * 160 of 200 rows right in one group, 120 of 200 in the other. By hand: the variances of the shares are 0.16 / 200 and 0.24 / 200, that of
     * the difference 0.002, its standard error 0.04472: the normal interval is 0.2 +- 0.0877. Dealt at random, both shares are about 0.7,
     * the difference has the standard error sqrt(0.21 x 2 / 200) = 0.0458, its absolute value the mean 0.0458 x sqrt(2 / pi) = 0.0366, and 0.2
     * is 4.4 standard errors away.
     */
    @Test
    void of_twoGroupsOfUnlikeAccuracy_hasTheGapThatTheyWereGiven() {
        GroupScores scores = scores(groups(200, 200), "accuracy", rightIf(row -> row < 160 || row >= 280), 4000, 1);

        Gap gap = Objects.requireNonNull(scores.gap());
        assertThat(gap.highest()).isEqualTo("g0");
        assertThat(gap.lowest()).isEqualTo("g1");
        assertThat(gap.value()).isCloseTo(0.2, within(1e-12));
        Interval interval = Objects.requireNonNull(gap.interval());
        assertThat(interval.low()).isCloseTo(0.2 - 0.0877, within(0.01));
        assertThat(interval.high()).isCloseTo(0.2 + 0.0877, within(0.01));
        assertThat(gap.byChance()).isCloseTo(0.0366, within(0.003));
        assertThat(gap.p()).isLessThan(0.002);
        // 0.8 +- 1.96 x sqrt(0.16 / 200)
        Interval first = Objects.requireNonNull(scores.groups().get(0).interval());
        assertThat(first.low()).isCloseTo(0.7446, within(0.01));
        assertThat(first.high()).isCloseTo(0.8554, within(0.01));
    }

    /** Every fourth row is wrong, in each of eight groups: the groups are what chance makes them. */
    @Test
    void of_groupsOfRandomRows_isNoFurtherApartThanChance() {
        int[] sizes = new int[8];
        Arrays.fill(sizes, 40);

        Gap gap = Objects.requireNonNull(
                scores(groups(sizes), "accuracy", rightIf(row -> row * 2654435761L % 97 > 24), 500, 1)
                        .gap());

        assertThat(gap.value()).isPositive();
        assertThat(gap.byChance()).isGreaterThan(0.1);
        assertThat(gap.p()).isGreaterThan(0.05);
    }

    @Test
    void of_aGroupWithoutTheFigure_isLeftOutOfTheGap() {
        Function<int[], Evaluation> scorer = rows ->
                new Evaluation(rows.length, Map.of("pearson", rows[0] == 0 ? Double.NaN : rows[0] / 100.0), null);

        GroupScores scores = scores(groups(40, 40), "pearson", scorer, 100, 1);

        assertThat(scores.gap()).isNull();
        assertThat(scores.remarks()).anyMatch(remark -> remark.contains("no gap"));
        assertThat(scores.toJson()).containsEntry("gap", null);
    }

    @Test
    void remarks_ofASmallGroup_nameItWithItsRows() {
        GroupScores scores = scores(groups(40, 3), "accuracy", rightIf(row -> row % 2 == 0), 100, 1);

        assertThat(scores.groups()).extracting(Group::isSmall).containsExactly(false, true);
        assertThat(scores.remarks())
                .isEqualTo(List.of("few rows (below 30) in 1 of 2 groups: \"g1\" 3; their figures say little"));
    }

    @Test
    void gap_thatRestsOnASingleRow_saysSoAndHasNoInterval() {
        GroupScores scores = scores(groups(40, 1), "accuracy", rightIf(row -> row < 30), 100, 1);

        Gap gap = Objects.requireNonNull(scores.gap());
        assertThat(gap.value()).isCloseTo(0.75, within(1e-12));
        assertThat(gap.interval()).isNull();
        assertThat(scores.groups()).extracting(Group::interval).last().isNull();
        assertThat(scores.remarks())
                .contains("the gap rests on \"g1\", a single row each: it has no interval and says nothing of groups;"
                        + " give more rows, or leave these out");
        // The single row of the third lies between the others, and the gap does not rest on it.
        Function<int[], Evaluation> scorer = rows -> new Evaluation(
                rows.length, Map.of("mean", Arrays.stream(rows).average().orElse(0)), null);
        assertThat(scores(
                                Map.of("a", new int[] {1, 2}, "b", new int[] {8, 9}, "c", new int[] {5}),
                                "mean",
                                scorer,
                                10,
                                1)
                        .remarks())
                .noneMatch(remark -> remark.contains("rests on"));
    }

    @Test
    void of_theSameKey_givesTheSame() {
        Function<int[], Evaluation> scorer = rightIf(row -> row % 3 == 0);

        assertThat(scores(groups(50, 60), "accuracy", scorer, 200, 5).toJson())
                .isEqualTo(scores(groups(50, 60), "accuracy", scorer, 200, 5).toJson());
    }
}
