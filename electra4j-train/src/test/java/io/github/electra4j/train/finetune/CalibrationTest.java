package io.github.electra4j.train.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.Electra;
import io.github.electra4j.evaluate.Calibration;
import io.github.electra4j.evaluate.ClassProbabilities;
import io.github.electra4j.task.Fitting;
import io.github.electra4j.task.LabeledText;
import io.github.electra4j.task.LabeledTextReader;
import io.github.electra4j.task.TextClassification;
import io.github.electra4j.task.TextTask.ClassPrediction;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Temperatures that are fitted on the rows held out, and kept with the model. */
class CalibrationTest extends FineTuningFixture {
    @Test
    void temperature_isKeptAndUsedFromTheDirectoryAndChangesNoWeights() throws IOException {
        FineTuningData data = imbalancedData();
        FineTuningPlan plan = plan(3, 1.5e-3, 1L, 2L);
        FineTuningOutcome outcome = fineTuning("out", data, plan).run();
        FineTuningOutcome without = fineTuning("without", data, plan.withFitting(new Fitting(null, null, false)))
                .run();

        Calibration kept = Objects.requireNonNull(outcome.keptTrial().calibration());
        assertThat(kept.temperature()).isNotEqualTo(1.0).isBetween(0.01, 100.0);
        assertThat(outcome.keptTrial().dev().figure("log_loss")).isCloseTo(kept.logLoss(), within(1e-12));
        assertThat(without.keptTrial().dev().figure("log_loss")).isCloseTo(kept.logLossBefore(), within(1e-9));
        assertThat(Objects.requireNonNull(without.keptTrial().calibration()).temperature())
                .isEqualTo(1);
        assertThat(outcome.keptTrial().dev().figure("accuracy"))
                .isEqualTo(without.keptTrial().dev().figure("accuracy"));
        assertThat(folder.resolve("out/model.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("without/model.safetensors"));
        assertThat(Files.readString(folder.resolve("without/electra4j.json"))).doesNotContain("temperature");
        assertThat(Files.readString(folder.resolve("out/report.html"))).contains("Calibration of the probabilities");

        try (Electra electra = Electra.load(folder.resolve("out"))) {
            TextClassification task = (TextClassification) electra.knownTask().task();
            assertThat(task.temperature()).isEqualTo(kept.temperature());
            List<LabeledText> rows = LabeledTextReader.readAll(
                    folder.resolve("rare-dev.tsv"), electra.knownTask().columns());
            ClassProbabilities again = new ClassProbabilities(
                    task.targets(rows),
                    electra.predict(rows).stream()
                            .map(answer -> ((ClassPrediction) answer).probabilities())
                            .toArray(double[][]::new));
            assertThat(again.logLoss()).isCloseTo(kept.logLoss(), within(1e-5));
            assertThat(again.at(1 / kept.temperature()).logLoss()).isCloseTo(kept.logLossBefore(), within(1e-5));
        }
    }

    @Test
    void whereNothingIsChosen_thereIsNoTemperatureUnlessAskedFor() throws IOException {
        FineTuningOutcome plain =
                fineTuning("plain", classData(60), plan(1, 1e-3, 1L)).run();
        assertThat(plain.keptTrial().calibration()).isNull();
        assertThat(plain.trainRows()).isEqualTo(60);
        assertThat(Files.readString(folder.resolve("plain/electra4j.json"))).doesNotContain("temperature");

        FineTuningOutcome asked = fineTuning(
                        "asked", classData(60), plan(1, 1e-3, 1L).withFitting(new Fitting(null, null, true)))
                .run();
        assertThat(asked.selectionRows()).isEqualTo(12);
        assertThat(asked.keptTrial().calibration()).isNotNull();
    }
}
