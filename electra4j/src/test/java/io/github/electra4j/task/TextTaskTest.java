package io.github.electra4j.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.task.TextTask.ClassPrediction;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TextTaskTest {
    private static List<LabeledText> rows(String... labels) {
        return IntStream.range(0, labels.length)
                .mapToObj(i -> new LabeledText(null, "t", null, labels[i], Path.of("train.tsv"), i + 2))
                .toList();
    }

    @Test
    void labels_numbers_areSortedAsNumbers() {
        assertThat(LabelSet.of(rows("10", "2", "-1", "2", "2.5")).names()).containsExactly("-1", "2", "2.5", "10");
        assertThat(LabelSet.of(rows("b", "10", "2", "a")).names()).containsExactly("10", "2", "a", "b");
    }

    @Test
    void labels_rows_becomeIds() {
        TextClassification task = TextClassification.of(rows("no", "yes", "no"));
        assertThat(task.targets(rows("yes", "no", "no"))).containsExactly(1, 0, 0);
        assertThat(task.outputs()).isEqualTo(2);
    }

    @Test
    void remarks_ofEmptyTexts_countThemAndNameTheFirst() {
        List<LabeledText> rows = List.of(
                new LabeledText(null, "a", "b", "no", Path.of("dev.tsv"), 2),
                new LabeledText(null, "a", " ", "yes", Path.of("dev.tsv"), 3),
                new LabeledText(null, "", "b", "no", Path.of("dev.tsv"), 4));
        assertThat(TextClassification.of(rows).remarks(rows))
                .containsExactly("2 of 3 texts are empty; the first stands at dev.tsv:3");
        assertThat(TextClassification.of(rows).remarks(rows.subList(0, 1))).isEmpty();
    }

    @Test
    void labels_onlyOne_areRefused() {
        assertThatThrownBy(() -> TextClassification.of(rows("x", "x", "x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("train.tsv: all 3 rows have the label \"x\"; a classification needs at least two");
    }

    @Test
    void labels_unknownInEvaluation_namesLineLabelAndKnownOnes() {
        TextClassification task = TextClassification.of(rows("negative", "positive"));
        assertThatThrownBy(() -> task.targets(rows("positive", "postive")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("train.tsv:3: unknown label \"postive\"; the model knows negative, positive; "
                        + "did you mean \"positive\"?");
        assertThatThrownBy(() -> task.targets(List.of(LabeledText.of("t", null))))
                .hasMessageContaining("no label");
    }

    @Test
    void labels_manyDifferentNumbers_adviseRegression() {
        String[] values = IntStream.range(0, 150).mapToObj(i -> i + ".5").toArray(String[]::new);
        assertThatThrownBy(() -> TextClassification.of(rows(values)))
                .hasMessage("train.tsv: 150 different numbers in 150 labels; these are values and not classes: "
                        + "choose regression");
        String[] names = IntStream.range(0, 150).mapToObj(i -> "intent" + i).toArray(String[]::new);
        assertThat(TextClassification.of(rows(names)).outputs()).isEqualTo(150);
    }

    // torch.softmax(torch.tensor([1., 2., 3.], dtype=torch.float64), 0)
    @Test
    void decode_scores_areSoftmaxProbabilitiesOfTheChosenText() {
        TextClassification task = TextClassification.of(rows("a", "b", "c"));
        ClassPrediction prediction = task.decode(new float[] {9, 9, 9, 1, 2, 3}, 1);
        assertThat(prediction.label()).isEqualTo("c");
        assertThat(prediction.probabilities())
                .containsExactly(
                        new double[] {0.09003057317038046, 0.24472847105479764, 0.6652409557748218}, within(1e-15));
        assertThat(prediction.probability()).isEqualTo(prediction.probabilities()[2]);
        assertThat(task.decode(new float[] {1000, -1000, 1000}, 0).probabilities())
                .containsExactly(0.5, 0, 0.5);
    }

    @Test
    void decode_scoreThatIsNoNumber_isRefused() {
        TextClassification task = TextClassification.of(rows("a", "b"));
        assertThatThrownBy(() -> task.decode(new float[] {0, 0, 1, Float.NaN}, 1))
                .hasMessage("text 1: score 1 is NaN; the model is damaged or its training diverged");
    }

    @Test
    void regression_labels_areScaledToTheirRangeAndBack() {
        TextRegression task = TextRegression.of(rows("1.0", "5", "3e0"));
        assertThat(task.range()).isEqualTo(new LabelRange(1, 5));
        assertThat(rows("1", "2", "5", "7").stream().map(task::target)).containsExactly(0.0, 0.25, 1.0, 1.5);
        assertThat(task.decode(new float[] {0, 0.25f}, 1).value()).isEqualTo(2);
        assertThat(task.outputs()).isEqualTo(1);
    }

    @Test
    void regression_labelThatIsNoFiniteNumber_isRefusedWithItsLine() {
        for (String label : List.of("NaN", "Infinity", "-Infinity", "good", "1,5", "1e999")) {
            assertThatThrownBy(() -> TextRegression.of(rows("1", label)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("train.tsv:3: label \"" + label
                            + "\", expected a finite number such as 3.5; correct the label or leave the row out");
        }
        assertThatThrownBy(() -> TextRegression.of(rows("2", "2"))).hasMessageContaining("all 2 rows have the label 2");
    }
}
