package io.github.electra4j.train.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.Electra;
import io.github.electra4j.ModelTask;
import io.github.electra4j.checkpoint.ModelDirectory;
import io.github.electra4j.checkpoint.Provenance;
import io.github.electra4j.evaluate.Evaluation;
import io.github.electra4j.random.CounterRandom;
import io.github.electra4j.task.Columns;
import io.github.electra4j.task.LabeledText;
import io.github.electra4j.task.LabeledTextReader;
import io.github.electra4j.task.TextTask;
import io.github.electra4j.train.finetune.FineTuningPlan.Selection;
import io.github.electra4j.train.inference.FixtureModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole fine-tunings of a tiny random network on made-up tasks. */
class FineTuningTest extends FineTuningFixture {
    /** Pairs of texts of two words; the value is 2 plus the share of the first one. */
    private Path values(String name, int rows, long seed) throws IOException {
        StringBuilder text = new StringBuilder("a,b,score\r\n");
        for (int i = 0; i < rows; i++) {
            CounterRandom random = CounterRandom.of(seed, "value texts", i, 0);
            int low = 0;
            for (int w = 0; w < 8; w++) {
                int id = 10 + random.nextInt(2);
                low += id == 10 ? 1 : 0;
                text.append(FixtureModels.word(id)).append(w == 3 ? "," : w == 7 ? "" : " ");
            }
            text.append(String.format(Locale.ROOT, ",%.3f%n", 2 + low / 8.0));
        }
        Path file = folder.resolve(name);
        Files.writeString(file, text);
        return file;
    }

    @Test
    void run_killedWhileTheFinishedFolderWasMovedIntoPlace_findsItAndTrainsNothing() throws IOException {
        FineTuningData data = classData(100);
        FineTuningOutcome first = fineTuning("moved", data, plan(1, 1e-3, 1L)).run();
        Path leftover = folder.resolve(".moved." + (1L << 40) + "-1");
        Files.move(folder.resolve("moved"), folder.resolve(leftover.getFileName() + ".aside"));
        Files.createDirectory(folder.resolve(leftover.getFileName() + ".replaced"));
        List<Long> steps = new ArrayList<>();

        FineTuningOutcome again = fineTuning("moved", data, plan(1, 1e-3, 1L))
                .listener(new FineTuningListener() {
                    @Override
                    public void step(long done, long total, String trial, double loss) {
                        steps.add(done);
                    }
                })
                .run();

        assertThat(steps).isEmpty();
        assertThat(again.toJson().get("training_seconds"))
                .isEqualTo(first.toJson().get("training_seconds"));
    }

    @Test
    void classification_ofTexts_isLearnedByEverySeedAndKeptAsAModel() throws IOException {
        FineTuningOutcome outcome =
                fineTuning("out", classData(600), plan(6, 1.5e-3, 1L, 2L, 3L)).run();

        // Measured: at least 0.98 on every seed; the majority class gives 0.37.
        assertThat(outcome.trials()).hasSize(3).allMatch(trial -> trial.dev().figure("accuracy") > 0.9);
        assertThat(outcome.prior().figure("accuracy")).isLessThan(0.45);
        assertThat(outcome.trainRows()).isEqualTo(480);
        assertThat(outcome.selectionRows()).isEqualTo(120);
        assertThat(outcome.remarks()).isEmpty();

        Path out = folder.resolve("out");
        try (ModelDirectory written = ModelDirectory.open(out);
                Electra electra = Electra.load(out)) {
            assertThat(written.config().labels()).containsExactly("blue", "green", "red");
            assertThat(written.config().problemType()).isEqualTo("single_label_classification");
            Provenance provenance = written.provenance();
            assertThat(provenance.parents()).extracting(Provenance.Parent::name).containsExactly(model.toString());
            assertThat(provenance.data()).hasSize(2);
            ModelTask task = electra.knownTask();
            List<LabeledText> rows = LabeledTextReader.readAll(folder.resolve("dev.tsv"), task.columns());
            Evaluation again = ((TextTask) task.task()).evaluate(rows, electra.predict(rows));
            assertThat(again.figure("accuracy"))
                    .isEqualTo(outcome.keptTrial().dev().figure("accuracy"));
            assertThat(again.figure("log_loss"))
                    .isCloseTo(outcome.keptTrial().dev().figure("log_loss"), within(1e-5));
            assertThat(electra.classify("w30 w11 w44").label()).isEqualTo("green");
        }
        assertThat(Files.readString(out.resolve("MODEL_CARD.md"))).contains("majority class", "accuracy");
        assertThat(out.resolve("report.html")).exists();
        try (Stream<Path> files = Files.walk(out.resolve("runs"))) {
            assertThat(files.map(file -> file.getFileName().toString())).doesNotContain("weights.safetensors", "state");
        }
    }

