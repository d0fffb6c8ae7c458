package io.github.electra4j.train.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.Electra;
import io.github.electra4j.ModelTask;
import io.github.electra4j.evaluate.ConfusionTable;
import io.github.electra4j.evaluate.Evaluation;
import io.github.electra4j.random.CounterRandom;
import io.github.electra4j.task.ClassDecision;
import io.github.electra4j.task.Columns;
import io.github.electra4j.task.Fitting;
import io.github.electra4j.task.LabeledText;
import io.github.electra4j.task.LabeledTextReader;
import io.github.electra4j.task.TextClassification;
import io.github.electra4j.train.finetune.FineTuningPlan.Selection;
import io.github.electra4j.train.inference.FixtureModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        FineTuningOutcome tuned = fineTuning("out", imbalancedData(), plan.withFitting(new Fitting("f1", null)))
                .run();

        // "rare" is the second class. Of 240 dev rows 20 are rare, and 32 others have their sign: F1 is at best 40 /
        // 72.
        assertThat(plain.keptTrial().dev().figure("f1")).isLessThan(0.3);
        assertThat(tuned.keptTrial().dev().figure("f1")).isGreaterThan(0.5);
        assertThat(tuned.selectionRows()).isEqualTo(120);
        assertThat(tuned.remarks())
                .anyMatch(remark -> remark.startsWith("chosen and kept with the model: ")
                        && remark.contains("threshold = 0.")
                        && remark.endsWith("by the rows held out, each seed its own"));
        Evaluation again = ofDirectory("out", "rare-dev.tsv");
        assertThat(again.figure("f1")).isEqualTo(tuned.keptTrial().dev().figure("f1"));
        assertThat(again.figure("log_loss")).isCloseTo(tuned.keptTrial().dev().figure("log_loss"), within(1e-5));
        assertThat(Files.readString(folder.resolve("out/results.json"))).contains("\"threshold\" : 0.");
    }

    /** The colours of {@link #classes}, and one text in ten without a word that tells one. */
    private FineTuningData withOutOfScope() throws IOException {
        for (String name : List.of("train", "dev")) {
            StringBuilder text = new StringBuilder(Files.readString(classes(name + ".tsv", 360, name.length())));
            for (int i = 0; i < 40; i++) {
                CounterRandom random = CounterRandom.of(name.length(), "texts of no class", i, 0);
                for (int w = 0; w < 6; w++) {
                    text.append(FixtureModels.word(20 + random.nextInt(60))).append(w < 5 ? " " : "\toos\n");
                }
            }
            Files.writeString(folder.resolve("scope-" + name + ".tsv"), text);
        }
        return FineTuningData.read(
                "classification",
                folder.resolve("scope-train.tsv"),
                folder.resolve("scope-dev.tsv"),
                Columns.of("text", "label"));
    }

    @Test
    void confidenceForOutOfScope_raisesItsRecallAndIsUsedFromTheDirectoryAlone() throws IOException {
        FineTuningPlan plan = plan(4, 1.5e-3, 1L);
        FineTuningOutcome plain =
                fineTuning("plain", withOutOfScope(), plan.withRetry(1)).run();
        FineTuningOutcome outcome = fineTuning("out", withOutOfScope(), plan.withFitting(new Fitting(null, "oos")))
                .run();

        ClassDecision kept =
                ((TextClassification) outcome.keptTrial().answers().of().task()).decision();
        assertThat(kept.outOfScope()).isEqualTo("oos");
        assertThat(kept.leastConfidence()).isBetween(0.25, 1.0);
        assertThat(recall(outcome)).isGreaterThan(recall(plain));
        assertThat(ofDirectory("out", "scope-dev.tsv").figure("accuracy"))
                .isEqualTo(outcome.keptTrial().dev().figure("accuracy"));
    }

    private static double recall(FineTuningOutcome outcome) {
        ConfusionTable table = Objects.requireNonNull(outcome.keptTrial().dev().confusion());
        return table.scores(table.labels().indexOf("oos")).recall();
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
        FineTuning unknown = fineTuning("out", classData(60), plan(1, 1e-3, 1L).withFitting(new Fitting(null, "oos")));
        assertThatThrownBy(unknown::run)
                .hasMessageContaining("out_of_scope_label oos: no training row has the label \"oos\"");
        FineTuning both = fineTuning("out", classData(60), plan(1, 1e-3, 1L).withFitting(new Fitting("f1", "oos")));
        assertThatThrownBy(both::run)
                .hasMessageContaining("out_of_scope_label oos: no training row has the label \"oos\"");
        Path one = Files.writeString(
                folder.resolve("one.tsv"), Files.readString(classes("most.tsv", 60, 1)) + "w30 w31\toos\n");
        FineTuning rare = fineTuning(
                "out",
                FineTuningData.read("classification", one, folder.resolve("dev.tsv"), Columns.of("text", "label")),
                plan(1, 1e-3, 1L).withFitting(new Fitting(null, "oos")));
        assertThatThrownBy(rare::run)
                .hasMessageContaining(
                        "out_of_scope_label oos: none of the 12 rows that the threshold is chosen on have it");
        assertThat(folder.resolve("out")).doesNotExist();
    }
}
