package io.github.electra4j.train.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.electra4j.Electra;
import io.github.electra4j.checkpoint.RunLock;
import io.github.electra4j.task.Columns;
import io.github.electra4j.task.TaskOptions;
import io.github.electra4j.task.TextClassification;
import io.github.electra4j.train.finetune.FineTuningPlan.Selection;
import io.github.electra4j.train.inference.FixtureModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Fine-tunings that are refused, each before anything is trained or lost, and what is corrected after. */
class FineTuningRefusalTest extends FineTuningFixture {
    /** A config.json that speaks of some 5e13 weights: 5 PB, more than any disk holds. */
    @Test
    void run_thatTheDiskCannotHold_isRefusedBeforeAnythingElse() throws IOException {
        Path config = model.resolve("config.json");
        Files.writeString(
                config,
                Files.readString(config)
                        .replaceFirst("(\"intermediate_size\"\\s*:\\s*)\\d+", "$12000000000")
                        .replaceFirst("(\"num_hidden_layers\"\\s*:\\s*)\\d+", "$1400"));

        assertThatThrownBy(() ->
                        fineTuning("large", classData(100), plan(1, 1e-3, 1L)).run())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("large: a fine-tuning of ")
                .hasMessageContaining(" of disk, ")
                .hasMessageContaining("free some or choose another folder");
        assertThat(folder.resolve("large")).isEmptyDirectory();
    }

    @Test
    void otherSettings_areRefusedByName() throws IOException {
        FineTuningData data = classData(60);
        fineTuning("out", data, plan(1, 1e-3, 1L)).run();
        assertThatThrownBy(() -> fineTuning("out", data, plan(2, 1e-3, 1L)).run())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("begun with other settings: epochs is 2, was 1. Use the same");
    }

    @Test
    void directoryInUse_isRefused() throws IOException {
        FineTuningData data = classData(60);
        try (RunLock lock = RunLock.acquire(folder.resolve("out"))) {
            assertThatThrownBy(() -> fineTuning("out", data, plan(1, 1e-3, 1L)).run())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("is in use by");
        }
    }

    @Test
    void directoryOfAnotherModel_isRefusedAndUntouched() throws IOException {
        assertThatThrownBy(() -> fineTuning("pretrained", classData(60), plan(1, 1e-3, 1L))
                        .run())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("holds a model or a run that is no fine-tuning");
        try (Electra electra = Electra.load(model)) {
            assertThat(electra.detect("w7")).hasSize(1);
        }
    }

    @Test
    void metricThatTheTaskLacks_isRefusedBeforeTraining() throws IOException {
        FineTuningPlan plan = plan(1, 1e-3, 1L);
        FineTuningPlan wrong = new FineTuningPlan(
                plan.config(), plan.rates(), plan.seeds(), false, plan.selection(), 0.2, "pearson", false, 0, false);
        assertThatThrownBy(() -> fineTuning("out", classData(60), wrong)
                        .stop(() -> {
                            throw new AssertionError("it trains");
                        })
                        .run())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("metric pearson: expected for this classification one of accuracy, macro_f1, ");
    }

    @Test
    void badTables_areNamedByFileAndLine() throws IOException {
        Path good = classes("train.tsv", 20, 1);
        Path unknown = Files.writeString(folder.resolve("unknown.tsv"), "text\tlabel\nw7\tred\nw7\tgren\n");
        Path one = Files.writeString(folder.resolve("one.tsv"), "text\tlabel\nw7\tred\nw8\tred\n");
        Path nan = Files.writeString(folder.resolve("nan.tsv"), "text\tlabel\nw7\t1\nw8\tNaN\n");
        Path empty = Files.writeString(folder.resolve("empty.tsv"), "");
        assertRefused("classification", good, unknown, "text", "unknown.tsv:3", "\"gren\"", "did you mean \"green\"?");
        assertRefused("classification", one, good, "text", "one.tsv", "all 2 rows have the label \"red\"");
        assertRefused("regression", nan, nan, "text", "nan.tsv:3", "\"NaN\"", "expected a finite number");
        assertRefused("classification", good, good, "txt", "train.tsv", "no column \"txt\"", "did you mean \"text\"?");
        assertRefused("classification", empty, good, "text", "empty.tsv");
        assertRefused("ranking", good, good, "text", "\"ranking\"", "classification", "regression");
    }

