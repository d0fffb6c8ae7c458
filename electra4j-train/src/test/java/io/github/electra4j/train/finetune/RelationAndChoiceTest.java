package io.github.electra4j.train.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.Electra;
import io.github.electra4j.checkpoint.ModelDirectory;
import io.github.electra4j.random.CounterRandom;
import io.github.electra4j.task.Columns;
import io.github.electra4j.task.Task;
import io.github.electra4j.task.TaskKind;
import io.github.electra4j.task.TaskOptions;
import io.github.electra4j.task.TaskRow;
import io.github.electra4j.task.TaskRows;
import io.github.electra4j.task.Window;
import io.github.electra4j.task.choice.ChoiceTask;
import io.github.electra4j.task.relation.RelationTask;
import io.github.electra4j.train.finetune.FineTuningPlan.Selection;
import io.github.electra4j.train.inference.FixtureModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole fine-tunings of a tiny random network on made-up relations and choices. */
class RelationAndChoiceTest extends FineTuningFixture {
    @BeforeEach
    void markersInTheVocabulary() throws IOException {
        Path vocabulary = model.resolve("vocab.txt");
        String text = Files.readString(vocabulary);
        Files.writeString(vocabulary, text.replace("\nw5\nw6\n", "\n@\n#\n"));
    }