    @Test
    void regression_ofPairsInBothOrders_isLearned() throws IOException {
        FineTuningData data = FineTuningData.read(
                "regression",
                values("train.csv", 400, 1),
                values("dev.csv", 150, 2),
                Columns.of("a", "score").withPair("b"));
        FineTuningConfig config =
                new FineTuningConfig(3e-3, 1, 0.01, 0.1, 16, 5, 20, Head.Form.LINEAR, Head.Pooling.MEAN, 0.0, false);
        FineTuningPlan plan = new FineTuningPlan(
                config, List.of(3e-3), List.of(1L), false, Selection.HELD_OUT, 0.1, "spearman", false, 0, true);

        FineTuningOutcome outcome = fineTuning("out", data, plan).run();

        assertThat(outcome.trainRows()).isEqualTo(800);
        assertThat(outcome.summary("spearman").mean()).isGreaterThan(0.9);
        assertThat(outcome.summary("mean_squared_error").mean())
                .isLessThan(0.3 * outcome.prior().figure("mean_squared_error"));
        assertThat(outcome.remarks()).anyMatch(remark -> remark.startsWith("one seed and one rate"));
        try (Electra electra = Electra.load(folder.resolve("out"))) {
            assertThat(electra.knownTask().prior().get(0)).isBetween(2.3, 2.7);
            assertThat(electra.knownTask().pooling()).isEqualTo(io.github.electra4j.Pooling.MEAN);
        }
    }

    /** Sixteen rows, measured by themselves, both losses: cross-entropy and squares. */
    @ParameterizedTest
    @ValueSource(strings = {"classification", "regression"})
    void oneBatch_isLearnedByHeart(String task) throws IOException {
        boolean classes = "classification".equals(task);
        Path rows = classes ? classes("batch.tsv", 16, 1) : values("batch.csv", 16, 1);
        Columns columns =
                classes ? Columns.of("text", "label") : Columns.of("a", "score").withPair("b");
        FineTuningConfig config =
                new FineTuningConfig(3e-3, 1, 0, 0.1, 16, 150, 20, Head.Form.LINEAR, Head.Pooling.MEAN, 0, false);
        FineTuningPlan plan = new FineTuningPlan(
                config,
                List.of(3e-3),
                List.of(1L),
                false,
                Selection.DEV,
                0.1,
                classes ? "accuracy" : "mean_squared_error",
                false,
                0,
                false);

        FineTuningOutcome outcome = fineTuning("out", FineTuningData.read(task, rows, rows, columns), plan)
                .run();

        List<Double> losses = outcome.keptTrial().losses();
        assertThat(losses.get(losses.size() - 1)).isLessThan(0.02);
        assertThat(outcome.keptTrial().dev().figure(classes ? "log_loss" : "mean_squared_error"))
                .isLessThan(0.02);
    }

