package io.github.electra4j.sets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class GlueScoresTest {
    /** BERT-Large's row of the GLUE leaderboard (Devlin et al., 2019), whose own average there is 80.5. */
    private static final Map<String, Map<String, Double>> BERT_LARGE = Map.of(
            "glue/cola", Map.of("matthews", 60.5),
            "glue/sst2", Map.of("accuracy", 94.9),
            "glue/mrpc", Map.of("f1", 89.3, "accuracy", 85.4),
            "glue/stsb", Map.of("pearson", 87.6, "spearman", 86.5),
            "glue/qqp", Map.of("f1", 72.1, "accuracy", 89.3),
            "glue/mnli", Map.of("accuracy", 86.7, "mismatched_accuracy", 85.9),
            "glue/qnli", Map.of("accuracy", 92.7),
            "glue/rte", Map.of("accuracy", 70.1),
            "glue/wnli", Map.of("accuracy", 65.1));

    @Test
    void benchmark_ofBertLarge_isTheLeaderboards() {
        assertThat(new GlueScores(BERT_LARGE).benchmark().value()).isCloseTo(80.5, within(0.05));
    }

    // By hand: (60.5 + 94.9 + 85.4 + 86.5 + 89.3 + 86.7 + 92.7 + 70.1) / 8.
    @Test
    void paper_isTheMeanOfEightFigures() {
        assertThat(new GlueScores(BERT_LARGE).paper().value()).isCloseTo(83.2625, within(1e-9));
    }

    @Test
    void missingFigures_areNamedAndNoAverageIsGiven() {
        Map<String, Map<String, Double>> some = new TreeMap<>(BERT_LARGE);
        some.remove("glue/wnli");
        some.put("glue/mnli", Map.of("accuracy", 86.7));
        GlueScores scores = new GlueScores(some);
        assertThat(scores.benchmark().value()).isNaN();
        assertThat(scores.benchmark().missing()).containsExactly("glue/mnli mismatched_accuracy", "glue/wnli accuracy");
        assertThat(scores.paper().missing()).isEmpty();
    }
}
