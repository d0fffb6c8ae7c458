package io.github.electra4j.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    private static final List<String> TWO = List.of("no", "yes");

    @Test
    void ofClasses_twoClasses_haveF1AndAreaOfTheSecond() {
        Evaluation evaluation = Evaluation.ofClasses(
                new int[] {1, 1, 0, 0}, new double[][] {{.1, .9}, {.7, .3}, {.8, .2}, {.4, .6}}, TWO);
        assertThat(evaluation.figures().keySet())
                .containsExactly("accuracy", "macro_f1", "micro_f1", "matthews", "log_loss", "f1", "auc");
        assertThat(evaluation.figure("accuracy")).isEqualTo(0.5);
        assertThat(evaluation.figure("f1")).isEqualTo(0.5);
        // Of the four pairs only 0.3 against 0.6 is in the wrong order.
        assertThat(evaluation.figure("auc")).isEqualTo(0.75);
        assertThat(evaluation.rows()).isEqualTo(4);
    }

    @Test
    void ofClasses_threeClasses_haveNoBinaryFigures() {
        Evaluation evaluation =
                Evaluation.ofClasses(new int[] {2}, new double[][] {{.2, .2, .6}}, List.of("a", "b", "c"));
        assertThat(evaluation.figures()).doesNotContainKeys("f1", "auc").containsEntry("accuracy", 1.0);
    }

    @Test
    void ofValues_oneRow_hasNoCorrelation() {
        Evaluation evaluation = Evaluation.ofValues(new double[] {2}, new double[] {4});
        assertThat(evaluation.figure("pearson")).isNaN();
        assertThat(evaluation.figure("mean_squared_error")).isEqualTo(4);
        assertThat(evaluation.toJson()).containsEntry("pearson", null).containsEntry("rows", 1);
    }

    @Test
    void figure_unknown_namesTheKnownOnes() {
        assertThatThrownBy(() ->
                        Evaluation.ofValues(new double[] {2}, new double[] {4}).figure("f1"))
                .hasMessage("no figure \"f1\"; there are pearson, spearman, mean_squared_error, mean_absolute_error");
    }

    @Test
    void isBetter_lossesAndUndefined_areTakenTheRightWayRound() {
        Evaluation low = new Evaluation(1, Map.of("accuracy", 0.5, "log_loss", 0.4), null);
        Evaluation high = new Evaluation(1, Map.of("accuracy", 0.6, "log_loss", 0.7), null);
        Evaluation none = new Evaluation(1, Map.of("accuracy", Double.NaN, "log_loss", Double.NaN), null);
        assertThat(high.isBetter(low, "accuracy")).isTrue();
        assertThat(high.isBetter(low, "log_loss")).isFalse();
        assertThat(low.isBetter(high, "log_loss")).isTrue();
        assertThat(low.isBetter(low, "accuracy")).isFalse();
        assertThat(low.isBetter(none, "accuracy")).isTrue();
        assertThat(none.isBetter(low, "accuracy")).isFalse();
        assertThat(none.isBetter(none, "accuracy")).isFalse();
    }

    @Test
    void metrics_rowsThatDoNotFit_areRefused() {
        assertThatThrownBy(() -> ConfusionTable.of(new int[] {0, 1}, new int[] {0}, TWO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("2 gold rows and 1 predictions, expected as many");
        assertThatThrownBy(() -> ConfusionTable.of(new int[0], new int[0], TWO))
                .hasMessage("0 rows, expected at least 1");
        assertThatThrownBy(() -> ConfusionTable.of(new int[] {0}, new int[] {2}, TWO))
                .hasMessage("row 0: predicted class 2, expected 0 to 1");
        assertThatThrownBy(() -> Correlation.pearson(new double[] {1}, new double[] {1}))
                .hasMessage("1 rows, expected at least 2");
    }

    @Test
    void metrics_notANumber_isRefusedWithItsRow() {
        double[] sound = {1, 2};
        double[] broken = {1, Double.NaN};
        assertThatThrownBy(() -> Correlation.pearson(sound, broken))
                .hasMessage("row 1: prediction NaN, expected a number");
        assertThatThrownBy(() -> Correlation.spearman(broken, sound))
                .hasMessage("row 1: gold value NaN, expected a number");
        assertThatThrownBy(() -> Ranking.auc(broken, new boolean[2])).hasMessage("row 1: score NaN, expected a number");
        assertThatThrownBy(() -> LogLoss.of(new int[] {0}, new double[][] {{Double.NaN}}))
                .hasMessage("row 0: probability NaN, expected 0 to 1");
    }

    @Test
    void confusionTable_text_hasCountsAndScores() {
        ConfusionTable table =
                ConfusionTable.of(new int[] {0, 0, 1, 1}, new int[] {0, 1, 1, 1}, List.of("not_entailment", "x"));
        assertThat(table.toText())
                .isEqualTo("gold \\ predicted not_e     x  precision  recall      F1\n"
                        + "not_entailment       1     1     1.0000  0.5000  0.6667\n"
                        + "x                    0     2     0.6667  1.0000  0.8000\n");
    }

    // numpy: np.mean([.7, .72, .77]), np.std(..., ddof=1), that / np.sqrt(3)
    @Test
    void summary_threeSeeds_hasSampleDeviationAndStandardError() {
        Summary summary = Summary.of(.70, .72, .77);
        assertThat(summary.mean()).isCloseTo(0.73, within(1e-15));
        assertThat(summary.standardDeviation()).isCloseTo(0.03605551275463993, within(1e-15));
        assertThat(summary.standardError()).isCloseTo(0.020816659994661344, within(1e-15));
        assertThat(summary.percent()).isEqualTo("73.00 \u00b1 3.61 (3)");
    }

    @Test
    void summary_oneSeed_knowsNoSpread() {
        assertThat(Summary.of(0.5).standardDeviation()).isNaN();
        assertThat(Summary.of(0.5).percent()).isEqualTo("50.00");
        assertThatThrownBy(Summary::of).hasMessage("no figures to summarise");
    }

    /** Class 3 is taken for class 5 twice and class 1 for class 2 once; the others are right. */
    @Test
    void toText_ofManyClasses_saysWhatWasMostOftenTakenForWhat() {
        List<String> labels = IntStream.range(0, 40).mapToObj(i -> "class " + i).toList();

        ConfusionTable table = ConfusionTable.of(new int[] {1, 3, 7, 3, 3}, new int[] {2, 5, 7, 5, 3}, labels);

        assertThat(table.toText()).isEqualTo("""
                of 40 classes, what was most often taken for what:
                     2  class 3 -> class 5
                     1  class 1 -> class 2
                """);
        assertThat(ConfusionTable.of(new int[] {1}, new int[] {1}, labels).toText())
                .isEqualTo("40 classes, and no mistake\n");
    }
}
