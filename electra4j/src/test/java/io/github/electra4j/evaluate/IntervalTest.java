package io.github.electra4j.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class IntervalTest {
    /** By scipy's binomtest, see src/test/python/bias_figures.py. */
    @Test
    void ofShare_ofHitsAndTrials_isClopperAndPearsons() throws Exception {
        JsonNode cases;
        try (InputStream in = IntervalTest.class.getResourceAsStream("/metrics/bias.json")) {
            cases = new JsonMapper().readTree(Objects.requireNonNull(in)).get("intervals");
        }
        assertThat(cases).hasSizeGreaterThan(5);
        for (JsonNode c : cases) {
            Interval found =
                    Interval.ofShare(c.get("hits").longValue(), c.get("trials").longValue());
            assertThat(found.low()).as(c.toString()).isCloseTo(c.get("low").doubleValue(), within(1e-9));
            assertThat(found.high()).as(c.toString()).isCloseTo(c.get("high").doubleValue(), within(1e-9));
        }
    }

    @Test
    void ofShare_ofNoTrials_isRefused() {
        assertThatThrownBy(() -> Interval.ofShare(0, 0)).hasMessageContaining("0 of 0");
    }

    /** Of 0 to 999 a fortieth lies below 25, and as many above 974. */
    @Test
    void ofDraws_ofAThousand_leavesTwentyFiveOutOnEachSide() {
        double[] draws =
                IntStream.range(0, 1000).mapToDouble(i -> (i * 7) % 1000).toArray();

        assertThat(Interval.ofDraws(draws)).isEqualTo(new Interval(25, 975));
    }

    @Test
    void ofDraws_mostOfThemUndefined_isNone() {
        double[] draws = new double[10];
        Arrays.fill(draws, 0, 6, Double.NaN);

        assertThat(Interval.ofDraws(draws)).isNull();
        assertThat(Interval.ofDraws()).isNull();
    }
}