    /** Six random words, two of which are mentions; the relation is whether the head stands before the tail, and of what kind the head is. */
    private Path relations(String name, int rows, long seed) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < rows; i++) {
            CounterRandom random = CounterRandom.of(seed, "relations", i, 0);
            int head = random.nextInt(6);
            int tail = (head + 1 + random.nextInt(5)) % 6;
            int kind = random.nextInt(2);
            StringBuilder text = new StringBuilder();
            int[] starts = new int[6];
            for (int w = 0; w < 6; w++) {
                starts[w] = text.length();
                text.append(FixtureModels.word(w == head ? 10 + kind : 20 + random.nextInt(60)))
                        .append(w < 5 ? " " : "");
            }
            lines.append(String.format(
                    "{\"text\": \"%s\", \"head\": {\"start\": %d, \"end\": %d}, \"tail\": {\"start\": %d, \"end\": %d},"
                            + " \"relation\": \"%s%s\"}%n",
                    text,
                    starts[head],
                    starts[head] + 3,
                    starts[tail],
                    starts[tail] + 3,
                    kind == 0 ? "near" : "far",
                    head < tail ? "(e1,e2)" : "(e2,e1)"));
        }
        return Files.writeString(folder.resolve(name), lines);
    }

    /** A context of random words and three options; the right option begins with a word of its own. */
    private Path choices(String name, int rows, long seed) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < rows; i++) {
            CounterRandom random = CounterRandom.of(seed, "choices", i, 0);
            int answer = random.nextInt(3);
            lines.append("{\"context\": \"").append(words(random, 4)).append("\", \"options\": [");
            for (int option = 0; option < 3; option++) {
                lines.append(option == 0 ? "\"" : ", \"")
                        .append(FixtureModels.word(option == answer ? 10 : 11))
                        .append(' ')
                        .append(words(random, 2))
                        .append('"');
            }
            lines.append("], \"answer\": ").append(answer).append("}\n");
        }
        return Files.writeString(folder.resolve(name), lines);
    }

    private static String words(CounterRandom random, int count) {
        StringBuilder words = new StringBuilder();
        for (int w = 0; w < count; w++) {
            words.append(w == 0 ? "" : " ").append(FixtureModels.word(20 + random.nextInt(60)));
        }
        return words.toString();
    }

    private FineTuningData data(String task, int train, int dev) throws IOException {
        boolean relation = task.equals("relation");
        TaskKind<?> kind = relation ? RelationTask.KIND : ChoiceTask.KIND;
        return FineTuningData.read(
                kind,
                relation ? relations("train.jsonl", train, 1) : choices("train.jsonl", train, 1),
                relation ? relations("dev.jsonl", dev, 2) : choices("dev.jsonl", dev, 2),
                Columns.FIXED,
                new TaskOptions(Map.of()));
    }

    private static FineTuningPlan plan(String metric, int epochs, double rate, double dropout, List<Long> seeds) {
        FineTuningConfig config = new FineTuningConfig(
                rate, 1, 0, 0.1, 16, epochs, 20, Head.Form.HUGGINGFACE, Head.Pooling.CLS, dropout, false);
        return new FineTuningPlan(
                config, List.of(rate), seeds, false, Selection.HELD_OUT, 0.2, metric, false, 0, false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"relation", "choice"})
    void task_isLearnedAndTheModelDirectoryAnswersAsItDid(String task) throws IOException {
        FineTuningData data = data(task, 600, 150);
        String metric = data.task().metric();
        FineTuningOutcome outcome =
                fineTuning("out", data, plan(metric, 8, 3e-3, 0.1, List.of(1L))).run();

        // Measured: see the assertion's message; the prior has about 0.1 for relations and 0.35 for choices.
        assertThat(outcome.summary(metric).mean()).isGreaterThan(0.9);
        assertThat(outcome.prior().figure(metric)).isLessThan(0.5);
        try (Electra electra = Electra.load(folder.resolve("out"));
                ModelDirectory written = ModelDirectory.open(folder.resolve("out"))) {
            assertThat(written.architecture()).isEqualTo(data.task().architecture(false));
            assertThat(again(electra, electra.knownTask().task()))
                    .isCloseTo(outcome.keptTrial().dev().figure(metric), within(1e-9));
        }
    }

    private <R extends TaskRow, W extends Window, A> double again(Electra electra, Task<R, W, A> task)
            throws IOException {
        TaskRows<R, W, A> rows = new TaskRows<>(task, task.kind().readAll(folder.resolve("dev.jsonl"), Columns.FIXED));
        return rows.answered(electra.answer(rows)).evaluate().figure(task.metric());
    }

    @ParameterizedTest
    @ValueSource(strings = {"relation", "choice"})
    void oneBatch_isLearnedByHeart(String task) throws IOException {
        FineTuningData data = data(task, 16, 16);
        FineTuningOutcome outcome = fineTuning("out", data, plan(data.task().metric(), 150, 3e-3, 0, List.of(1L)))
                .run();
        List<Double> losses = outcome.keptTrial().losses();
        assertThat(losses.get(losses.size() - 1)).isLessThan(0.02);
    }

    @ParameterizedTest
    @ValueSource(strings = {"relation", "choice"})
    void stoppedAtAnyStep_goesOnToTheSameWeights(String task) throws IOException {
        FineTuningData data = data(task, 60, 30);
        FineTuningPlan plan = plan(data.task().metric(), 2, 3e-3, 0.1, List.of(1L, 2L));
        fineTuning("whole", data, plan).run();
        int stops = 0;
        for (boolean ended = false; !ended; ) {
            AtomicInteger steps = new AtomicInteger();
            try {
                fineTuning("stopped", data, plan)
                        .saveEvery(0)
                        .stop(() -> steps.incrementAndGet() > 3)
                        .run();
                ended = true;
            } catch (CancellationException e) {
                stops++;
            }
        }
        assertThat(stops).isGreaterThan(2);
        assertThat(folder.resolve("stopped/model.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("whole/model.safetensors"));
    }

    @Test
    void longContexts_areCutAndCountedNotInSilence() throws IOException {
        choices("train.jsonl", 40, 1);
        choices("dev.jsonl", 20, 2);
        FineTuningData data = FineTuningData.read(
                ChoiceTask.KIND,
                folder.resolve("train.jsonl"),
                folder.resolve("dev.jsonl"),
                Columns.FIXED,
                TaskOptions.NONE);
        FineTuningPlan plan = plan("accuracy", 1, 1e-3, 0, List.of(1L));
        FineTuningConfig config =
                new FineTuningConfig(1e-3, 1, 0, 0.1, 16, 1, 8, Head.Form.HUGGINGFACE, Head.Pooling.CLS, 0, false);
        FineTuningPlan shortPlan = new FineTuningPlan(
                config, plan.rates(), plan.seeds(), false, plan.selection(), 0.2, "accuracy", false, 0, false);
        assertThat(fineTuning("out", data, shortPlan).run().remarks())
                .anyMatch(remark -> remark.contains("longer than 8 tokens and were cut"));
    }
}
