package io.github.electra4j.train.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.electra4j.Electra;
import io.github.electra4j.checkpoint.ModelDirectory;
import io.github.electra4j.random.CounterRandom;
import io.github.electra4j.task.Fitting;
import io.github.electra4j.task.TaskKind;
import io.github.electra4j.task.TaskOptions;
import io.github.electra4j.task.tagging.TaggedSpan;
import io.github.electra4j.task.tagging.TaggedText;
import io.github.electra4j.task.tagging.Tagging;
import io.github.electra4j.train.finetune.FineTuningPlan.Selection;
import io.github.electra4j.train.inference.FixtureModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Whole fine-tunings of a tiny random network on made-up chunks: w10 begins one of type A that ends with the next word, w11 is a B. */
class TaggingTrainingTest extends FineTuningFixture {
    private Path sentences(String name, int rows, int words, long seed) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rows; i++) {
            CounterRandom random = CounterRandom.of(seed, "sentences", i, 0);
            boolean goesOn = false;
            for (int w = 0; w < words; w++) {
                int kind = random.nextInt(4);
                int id = !goesOn && kind < 2 && w + 1 < words ? 10 + kind : 20 + random.nextInt(60);
                String tag = goesOn ? "I-A" : id == 10 ? "B-A" : id == 11 ? "B-B" : "O";
                goesOn = id == 10;
                text.append(FixtureModels.word(id)).append(" _ ").append(tag).append('\n');
            }
            text.append('\n');
        }
        return Files.writeString(folder.resolve(name), text);
    }

    private FineTuningData data(int rows, int words, int stride) throws IOException {
        TaskKind<TaggedText> kind = Tagging.KIND;
        return FineTuningData.read(
                kind,
                sentences("train.txt", rows, words, 1),
                sentences("dev.txt", 40, words, 2),
                Objects.requireNonNull(kind.columns()),
                stride == 0 ? TaskOptions.NONE : new TaskOptions(Map.of("stride", Integer.toString(stride))));
    }

    private static FineTuningPlan tagging(int batch, int epochs, double dropout, int maxLength) {
        FineTuningConfig config = new FineTuningConfig(
                3e-3, 1, 0.01, 0.1, batch, epochs, maxLength, Head.Form.HUGGINGFACE, Head.Pooling.CLS, dropout, false);
        return new FineTuningPlan(config, List.of(3e-3), List.of(1L), false, Selection.DEV, 0.1, "f1", false, 0, false);
    }

    @Test
    void temperatureOfTags_isRefusedBeforeAnythingIsWritten() throws IOException {
        FineTuning wrong = fineTuning(
                "out", data(8, 7, 0), tagging(8, 1, 0, 20).withFitting(new Fitting(null, null, Boolean.TRUE)));

        assertThatThrownBy(wrong::run)
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("calibrate")
                .hasMessageContaining(
                        "the answers of tagging have no probabilities of classes to calibrate; leave it out");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void oneBatch_isLearnedByHeart() throws IOException {
        FineTuningData data = data(8, 7, 0);
        FineTuningData same =
                new FineTuningData(data.columns(), data.train(), data.train(), data.files(), null, List.of());

        FineTuningOutcome outcome =
                fineTuning("out", same, tagging(8, 200, 0, 20)).run();

        assertThat(outcome.keptTrial().dev().figure("f1")).isEqualTo(1);
        List<Double> losses = outcome.keptTrial().losses();
        assertThat(losses.get(losses.size() - 1)).isLessThan(0.05);
    }

    @Test
    void chunks_inSentencesLongerThanTheModelReads_areLearnedAndKeptAsAModel() throws IOException {
        FineTuningOutcome outcome =
                fineTuning("out", data(150, 30, 6), tagging(16, 5, 0.1, 14)).run();

        assertThat(outcome.prior().figure("f1")).isLessThan(0.1);
        assertThat(outcome.keptTrial().dev().figure("f1")).isGreaterThan(0.9);
        assertThat(outcome.task().priorName()).isEqualTo("majority tag");
        try (ModelDirectory written = ModelDirectory.open(folder.resolve("out"));
                Electra electra = Electra.load(folder.resolve("out"))) {
            assertThat(written.architecture().className()).isEqualTo("ElectraForTokenClassification");
            assertThat(written.config().labels())
                    .containsExactly("O", "B-A", "I-A", "E-A", "S-A", "B-B", "I-B", "E-B", "S-B");
            assertThat(electra.maxLength()).isEqualTo(14);
            assertThat(electra.knownTask().task().settings()).containsEntry("stride", 6);
            String words = "w30 w40 w50 w60 w31 w41 w51 w61 w32 w42 w52 w62 w33 w43 w53 w63 w34 w44 w54 w64";
            assertThat(electra.tag(words + " w10 w35 w11"))
                    .extracting(TaggedSpan::label, TaggedSpan::text)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple("A", "w10 w35"),
                            org.assertj.core.groups.Tuple.tuple("B", "w11"));
            assertThat(electra.tagWords(List.of("w10", "w35", "w36"))).containsExactly("B-A", "I-A", "O");
            assertThat(electra.tag(List.of("", " ", "w11")))
                    .extracting(List::size)
                    .containsExactly(0, 0, 1);
            assertThat(electra.cutTexts()).isZero();
            assertThatThrownBy(() -> electra.classify("w10"))
                    .hasMessageContaining("this model is for tagging, and gives texts no class and no value");
        }
        assertThat(Files.readString(folder.resolve("out/report.html"))).contains("majority tag", "f1:A");
    }

    @Test
    void run_stoppedAndGoneOnWith_givesTheSameBits() throws IOException {
        FineTuningData data = data(60, 9, 0);
        FineTuningPlan plan = tagging(16, 2, 0.1, 20);
        fineTuning("whole", data, plan).run();
        AtomicInteger asked = new AtomicInteger();
        assertThatThrownBy(() -> fineTuning("stopped", data, plan)
                        .stop(() -> asked.incrementAndGet() == 4)
                        .run())
                .isInstanceOf(CancellationException.class);

        fineTuning("stopped", data, plan).run();

        for (String file : List.of("model.safetensors", "electra4j.json", "config.json")) {
            assertThat(folder.resolve("stopped").resolve(file))
                    .hasSameBinaryContentAs(folder.resolve("whole").resolve(file));
        }
    }

    @Test
    void settings_thatDoNotSuit_areRefused() throws IOException {
        FineTuningData data = data(20, 5, 0);
        assertThatThrownBy(() -> FineTuningData.read(
                        Tagging.KIND,
                        folder.resolve("train.txt"),
                        folder.resolve("dev.txt"),
                        data.columns(),
                        new TaskOptions(Map.of("strid", "4"))))
                .hasMessage("task option strid: tagging has stride");
        FineTuningPlan mean = new FineTuningPlan(
                new FineTuningConfig(3e-3, 1, 0, 0, 8, 1, 20, Head.Form.LINEAR, Head.Pooling.MEAN, 0, false),
                List.of(3e-3),
                List.of(1L),
                false,
                Selection.DEV,
                0.1,
                "f1",
                false,
                0,
                false);
        assertThatThrownBy(() -> fineTuning("out", data, mean).run())
                .hasMessage("pooling mean: expected cls: tagging sees the states of its own tokens");
        assertThat(folder.resolve("out")).doesNotExist();
    }
}
