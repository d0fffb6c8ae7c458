package io.github.electra4j.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every metric against scikit-learn 1.9.1 and scipy 1.17.1; the numbers are made by src/test/python/make_metrics.py. */
class MetricsFixtureTest {
    private static JsonNode expected;

    @BeforeAll
    static void read() throws IOException {
        try (InputStream in = MetricsFixtureTest.class.getResourceAsStream("/metrics/expected.json")) {
            expected = new JsonMapper().readTree(Objects.requireNonNull(in));
        }
    }

    private interface Check {
        void of(JsonNode node);
    }

    private static Stream<DynamicTest> cases(String kind, Check check) {
        assertThat(expected.get(kind).size()).isGreaterThan(2);
        return StreamSupport.stream(expected.get(kind).spliterator(), false)
                .map(c -> DynamicTest.dynamicTest(c.get("name").stringValue(), () -> check.of(c)));
    }

    private static double[] doubles(JsonNode node) {
        return IntStream.range(0, node.size())
                .mapToDouble(i -> node.get(i).doubleValue())
                .toArray();
    }

    private static int[] ints(JsonNode node) {
        return Arrays.stream(doubles(node)).mapToInt(d -> (int) d).toArray();
    }

    private static void assertFigure(double actual, JsonNode node, String key) {
        if (node.get(key).isNull()) {
            assertThat(actual).as(key).isNaN();
        } else {
            double value = node.get(key).doubleValue();
            assertThat(actual).as(key).isCloseTo(value, within(1e-12 * Math.max(1, Math.abs(value))));
        }
    }

    @TestFactory
    Stream<DynamicTest> classification_predictions_givesScikitLearnsFigures() {
        return cases("classification", c -> {
            int classes = c.get("classes").intValue();
            var labels = IntStream.range(0, classes).mapToObj(i -> "c" + i).toList();
            ConfusionTable table = ConfusionTable.of(ints(c.get("gold")), ints(c.get("predicted")), labels);
            assertFigure(table.accuracy(), c, "accuracy");
            assertFigure(table.macroF1(), c, "macro_f1");
            assertFigure(table.microF1(), c, "micro_f1");
            assertFigure(table.matthews(), c, "matthews");
            for (int i = 0; i < classes; i++) {
                ClassScores scores = table.scores(i);
                assertThat(scores.label()).isEqualTo("c" + i);
                assertThat(scores.precision()).isCloseTo(doubles(c.get("precision"))[i], within(1e-12));
                assertThat(scores.recall()).isCloseTo(doubles(c.get("recall"))[i], within(1e-12));
                assertThat(scores.f1()).isCloseTo(doubles(c.get("f1"))[i], within(1e-12));
                assertThat(scores.support()).isEqualTo(c.get("support").get(i).longValue());
                assertThat(Arrays.stream(table.counts()[i]).asDoubleStream().toArray())
                        .containsExactly(doubles(c.get("confusion").get(i)));
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> correlation_values_givesScipysFigures() {
        return cases("correlation", c -> {
            double[] x = doubles(c.get("x"));
            double[] y = doubles(c.get("y"));
            assertFigure(Correlation.pearson(x, y), c, "pearson");
            assertFigure(Correlation.spearman(x, y), c, "spearman");
            assertFigure(Correlation.meanSquaredError(x, y), c, "mean_squared_error");
            assertFigure(Correlation.meanAbsoluteError(x, y), c, "mean_absolute_error");
        });
    }

    @TestFactory
    Stream<DynamicTest> ranking_scores_givesScikitLearnsArea() {
        return cases("ranking", c -> {
            JsonNode node = c.get("positive");
            boolean[] positive = new boolean[node.size()];
            for (int i = 0; i < positive.length; i++) {
                positive[i] = node.get(i).booleanValue();
            }
            assertFigure(Ranking.auc(doubles(c.get("scores")), positive), c, "auc");
        });
    }

    @TestFactory
    Stream<DynamicTest> logLoss_probabilities_givesScikitLearnsLoss() {
        return cases("log_loss", c -> {
            JsonNode node = c.get("probabilities");
            double[][] probabilities = IntStream.range(0, node.size())
                    .mapToObj(i -> doubles(node.get(i)))
                    .toArray(double[][]::new);
            assertFigure(LogLoss.of(ints(c.get("gold")), probabilities), c, "log_loss");
        });
    }
}
