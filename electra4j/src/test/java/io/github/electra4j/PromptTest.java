package io.github.electra4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.evaluate.Evaluation;
import io.github.electra4j.task.LabeledText;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptTest {
    private static Prompt prompt(String template) {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("1", "great");
        words.put("0", "terrible");
        return new Prompt(template, words);
    }

    @Test
    void fill_putsTextAndWordInTheirPlaces() {
        Prompt.Filled filled = prompt("{text} It was [MASK].").fill(" A film. ", null, "great");

        assertThat(filled.text()).isEqualTo("A film. It was great.");
        assertThat(filled.text().substring(filled.start(), filled.end())).isEqualTo("great");
    }

    @Test
    void fill_ofATextThatLooksLikeAPlace_leavesItAsItIs() {
        Prompt.Filled filled = prompt("[MASK]: {text} / {pair}").fill("{pair} [MASK]", "{text}", "great");

        assertThat(filled.text()).isEqualTo("great: {pair} [MASK] / {text}");
        assertThat(filled.start()).isZero();
        assertThat(filled.end()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "It was [MASK]. | expected {text} once",
                "{text} It was good. | expected [MASK] once",
                "{text} [MASK] [MASK] | expected [MASK] once",
            })
    void template_withoutItsPlaces_isRefused(String template, String words) {
        assertThatIllegalArgumentException().isThrownBy(() -> prompt(template)).withMessageContaining(words);
    }

    @Test
    void verbalizers_ofOneLabel_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Prompt("{text} [MASK]", Map.of("1", "good")))
                .withMessageContaining("expected one for each of at least two labels");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Prompt("{text} [MASK]", Map.of("1", "good", "0", " ")))
                .withMessageContaining("verbalizer of \"0\"");
    }

    /** Scores 0 and log 3: a quarter and three quarters. Less the columns' means, 1 and log 3: e^-1 to 1, and e to 1. */
    @Test
    void probabilities_areTheSoftmaxOfScores_lessTheMeansOfTheColumnsWhereCalibrated() {
        double[][] scores = {{0, Math.log(3)}, {2, Math.log(3)}};

        assertThat(Prompt.probabilities(scores, false)[0]).containsExactly(new double[] {0.25, 0.75}, within(1e-12));
        double[][] calibrated = Prompt.probabilities(scores, true);
        assertThat(calibrated[0][1]).isCloseTo(1 / (1 + Math.exp(-1)), within(1e-12));
        assertThat(calibrated[1][0]).isCloseTo(Math.E / (Math.E + 1), within(1e-12));
    }

    /** Three of four have the label 1: its share is the accuracy of who always says so. */
    @Test
    void majority_saysTheMostFrequentLabel() {
        List<LabeledText> rows = List.of(row("1", 2), row("0", 3), row("1", 4), row("1", 5));

        Evaluation majority = prompt("{text} [MASK]").majority(rows);

        assertThat(majority.figure("accuracy")).isCloseTo(0.75, within(1e-12));
    }

    @Test
    void majority_ofALabelWithoutAWord_namesTheLine() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> prompt("{text} [MASK]").majority(List.of(row("2", 7))))
                .withMessageStartingWith("f.tsv:7: the label \"2\" has no word")
                .withMessageContaining("--verbalizer 2=WORD");
    }

    private static LabeledText row(String label, int line) {
        return new LabeledText(null, "a film", null, label, Path.of("f.tsv"), line);
    }
}