    @Test
    void stoppedAtAnyStep_goesOnToTheSameWeights() throws IOException {
        FineTuningData data = classData(100);
        FineTuningConfig config = plan(3, 3e-3, 1L).config();
        FineTuningPlan plan = new FineTuningPlan(
                config,
                List.of(3e-3, 1e-3),
                List.of(1L, 2L),
                false,
                Selection.HELD_OUT,
                0.2,
                "accuracy",
                true,
                2,
                false);
        FineTuningOutcome whole = fineTuning("whole", data, plan).run();

        int stops = 0;
        FineTuningOutcome resumed = null;
        while (resumed == null) {
            AtomicInteger steps = new AtomicInteger();
            int until = 4 + 3 * stops % 5;
            try {
                resumed = fineTuning("stopped", data, plan)
                        .saveEvery(0)
                        .stop(() -> steps.incrementAndGet() > until)
                        .run();
            } catch (CancellationException e) {
                assertThat(e).hasMessageContaining("the same command goes on");
                stops++;
            }
        }

        assertThat(stops).isGreaterThan(3);
        assertThat(resumed.all()).hasSameSizeAs(whole.all());
        for (int i = 0; i < whole.trials().size(); i++) {
            assertThat(resumed.trials().get(i).losses())
                    .isEqualTo(whole.trials().get(i).losses());
            assertThat(resumed.trials().get(i).dev().figures())
                    .isEqualTo(whole.trials().get(i).dev().figures());
        }
        assertThat(folder.resolve("stopped/model.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("whole/model.safetensors"));
    }

    @Test
    void finished_runAgain_givesTheSameWithoutTraining() throws IOException {
        FineTuningData data = classData(60);
        FineTuningOutcome first = fineTuning("out", data, plan(1, 1e-3, 1L, 2L)).run();
        FineTuningOutcome second = fineTuning("out", data, plan(1, 1e-3, 1L, 2L))
                .stop(() -> {
                    throw new AssertionError("it trains again");
                })
                .run();
        assertThat(json(second)).isEqualTo(json(first));
    }

    private static String json(FineTuningOutcome outcome) {
        return tools.jackson.databind.json.JsonMapper.shared().writeValueAsString(outcome.toJson());
    }

    @Test
    void tooSmallARate_fallsIntoOneClassAndIsSaidSo() throws IOException {
        FineTuningOutcome outcome =
                fineTuning("out", classData(60), plan(1, 1e-9, 1L)).run();
        assertThat(outcome.remarks())
                .anyMatch(remark -> remark.contains("the model has fallen into one class"))
                .anyMatch(remark -> remark.contains("not better than the majority class by accuracy"));
    }

    @Test
    void begunBeforeDevicesWereKept_isGoneOnWithOnTheCpu() throws IOException {
        fineTuning("out", classData(60), plan(1, 1e-3, 1L)).run();
        Path settings = folder.resolve("out").resolve(FineTuning.SETTINGS);
        String kept = Files.readString(settings);
        assertThat(kept).contains("\"device\" : \"cpu\",");

        Files.writeString(settings, kept.replace("\"device\" : \"cpu\",", ""));
        fineTuning("out", classData(60), plan(1, 1e-3, 1L)).run();
        Files.writeString(settings, kept.replace("\"device\" : \"cpu\"", "\"device\" : \"cuda\""));

        assertThatThrownBy(() ->
                        fineTuning("out", classData(60), plan(1, 1e-3, 1L)).run())
                .hasMessageContaining("device is \"cpu\", was \"cuda\"");
    }

    @Test
    void fromScratch_ignoresTheWeights() throws IOException {
        FineTuningData data = classData(60);
        FineTuningPlan plan = plan(1, 1e-9, 1L);
        FineTuningPlan scratch = new FineTuningPlan(
                plan.config(), plan.rates(), plan.seeds(), true, plan.selection(), 0.2, "accuracy", false, 0, false);
        fineTuning("out", data, scratch).run();
        try (ModelDirectory ours = ModelDirectory.open(folder.resolve("out"));
                ModelDirectory theirs = ModelDirectory.open(model)) {
            String name = "electra.encoder.layer.0.output.dense.weight";
            float[] fresh = ours.tensors().floats(name);
            assertThat(fresh).isNotEqualTo(theirs.tensors().floats(name));
            double squares = 0;
            for (float value : fresh) {
                squares += value * value;
            }
            // Truncated at two standard deviations, 0.02 becomes 0.0176.
            assertThat(Math.sqrt(squares / fresh.length)).isBetween(0.016, 0.019);
        }
    }

    @Test
    void batchLargerThanTheRows_isRemarked() throws IOException {
        FineTuningOutcome outcome =
                fineTuning("out", classData(10), plan(1, 1e-3, 1L)).run();
        assertThat(outcome.remarks())
                .anyMatch(remark -> remark.startsWith("the batch of 16 texts is larger than the 10 training rows"));
    }

    @Test
    void report_writtenAgain_isThatOfTheTraining() throws IOException {
        fineTuning("out", classData(100), plan(2, 1e-3, 1L, 2L)).run();
        Path out = folder.resolve("out");
        String written = Files.readString(out.resolve("report.html"));
        assertThat(written)
                .contains(
                        "On the dev rows, over 2 seeds",
                        "standard deviation",
                        "Errors of the model on the dev rows",
                        "Confusion",
                        "By length",
                        "answers differ from their labels",
                        "training loss")
                .contains("accuracy on the rows to choose on");
        assertThat(FineTuningReport.isOf(out)).isTrue();
        assertThat(FineTuningReport.isOf(model)).isFalse();

        FineTuningReport.write(out, folder.resolve("again.html"));

        assertThat(folder.resolve("again.html")).hasContent(written);
    }

    @Test
    void tensorBoardEvents_areWrittenBesideTheLog() throws IOException {
        fineTuning("out", classData(160), plan(1, 1e-3, 1L)).run();
        try (Stream<Path> files = Files.list(folder.resolve("out/tensorboard"))) {
            assertThat(files).hasSize(1).allSatisfy(file -> assertThat(
                            new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1))
                    .contains("train/loss"));
        }
    }

    @Test
    void devRowsOfOneClass_areRemarked() throws IOException {
        Path train = classes("train.tsv", 60, 1);
        Path dev = Files.writeString(folder.resolve("one.tsv"), "text\tlabel\nw10\tred\nw10 w20\tred\n");
        FineTuningData data = FineTuningData.read("classification", train, dev, Columns.of("text", "label"));
        FineTuningOutcome outcome = fineTuning("out", data, plan(1, 1e-9, 1L)).run();
        assertThat(outcome.remarks())
                .anyMatch(
                        remark -> remark.startsWith("dev: all 2 rows have the label \"red\": the figures mean little"))
                .anyMatch(remark -> remark.startsWith("seed 1: all 2 predictions are \""))
                .noneMatch(remark -> remark.contains("learned nothing"));
    }
}
