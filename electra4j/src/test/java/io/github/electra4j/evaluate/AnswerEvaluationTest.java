package io.github.electra4j.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** SQuAD's figures against those of src/test/python/squad_scores.py, which follows the published rules by itself. */
class AnswerEvaluationTest {
    private static JsonNode expected;

    @BeforeAll
    static void read() throws IOException {
        try (InputStream in = AnswerEvaluationTest.class.getResourceAsStream("/metrics/squad.json")) {
            expected = new JsonMapper().readTree(Objects.requireNonNull(in));
        }
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::stringValue)
                .toList();
    }

    @TestFactory
    Stream<DynamicTest> score_ofPair_isPythons() {
        return StreamSupport.stream(expected.get("pairs").spliterator(), false)
                .map(pair -> DynamicTest.dynamicTest(pair.toString(), () -> {
                    List<String> gold = texts(pair.get("gold"));
                    String predicted = pair.get("predicted").stringValue();
                    assertThat(AnswerText.normalized(predicted))
                            .isEqualTo(pair.get("words").stringValue());
                    assertScore(SquadRules.SQUAD_1_1.score(gold, predicted), pair.get("v1"));
                    assertScore(SquadRules.SQUAD_2_0.score(gold, predicted), pair.get("v2"));
                }));
    }

    private static void assertScore(AnswerScore score, JsonNode figures) {
        assertThat(score.exact()).isEqualTo(figures.get(0).doubleValue());
        assertThat(score.f1()).isCloseTo(figures.get(1).doubleValue(), within(1e-12));
    }

    @TestFactory
    Stream<DynamicTest> figures_ofSet_arePythons() {
        return StreamSupport.stream(expected.get("sets").spliterator(), false)
                .map(set -> DynamicTest.dynamicTest(set.get("name").stringValue(), () -> {
                    List<JudgedAnswer> answers = StreamSupport.stream(
                                    set.get("items").spliterator(), false)
                            .map(item -> new JudgedAnswer(
                                    texts(item.get(0)),
                                    item.get(1).stringValue(),
                                    item.get(2).doubleValue()))
                            .toList();
                    Evaluation evaluation = AnswerEvaluation.withUnanswerable(
                            answers, set.get("threshold").doubleValue());
                    for (Map.Entry<String, JsonNode> figure : set.get("figures").properties()) {
                        assertFigure(evaluation, figure.getKey(), figure.getValue(), answers);
                    }
                    assertThat(evaluation.figures()).hasSameSizeAs(set.get("figures"));
                }));
    }

    private static void assertFigure(Evaluation evaluation, String key, JsonNode value, List<JudgedAnswer> answers) {
        double figure = evaluation.figure(key);
        if (!value.isNull()) {
            assertThat(figure).as(key).isCloseTo(value.doubleValue(), within(1e-12));
        } else if (key.endsWith("threshold")) {
            // Answering nothing is best: below every score.
            assertThat(answers).allMatch(answer -> answer.noAnswer() > figure);
        } else {
            assertThat(figure).as(key).isNaN();
        }
    }

    // By hand: "Rome" is right, F1 of "in Rome" against "Rome" is 2 * (1/2 * 1) / (3/2) = 2/3.
    @Test
    void answerable_twoQuestions_areMeans() {
        Evaluation evaluation = AnswerEvaluation.answerable(List.of(
                new JudgedAnswer(List.of("Rome"), "Rome", Double.NaN),
                new JudgedAnswer(List.of("Rome", "Paris"), "in Rome", Double.NaN)));
        assertThat(evaluation.rows()).isEqualTo(2);
        assertThat(evaluation.figure("exact")).isEqualTo(0.5);
        assertThat(evaluation.figure("f1")).isCloseTo((1 + 2.0 / 3) / 2, within(1e-15));
    }

    @Test
    void best_scoreThatIsNoNumber_isRefused() {
        List<JudgedAnswer> answers = List.of(new JudgedAnswer(List.of(), "Rome", Double.NaN));
        assertThatThrownBy(() -> NoAnswerThreshold.best(answers, AnswerScore::f1))
                .hasMessageContaining("a score of no answer is NaN, expected a number");
    }
}
