package io.github.electra4j.fairness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.evaluate.Interval;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Shared pieces against Python's difflib, effect sizes against numpy; made by src/test/python/bias_figures.py. */
class BiasFixtureTest {
    private static JsonNode expected;

    @BeforeAll
    static void read() throws IOException {
        try (InputStream in = BiasFixtureTest.class.getResourceAsStream("/metrics/bias.json")) {
            expected = new JsonMapper().readTree(Objects.requireNonNull(in));
        }
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.stringValue()));
        return texts;
    }

    private static int[] places(JsonNode list) {
        return IntStream.range(0, list.size()).map(i -> list.get(i).intValue()).toArray();
    }

    @Test
    void sharedPieces_ofTwoSentences_areThoseOfDifflib() {
        assertThat(expected.get("shared")).hasSizeGreaterThan(20);
        for (JsonNode c : expected.get("shared")) {
            SharedPieces found = SharedPieces.of(texts(c.get("one")), texts(c.get("other")));
            assertThat(found.one()).as(c.toString()).isEqualTo(places(c.get("one_places")));
            assertThat(found.other()).as(c.toString()).isEqualTo(places(c.get("other_places")));
        }
    }

    private static double[][] vectors(JsonNode... lists) {
        List<double[]> vectors = new ArrayList<>();
        for (JsonNode list : lists) {
            list.forEach(vector -> vectors.add(IntStream.range(0, vector.size())
                    .mapToDouble(i -> vector.get(i).doubleValue())
                    .toArray()));
        }
        return vectors.toArray(double[][]::new);
    }

    private static double product(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
    }

    private static double[][] cosines(double[][] rows, double[][] columns) {
        double[][] cosines = new double[rows.length][columns.length];
        for (int r = 0; r < rows.length; r++) {
            for (int c = 0; c < columns.length; c++) {
                cosines[r][c] = product(rows[r], columns[c])
                        / Math.sqrt(product(rows[r], rows[r]) * product(columns[c], columns[c]));
            }
        }
        return cosines;
    }

    @Test
    void effectSize_ofFewVectors_isNumpysWithTheExactP() {
        assertThat(expected.get("seat")).hasSizeGreaterThan(3);
        for (JsonNode c : expected.get("seat")) {
            double[][] cosines = cosines(vectors(c.get("x"), c.get("y")), vectors(c.get("a"), c.get("b")));

            EffectSize found =
                    EffectSize.of(cosines, c.get("x").size(), c.get("a").size(), 1);

            assertThat(found.d()).isCloseTo(c.get("d").doubleValue(), within(1e-12));
            assertThat(found.p()).isCloseTo(c.get("p").doubleValue(), within(1e-12));
            assertThat(found.exact()).isTrue();
        }
    }

    /**
     * 40 vectors whose associations are 1 to 40 in an order that mixes both targets. By hand, the sum of 20 of them without replacement is near
     * to normal, with the mean 20 x 20.5 = 410 and the variance 20 x 20 x 41 / 12 = 1366.7; the first target, with 1, 3, ... 37 and 40, has the sum 401:
     * P(sum >= 401) is P(z >= -0.5 - 9 ... ) with the continuity correction (400.5 - 410) / 36.97 = -0.257: 0.601.
     */
    @Test
    void effectSize_ofManyVectors_drawsThePermutations() {
        double[][] cosines = new double[40][2];
        for (int i = 0; i < 20; i++) {
            cosines[i][0] = i == 19 ? 40 : 2 * i + 1;
            cosines[20 + i][0] = i == 19 ? 39 : 2 * i + 2;
        }

        EffectSize found = EffectSize.of(cosines, 20, 1, 1);

        assertThat(found.exact()).isFalse();
        assertThat(found.p()).isCloseTo(0.601, within(0.01));
        // Means 20.05 and 20.95; the sample's variance of 1 to 40 is 40 x 41 / 12 = 136.67.
        assertThat(found.d()).isCloseTo(-0.9 / Math.sqrt(136.6667), within(1e-6));
        Interval interval = Objects.requireNonNull(found.interval());
        assertThat(interval.low()).isLessThan(found.d()).isGreaterThan(-0.8);
        assertThat(interval.high()).isGreaterThan(found.d()).isLessThan(0.7);
    }

    /** By hand: sorted 0.01, 0.02, 0.04; times 3, 2 and 1, and never less than the one before. */
    @Test
    void holm_ofThreeTests_multipliesByThoseThatAreLeft() {
        assertThat(SeatScores.holm(new double[] {0.04, 0.01, 0.02}))
                .containsExactly(new double[] {0.04, 0.03, 0.04}, within(1e-12));
        assertThat(SeatScores.holm(new double[] {0.6, 0.7})).containsExactly(1, 1);
    }
}
