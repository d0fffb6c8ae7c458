package io.github.electra4j.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ClassProbabilitiesTest {
    private static double[] softmax(JsonNode logits) {
        double[] powers =
                logits.valueStream().mapToDouble(x -> Math.exp(x.doubleValue())).toArray();
        double sum = Arrays.stream(powers).sum();
        return Arrays.stream(powers).map(x -> x / sum).toArray();
    }

    /** Numbers of {@code src/test/python/make_calibration.py}: numpy and torch. */
    @Test
    void errorAndTemperature_areThoseOfAnIndependentScript() throws Exception {
        JsonNode cases;
        try (InputStream in = ClassProbabilitiesTest.class.getResourceAsStream("/metrics/calibration.json")) {
            cases = JsonMapper.shared().readTree(Objects.requireNonNull(in));
        }
        assertThat(cases.size()).isEqualTo(3);
        for (JsonNode each : cases) {
            ClassProbabilities made = new ClassProbabilities(
                    each.path("gold").valueStream().mapToInt(JsonNode::intValue).toArray(),
                    each.path("logits").valueStream().map(row -> softmax(row)).toArray(double[][]::new));
            double temperature = made.temperature();
            ClassProbabilities better = made.at(temperature);
            String name = each.path("name").asString();
            assertThat(made.calibrationError())
                    .as(name)
                    .isCloseTo(each.path("error").doubleValue(), within(1e-12));
            assertThat(temperature).as(name).isCloseTo(each.path("temperature").doubleValue(), within(1e-6));
            assertThat(better.logLoss()).as(name).isCloseTo(each.path("loss").doubleValue(), within(1e-12));
            assertThat(better.calibrationError())
                    .as(name)
                    .isCloseTo(each.path("error_after").doubleValue(), within(1e-6));
        }
    }

    /** Two rows at 0.8, one of them right: |0.8 - 0.5| * 2; one at 0.6, right: 0.4; one at 2/3, wrong; each the upper bound of a bin of its own. */
    @Test
    void error_byHand() {
        ClassProbabilities four = new ClassProbabilities(
                new int[] {0, 1, 0, 1}, new double[][] {{0.8, 0.2}, {0.8, 0.2}, {0.6, 0.4}, {2 / 3.0, 1 / 3.0}});
        assertThat(four.calibrationError()).isCloseTo((0.6 + 0.4 + 2 / 3.0) / 4, within(1e-12));
    }

    /** log(3) at temperature 2 is log(sqrt(3)). */
    @Test
    void at_dividesTheScores() {
        double[] made = ClassProbabilities.at(new double[] {0.75, 0.25}, 2);
        assertThat(made[0]).isCloseTo(Math.sqrt(3) / (1 + Math.sqrt(3)), within(1e-12));
        assertThat(ClassProbabilities.at(made, 0.5)[0]).isCloseTo(0.75, within(1e-12));
        assertThat(ClassProbabilities.at(new double[] {1, 0}, 3)).containsExactly(1, 0);
    }

    @Test
    void temperature_whereAllAreRight_staysOne() {
        assertThat(new ClassProbabilities(new int[] {0, 1}, new double[][] {{0.6, 0.4}, {0.1, 0.9}}).temperature())
                .isEqualTo(1);
    }

    /** Where what is surer is more often wrong, the least loss is that of equal probabilities. */
    @Test
    void temperature_ofWhatSaysTheOpposite_isTheGreatest() {
        assertThat(new ClassProbabilities(new int[] {1, 0, 0}, new double[][] {{0.9, 0.1}, {0.6, 0.4}, {0.2, 0.8}})
                        .temperature())
                .isEqualTo(100);
    }
}
