package io.github.electra4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.evaluate.Evaluation;
import io.github.electra4j.task.LabelRange;
import io.github.electra4j.task.LabelSet;
import io.github.electra4j.task.TextClassification;
import io.github.electra4j.task.TextRegression;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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

    /** Of 200 rows 150 are "yes"; 198 and 190 answers say so, of the others all and 8 are right. */
    @Test
    void predictionsThatAreNearlyAllOneClass_haveFallenWhereTheFigureIsNoBetter() {
        int[] gold = new int[200];
        Arrays.fill(gold, 50, 200, 1);
        double[] all = new double[200];
        Arrays.fill(all, 0.9);
        Evaluation prior = classes(gold, all);
        double[] wrong = all.clone();
        Arrays.fill(wrong, 198, 200, 0.1);
        assertThat(TaskEvaluation.fallen(CLASSES, classes(gold, wrong), prior, "accuracy"))
                .isEqualTo("198 of 200 predictions are \"yes\": the model has fallen into one class");
        double[] right = all.clone();
        Arrays.fill(right, 0, 2, 0.1);
        assertThat(TaskEvaluation.fallen(CLASSES, classes(gold, right), prior, "accuracy"))
                .isNull();
        double[] weak = all.clone();
        Arrays.fill(weak, 190, 200, 0.1);
        assertThat(TaskEvaluation.fallen(CLASSES, classes(gold, weak), prior, "accuracy"))
                .isNull();
        assertThat(TaskEvaluation.fallen(CLASSES, prior, prior, "accuracy")).startsWith("all 200 predictions");
    }

    @Test
    void figuresWithoutClasses_haveFallenWhereAllAreThoseOfThePrior() {
        Evaluation prior = new Evaluation(9, Map.of("f1", 0.0, "accuracy", 0.7, "log_loss", 2.0), null);
        assertThat(TaskEvaluation.fallen(
                        CLASSES,
                        new Evaluation(9, Map.of("f1", 0.0, "accuracy", 0.7, "log_loss", 1.0), null),
                        prior,
                        "f1"))
                .isEqualTo("the answers are as good as those of the majority class");
        assertThat(TaskEvaluation.fallen(
                        CLASSES,
                        new Evaluation(9, Map.of("f1", 0.0, "accuracy", 0.6, "log_loss", 1.0), null),
                        prior,
                        "f1"))
                .isNull();
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
