package io.github.electra4j.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.electra4j.checkpoint.TaskSettings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClassDecisionTest {
    private static final LabelSet TWO = new LabelSet(List.of("no", "yes"));
    private static final LabelSet THREE = new LabelSet(List.of("book", "cancel", "oos"));

    private static TextClassification task(LabelSet labels) {
        return new TextClassification(labels);
    }

    private static TextClassification restored(LabelSet labels, Map<String, Object> extra) {
        return (TextClassification) TextClassification.KIND.restored(
                new TaskSettings("classification", "text", null, "label", true, labels.names(), 128, "cls", extra),
                "electra4j.json");
    }

    @Test
    void threshold_saysTheSecondClassAboveIt() {
        ClassDecision decision = new ClassDecision(1, 0.3, null, 0);
        assertThat(decision.of(new double[] {0.65, 0.35}, TWO)).isEqualTo(1);
        assertThat(decision.of(new double[] {0.7, 0.3}, TWO)).isZero();
    }

    @Test
    void leastConfidence_saysTheLabelBelowIt() {
        ClassDecision decision = new ClassDecision(1, null, "oos", 0.5);
        assertThat(decision.of(new double[] {0.45, 0.4, 0.15}, THREE)).isEqualTo(2);
        assertThat(decision.of(new double[] {0.5, 0.4, 0.1}, THREE)).isZero();
        assertThat(decision.of(new double[] {0.3, 0.1, 0.6}, THREE)).isEqualTo(2);
    }

    @Test
    void modelDirectory_keepsIt() {
        Map<String, Object> kept = new TextClassification(
                        TWO, LongTexts.WINDOWS, List.of(), new ClassDecision(1, 0.3, null, 0))
                .settings();
        assertThat(kept).containsEntry("threshold", 0.3);
        assertThat(restored(TWO, kept).decision()).isEqualTo(new ClassDecision(1, 0.3, null, 0));
        ClassDecision outside = new ClassDecision(1, null, "oos", 0.5);
        assertThat(restored(THREE, new TextClassification(THREE, LongTexts.CUT, List.of(), outside).settings())
                        .decision())
                .isEqualTo(outside);
        assertThat(restored(TWO, Map.of()).decision()).isEqualTo(ClassDecision.LIKELIEST);
        assertThatThrownBy(() -> restored(TWO, kept(outside)))
                .hasMessage("electra4j.json: extra.out_of_scope_label: \"oos\", expected one of the labels no, yes");
        assertThatThrownBy(() -> restored(TWO, Map.of("threshold", "high")))
                .hasMessage("electra4j.json: extra.threshold: high, expected a number; fine-tune the model again");
    }

    private static Map<String, Object> kept(ClassDecision decision) {
        return new TextClassification(THREE, LongTexts.CUT, List.of(), decision).settings();
    }

    @Test
    void whatCannotBeChosen_isRefused() {
        assertThatThrownBy(() -> task(THREE).checkFitting(new Fitting("f1", null)))
                .hasMessage(
                        "a threshold is for two classes, and there are 3; for rows that belong to no class name their"
                                + " label");
        assertThatThrownBy(() -> task(TWO).checkFitting(new Fitting("auc", null)))
                .hasMessage("expected one of f1, macro_f1, matthews, accuracy");
        assertThatThrownBy(() -> task(THREE).checkFitting(new Fitting(null, "OOS")))
                .hasMessage(
                        "no training row has the label \"OOS\", by whose rows the threshold would be chosen; there are"
                                + " book, cancel, oos; did you mean \"oos\"?");
        assertThatThrownBy(() -> new TextRegression(new LabelRange(0, 1)).checkFitting(new Fitting("f1", null)))
                .hasMessage("regression has no probability of a class that a threshold could be for");
    }
}
