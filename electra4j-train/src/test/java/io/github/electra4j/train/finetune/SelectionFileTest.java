package io.github.electra4j.train.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.electra4j.task.Columns;
import io.github.electra4j.task.TaskOptions;
import io.github.electra4j.task.TextClassification;
import io.github.electra4j.train.finetune.FineTuningOutcome.Scored;
import io.github.electra4j.train.finetune.FineTuningPlan.Selection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows that are neither learned from nor measured on, but chosen on. */
class SelectionFileTest extends FineTuningFixture {
    private static final Columns COLUMNS = Columns.of("text", "label");

    private static FineTuningPlan plan(Selection selection, Double... rates) {
        return new FineTuningPlan(
                plan(3, rates[0], 1L).config(),
                List.of(rates),
                List.of(1L),
                false,
                selection,
                0.2,
                "accuracy",
                false,
                0,
                false);
    }

    private FineTuningData data(String selection, int rows, long seed) throws IOException {
        return FineTuningData.read(
                TextClassification.KIND,
                classes("train.tsv", 100, 1),
                classes("dev.tsv", 150, 2),
                classes(selection, rows, seed),
                COLUMNS,
                TaskOptions.NONE);
    }

    /** Beside the dev rows as what is chosen on: they too leave all training rows to be learned from. */
    @Test
    void rowsOfTheirOwn_areChosenOnAsDevRowsAre_andLeaveTheseUnspent() throws IOException {
        FineTuningData own = data("own.tsv", 80, 3);
        FineTuningData onDev =
                FineTuningData.read("classification", folder.resolve("train.tsv"), folder.resolve("own.tsv"), COLUMNS);

        FineTuningOutcome outcome =
                fineTuning("own", own, plan(Selection.FILE, 3e-3, 1e-9)).run();
        FineTuningOutcome papers =
                fineTuning("papers", onDev, plan(Selection.DEV, 3e-3, 1e-9)).run();

        assertThat(outcome.trainRows()).isEqualTo(100);
        assertThat(outcome.selectionRows()).isEqualTo(80);
        assertThat(outcome.keptTrial().learningRate()).isEqualTo(3e-3);
        assertThat(outcome.keptTrial().losses()).isEqualTo(papers.keptTrial().losses());
        Scored kept = outcome.keptTrial();
        assertThat(kept.selection()).isNotNull();
        assertThat(kept.selection().figure("accuracy"))
                .isEqualTo(papers.keptTrial().dev().figure("accuracy"));
        assertThat(kept.answers().of().size()).isEqualTo(150);
        assertThat(outcome.remarks()).noneMatch(remark -> remark.contains("flatter"));
        assertThat(papers.remarks()).anyMatch(remark -> remark.contains("flatter"));
    }

    /** They cost no row to learn from, so that the temperature is fitted on them though there is nothing to choose. */
    @Test
    void rowsOfTheirOwn_ofOneSeedAndOneRate_calibrate() throws IOException {
        FineTuningOutcome outcome = fineTuning("out", data("own.tsv", 80, 3), plan(Selection.FILE, 3e-3))
                .run();

        assertThat(outcome.selectionRows()).isEqualTo(80);
        assertThat(outcome.keptTrial().calibration()).isNotNull();
    }

    @Test
    void otherRowsToChooseOn_thanItWasBegunWith_areNoticed() throws IOException {
        fineTuning("out", data("own.tsv", 80, 3), plan(Selection.FILE, 3e-3)).run();

        FineTuning again = fineTuning("out", data("own.tsv", 80, 4), plan(Selection.FILE, 3e-3));

        assertThatThrownBy(again::run).hasMessageContaining("begun with other settings: data_sha256");
    }

    @Test
    void labelThatNoTrainingRowHas_isNamedWithItsPlace() throws IOException {
        Path own = folder.resolve("own.tsv");
        classes("train.tsv", 100, 1);
        Files.writeString(own, "text\tlabel\na\tred\nb\tpurple\n");

        assertThatThrownBy(() -> FineTuningData.read(
                        TextClassification.KIND,
                        folder.resolve("train.tsv"),
                        folder.resolve("train.tsv"),
                        own,
                        COLUMNS,
                        TaskOptions.NONE))
                .hasMessageStartingWith(own + ":3: ")
                .hasMessageContaining("purple");
    }

    @Test
    void planAndRowsThatDoNotGoTogether_areRefused() throws IOException {
        FineTuningData own = data("own.tsv", 80, 3);
        FineTuningData none = classData(60);

        assertThatThrownBy(() ->
                        fineTuning("out", none, plan(Selection.FILE, 3e-3)).run())
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("rows of their own to choose on");
        assertThatThrownBy(() ->
                        fineTuning("out", own, plan(Selection.HELD_OUT, 3e-3)).run())
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("rows of their own to choose on");
        assertThat(folder.resolve("out")).doesNotExist();
    }
}
