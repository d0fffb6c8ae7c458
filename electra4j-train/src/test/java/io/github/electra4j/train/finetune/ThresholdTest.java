package io.github.electra4j.train.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.Electra;
import io.github.electra4j.ModelTask;
import io.github.electra4j.evaluate.ConfusionTable;
import io.github.electra4j.evaluate.Evaluation;
import io.github.electra4j.task.ClassDecision;
import io.github.electra4j.task.Fitting;
import io.github.electra4j.task.LabeledText;
import io.github.electra4j.task.LabeledTextReader;
import io.github.electra4j.task.TextClassification;
import io.github.electra4j.train.finetune.FineTuningPlan.Selection;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Thresholds that are chosen on the rows held out, and kept with the model. */
class ThresholdTest extends FineTuningFixture {
    private Evaluation ofDirectory(String out, String data) throws IOException {
        try (Electra electra = Electra.load(folder.resolve(out))) {
            ModelTask task = electra.knownTask();
            List<LabeledText> rows = LabeledTextReader.readAll(folder.resolve(data), task.columns());
            return ((TextClassification) task.task()).evaluate(rows, electra.predict(rows));
        }
    }

    @Test
    void thresholdForF1_findsTheRareClassAndIsUsedFromTheDirectoryAlone() throws IOException {
        FineTuningPlan plan = plan(5, 1.5e-3, 1L).withMetric("f1");
        FineTuningOutcome plain = fineTuning("plain", imbalancedData(), plan).run();
        FineTuningOutcome tuned = fineTuning(
                        "out", imbalancedData(), plan.withFitting(new Fitting("f1", null)))
                .run();

        // "rare" is the second class. Of 240 dev rows 20 are rare, and 32 others have their sign: F1 is at best 40 / 72.
        assertThat(plain.keptTrial().dev().figure("f1")).isLessThan(0.3);
        assertThat(tuned.keptTrial().dev().figure("f1")).isGreaterThan(0.5);
        assertThat(tuned.selectionRows()).isEqualTo(120);
        assertThat(tuned.remarks())
                .anyMatch(remark -> remark.startsWith("chosen and kept with the model: threshold = 0.")
                        && remark.endsWith("by the rows held out, each seed its own"));
        Evaluation again = ofDirectory("out", "rare-dev.tsv");
        assertThat(again.figure("f1")).isEqualTo(tuned.keptTrial().dev().figure("f1"));
        assertThat(again.figure("log_loss"))
                .isCloseTo(tuned.keptTrial().dev().figure("log_loss"), within(1e-5));
        assertThat(Files.readString(folder.resolve("out/results.json"))).contains("\"threshold\" : 0.");
    }

    @Test
    void confidenceForOutOfScope_isKeptAndRaisesItsRecall() throws IOException {
        // Red texts stand for those that belong to no class: a network that has learned little is unsure of most.
        FineTuningPlan plan = plan(2, 1e-3, 1L);
        FineTuningOutcome outcome = fineTuning("out", classData(400), plan.withFitting(new Fitting(null, "red")))
                .run();
        FineTuningOutcome plain = fineTuning("plain", classData(400), plan.withRetry(1)).run();

        ClassDecision kept =
                ((TextClassification) outcome.keptTrial().answers().of().task()).decision();
        assertThat(kept.outOfScope()).isEqualTo("red");
        assertThat(kept.leastConfidence()).isBetween(0.3, 1.0);
        assertThat(recallOfRed(outcome)).isGreaterThanOrEqualTo(recallOfRed(plain));
        assertThat(ofDirectory("out", "dev.tsv").figure("accuracy"))
                .isEqualTo(outcome.keptTrial().dev().figure("accuracy"));
    }

    private static double recallOfRed(FineTuningOutcome outcome) {
        ConfusionTable table =
                Objects.requireNonNull(outcome.keptTrial().dev().confusion());
        return table.scores(table.labels().indexOf("red")).recall();
    }

    @Test
    void thresholdChosenOnTheDevRows_isSaidToFlatter() throws IOException {
        FineTuningPlan plan = plan(1, 1e-3, 1L);
        FineTuningPlan onDev = new FineTuningPlan(
                plan.config(), plan.rates(), plan.seeds(), false, Selection.DEV, 0.2, "accuracy", false, 0, false);
        FineTuningOutcome outcome = fineTuning(
                        "out", imbalancedData(), onDev.withFitting(new Fitting("accuracy", null)))
                .run();
        assertThat(outcome.remarks()).anyMatch(remark -> remark.endsWith("their figures flatter the model"));
    }

    @Test
    void whatCannotBeChosen_isRefusedBeforeAnythingIsWritten() throws IOException {
        FineTuning wrong = fineTuning("out", classData(60), plan(1, 1e-3, 1L).withFitting(new Fitting("f1", null)));
        assertThatThrownBy(wrong::run)
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("threshold_for f1: a threshold is for two classes, and there are 3");
        FineTuning unknown =
                fineTuning("out", classData(60), plan(1, 1e-3, 1L).withFitting(new Fitting(null, "oos")));
        assertThatThrownBy(unknown::run).hasMessageContaining("no training row has the label \"oos\"");
        assertThat(folder.resolve("out")).doesNotExist();
    }
}