    private static void assertRefused(String task, Path train, Path dev, String column, String... parts) {
        assertThatThrownBy(() -> FineTuningData.read(task, train, dev, Columns.of(column, "label")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(parts);
    }

    @Test
    void lengthBeyondThePositions_isRefused() throws IOException {
        FineTuningConfig config =
                new FineTuningConfig(1e-3, 1, 0, 0, 16, 1, 64, Head.Form.HUGGINGFACE, Head.Pooling.CLS, 0, false);
        FineTuningPlan plan = new FineTuningPlan(
                config, List.of(1e-3), List.of(1L), false, Selection.HELD_OUT, 0.2, "accuracy", false, 0, false);
        assertThatThrownBy(() -> fineTuning("out", classData(60), plan).run())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("max_length 64: expected 40 at most");
    }

    /** Before anything is written, and as a setting, which the command line names as its option. */
    @Test
    void lengthWithoutRoomForTheTasksRows_isRefusedFirst() throws IOException {
        Path pairs = Files.writeString(
                folder.resolve("options.jsonl"),
                "{\"context\": \"a\", \"options\": [\"b\", \"c\"], \"answer\": 0}\n".repeat(9));
        FineTuningData data = FineTuningData.read("choice", pairs, pairs, Columns.FIXED);
        FineTuningConfig config =
                new FineTuningConfig(1e-3, 1, 0, 0, 16, 1, 4, Head.Form.HUGGINGFACE, Head.Pooling.CLS, 0, false);
        FineTuningPlan plan = new FineTuningPlan(
                config, List.of(1e-3), List.of(1L), false, Selection.HELD_OUT, 0.2, "accuracy", false, 0, false);

        assertThatThrownBy(() -> plan.check(40, data))
                .isInstanceOf(SettingException.class)
                .hasMessage("max_length 4: expected at least 5: [CLS], a piece, [SEP], a piece and [SEP]");
    }

    @Test
    void wrongSetting_corrected_goesOnInTheSameDirectory() throws IOException {
        FineTuningData data = classData(60);
        FineTuningPlan good = plan(1, 1e-3, 1L);
        assertThatThrownBy(() ->
                        fineTuning("out", data, good.withMetric("acuracy")).run())
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("did you mean accuracy?");
        assertThatThrownBy(() -> fineTuning("out", data, inBothOrders(good)).run())
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("both_orders: these are single texts; name the pair column");
        assertThat(folder.resolve("out")).doesNotExist();

        assertThat(fineTuning("out", data, good).run().trials()).hasSize(1);
    }

    /** As an older version, or a process killed before its first step was saved, leaves it. */
    @Test
    void settingsUnderWhichNothingWasTrained_giveWayToOthers() throws IOException {
        FineTuningData data = classData(60);
        assertThatThrownBy(() -> fineTuning("out", data, plan(2, 1e-3, 1L))
                        .listener(new FineTuningListener() {
                            @Override
                            public void step(long done, long total, String trial, double loss) {
                                throw new IllegalStateException("killed");
                            }
                        })
                        .run())
                .hasMessage("killed");
        assertThat(folder.resolve("out/finetuning.json")).exists();

        assertThat(fineTuning("out", data, plan(1, 1e-3, 1L)).run().trials()).hasSize(1);
        assertThat(folder.resolve("out/finetuning.json")).content().contains("\"epochs\" : 1");
    }

    /** A text of 40 words is several windows of 20 tokens, and one where it is cut. */
    @Test
    void fineTuningOfLongTexts_begunOneWay_isNotGoneOnWithTheOther() throws IOException {
        String words = IntStream.range(20, 60).mapToObj(FixtureModels::word).collect(Collectors.joining(" "));
        Path train = Files.writeString(
                folder.resolve("long.tsv"), Files.readString(classes("short.tsv", 60, 1)) + words + "\tred\n");
        FineTuningPlan plan = plan(1, 1e-3, 1L, 2L);
        fineTuning("windows", longTexts(train, "windows"), plan).run();
        fineTuning("cut", longTexts(train, "cut"), plan).run();

        assertThatThrownBy(() ->
                        fineTuning("windows", longTexts(train, "cut"), plan).run())
                .hasMessageContaining(
                        "begun with other settings: task_settings is not there, was {\"long_texts\":\"windows\"");
        assertThatThrownBy(() ->
                        fineTuning("cut", longTexts(train, "windows"), plan).run())
                .hasMessageContaining("task_settings is {\"long_texts\":\"windows\"");
    }

    private static FineTuningData longTexts(Path train, String what) throws IOException {
        return FineTuningData.read(
                TextClassification.KIND,
                train,
                train,
                Columns.of("text", "label"),
                new TaskOptions(Map.of("long_texts", what)));
    }

    private static FineTuningPlan inBothOrders(FineTuningPlan plan) {
        return new FineTuningPlan(
                plan.config(), plan.rates(), plan.seeds(), false, plan.selection(), 0.2, plan.metric(), false, 0, true);
    }

    /** Five rows of each of two classes, but one of a third: half of them cannot be held out of the third. */
    @Test
    void heldOutRows_thatLeaveAClassNone_areRefused() throws IOException {
        StringBuilder rows = new StringBuilder("text\tlabel\nw7\tblue\n");
        for (int i = 0; i < 5; i++) {
            rows.append("w").append(10 + i).append("\tred\nw").append(20 + i).append("\tgreen\n");
        }
        Path train = Files.writeString(folder.resolve("few.tsv"), rows);
        FineTuningData data = FineTuningData.read("classification", train, train, Columns.of("text", "label"));
        FineTuningPlan two = plan(1, 1e-3, 1L, 2L);
        FineTuningPlan half = new FineTuningPlan(
                two.config(), two.rates(), two.seeds(), false, two.selection(), 0.5, "accuracy", false, 0, false);
        assertThatThrownBy(() -> fineTuning("out", data, half).run())
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("held_out 0.5: which leaves 5 of 11 training rows and none of \"blue\"");
    }
}
