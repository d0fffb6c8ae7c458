package io.github.electra4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.evaluate.Evaluation;
import io.github.electra4j.task.LabelRange;
import io.github.electra4j.task.LabelSet;
import io.github.electra4j.task.TextClassification;
import io.github.electra4j.task.TextRegression;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said against figures; figures and counts by hand. */
class TaskEvaluationTest {
    private static final List<String> TWO = List.of("no", "yes");
    private static final TextClassification CLASSES = new TextClassification(new LabelSet(TWO));
    private static final TextRegression VALUES = new TextRegression(new LabelRange(0, 4));

    private static Evaluation classes(int[] gold, double... yes) {
        double[][] probabilities = new double[yes.length][];
        for (int i = 0; i < yes.length; i++) {
            probabilities[i] = new double[] {1 - yes[i], yes[i]};
        }
        return Evaluation.ofClasses(gold, probabilities, TWO);
    }

    @Test
    void rowsOfOneClass_andPredictionsOfIt_areBothSaid() {
        Evaluation right = classes(new int[] {1, 1, 1}, 0.9, 0.8, 0.7);
        assertThat(right.figure("accuracy")).isEqualTo(1);
        assertThat(TaskEvaluation.remarks(CLASSES, right, classes(new int[] {1, 1, 1}, 0.4, 0.4, 0.4)))
                .containsExactly(
                        "all 3 rows have the label \"yes\": the figures mean little; measure on rows of all classes",
                        "all 3 predictions are \"yes\", as are the labels");
    }

    @Test
    void predictionsOfOneClass_onRowsOfTwo_areACollapse() {
        Evaluation fallen = classes(new int[] {1, 1, 0}, 0.9, 0.8, 0.7);
        assertThat(TaskEvaluation.remarks(CLASSES, fallen, fallen))
                .containsExactly(
                        "all 3 predictions are \"yes\": the model has fallen into one class",
                        "the model is not better than the majority class by accuracy: it has learned nothing of use");
    }

    @Test
    void soundModel_isNotSpokenAgainst() {
        Evaluation sound = classes(new int[] {1, 1, 0}, 0.9, 0.8, 0.3);
        assertThat(TaskEvaluation.remarks(CLASSES, sound, classes(new int[] {1, 1, 0}, 0.7, 0.7, 0.7)))
                .isEmpty();
    }

    /** The order is right, but every value is off by 10: squared error 100; the mean, 3.5, has (6.25 + 2.25 + 0.25) / 3 = 2.917. */
    @Test
    void values_worseThanTheirMeanInTheRightOrder_areBadlyScaled() {
        double[] gold = {1, 2, 3, 4, 5, 6};
        Evaluation mean = Evaluation.ofValues(gold, new double[] {3.5, 3.5, 3.5, 3.5, 3.5, 3.5});
        assertThat(TaskEvaluation.remarks(
                        VALUES, Evaluation.ofValues(gold, new double[] {11, 12, 13, 14, 15, 16}), mean))
                .containsExactly(
                        "the values are further from the labels than their mean is (mean_squared_error 100.0, that of"
                                + " the mean 2.917), though they order the texts (spearman 1.00): take them as an order, or train"
                                + " longer, or on labels of the same scale");
    }

    /** Spearman of 1 2 3 and 12 13 11 is -0.5. */
    @Test
    void values_worseThanTheirMeanInNoOrder_areOfNoUse() {
        double[] gold = {1, 2, 3};
        Evaluation mean = Evaluation.ofValues(gold, new double[] {2, 2, 2});
        assertThat(TaskEvaluation.remarks(VALUES, Evaluation.ofValues(gold, new double[] {12, 13, 11}), mean))
                .containsExactly("the model is not better than the mean of the labels by mean_squared_error: it has"
                        + " learned nothing of use");
        assertThat(TaskEvaluation.remarks(VALUES, Evaluation.ofValues(gold, new double[] {1, 2, 3.5}), mean))
                .isEmpty();
    }
}
