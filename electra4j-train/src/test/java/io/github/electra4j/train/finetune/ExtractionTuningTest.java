package io.github.electra4j.train.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.Electra;
import io.github.electra4j.random.CounterRandom;
import io.github.electra4j.task.Columns;
import io.github.electra4j.task.TaskOptions;
import io.github.electra4j.task.extraction.Extraction;
import io.github.electra4j.task.extraction.ExtractionTask;
import io.github.electra4j.train.finetune.FineTuningPlan.Selection;
import io.github.electra4j.train.inference.FixtureModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whole fine-tunings of a tiny random network on made-up texts with entities and relations. */
class ExtractionTuningTest extends FineTuningFixture {
    @BeforeEach
    void markersInTheVocabulary() throws IOException {
        Path vocabulary = model.resolve("vocab.txt");
        String text = Files.readString(vocabulary);
        Files.writeString(vocabulary, text.replace("\nw5\nw6\nw7\nw8\n", "\n@\n#\n*\n^\n"));
    }

    /** Six words, of which w10 is an A and w11 a B; the A is related to the B where w12 stands between them. */
    private Path texts(String name, int rows, long seed) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < rows; i++) {
            CounterRandom random = CounterRandom.of(seed, "extractions", i, 0);
            boolean related = random.nextInt(2) == 0;
            boolean turned = random.nextInt(2) == 0;
            List<String> words = new ArrayList<>();
            for (int w = 0; w < 6; w++) {
                words.add(FixtureModels.word(20 + random.nextInt(60)));
            }
            int first = random.nextInt(3);
            words.set(first, FixtureModels.word(turned ? 11 : 10));
            words.set(first + 1, FixtureModels.word(related ? 12 : 13));
            words.set(first + 2, FixtureModels.word(turned ? 10 : 11));
            // Every word has three characters.
            lines.append(String.format(
                    "{\"text\": \"%s\", \"entities\": [{\"start\": %d, \"end\": %d, \"label\": \"A\"}, {\"start\": %d, \"end\": %d, \"label\": \"B\"}],"
                            + " \"relations\": [%s]}%n",
                    String.join(" ", words),
                    4 * first + (turned ? 8 : 0),
                    4 * first + (turned ? 11 : 3),
                    4 * first + (turned ? 0 : 8),
                    4 * first + (turned ? 3 : 11),
                    related ? "{\"head\": 0, \"tail\": 1, \"relation\": \"r\"}" : ""));
        }
        return Files.writeString(folder.resolve(name), lines);
    }

    private FineTuningData data(int train, int dev) throws IOException {
        return FineTuningData.read(
                ExtractionTask.KIND,
                texts("train.jsonl", train, 1),
                texts("dev.jsonl", dev, 2),
                Columns.FIXED,
                TaskOptions.NONE);
    }

    private static FineTuningPlan extractionPlan(int epochs, double dropout, Long... seeds) {
        FineTuningConfig config = new FineTuningConfig(
                3e-3, 1, 0, 0.1, 16, epochs, 20, Head.Form.HUGGINGFACE, Head.Pooling.CLS, dropout, false);
        return new FineTuningPlan(
                config,
                List.of(3e-3),
                List.of(seeds),
                false,
                Selection.HELD_OUT,
                0.2,
                ExtractionTask.KIND.metric(),
                false,
                0,
                false);
    }

    private ExtractionTuning tuning(String out, FineTuningData data, FineTuningPlan plan) {
        return new ExtractionTuning(model, folder.resolve(out), data, TaskOptions.NONE, plan, "electra finetune");
    }

    @Test
    void bothModels_areLearnedAndExtractTogether() throws IOException {
        ExtractionOutcome outcome = tuning("out", data(400, 100), extractionPlan(8, 0.1, 1L))
                .run(one -> one.threads(2).run());

        assertThat(outcome.dev().figure("entity_f1")).isGreaterThan(0.95);
        assertThat(outcome.dev().figure("relation_f1")).isGreaterThan(0.9);
        assertThat(outcome.prior().figure("relation_f1")).isZero();
        // Entities are the tagger's, counted there by words and here by places.
        assertThat(outcome.dev().figure("entity_f1"))
                .isCloseTo(outcome.entities().keptTrial().dev().figure("f1"), within(1e-12));
        try (Electra electra = Electra.load(folder.resolve("out"))) {
            Extraction found = electra.extract("w30 w10 w12 w11 w40");
            assertThat(found.entities())
                    .extracting(span -> span.label() + span.start())
                    .containsExactly("A4", "B12");
            assertThat(found.relations()).hasSize(1);
            assertThat(found.relations().get(0).relation()).isEqualTo("r");
            assertThat(found.relations().get(0).head()).isZero();
            assertThat(electra.extract(List.of("", "w30 w31")))
                    .allMatch(one -> one.entities().isEmpty() && one.relations().isEmpty());
            assertThatThrownBy(() -> electra.tag("w10")).hasMessageContaining("this model is for extraction");
        }
        assertThat(folder.resolve("out/report.html")).content().contains("relation_f1:r", "entities/report.html");
        assertThatThrownBy(() ->
                        fineTuning("out", classData(30), plan(1, 3e-3, 1L)).run())
                .hasMessageContaining("holds a model or a run that is no fine-tuning");
    }

    @Test
    void rowsOfTheirOwn_areChosenOnByBothModels() throws IOException {
        FineTuningData data = FineTuningData.read(
                ExtractionTask.KIND,
                texts("train.jsonl", 60, 1),
                texts("dev.jsonl", 30, 2),
                texts("own.jsonl", 40, 3),
                Columns.FIXED,
                TaskOptions.NONE);
        FineTuningPlan usual = extractionPlan(1, 0, 1L, 2L);
        FineTuningPlan plan = new FineTuningPlan(
                usual.config(),
                usual.rates(),
                usual.seeds(),
                false,
                Selection.FILE,
                usual.heldOut(),
                usual.metric(),
                false,
                0,
                false);

        ExtractionOutcome outcome =
                tuning("out", data, plan).run(one -> one.threads(2).run());

        assertThat(outcome.entities().trainRows()).isEqualTo(60);
        assertThat(outcome.entities().selectionRows()).isEqualTo(40);
        // Each text has one A and one B, which are a pair in one order or the other.
        assertThat(outcome.relations().trainRows()).isEqualTo(60);
        assertThat(outcome.relations().selectionRows()).isEqualTo(40);
    }

    @Test
    void oneBatch_isLearnedByHeart() throws IOException {
        ExtractionOutcome outcome = tuning("out", data(16, 16), extractionPlan(120, 0, 1L))
                .run(one -> one.threads(2).run());
        for (FineTuningOutcome one : List.of(outcome.entities(), outcome.relations())) {
            List<Double> losses = one.keptTrial().losses();
            assertThat(losses.get(losses.size() - 1)).isLessThan(0.02);
        }
    }

    @Test
    void stoppedAtAnyStep_goesOnToTheSameWeights() throws IOException {
        FineTuningData data = data(60, 30);
        FineTuningPlan plan = extractionPlan(2, 0.1, 1L, 2L);
        tuning("whole", data, plan).run(one -> one.threads(2).run());
        int stops = 0;
        for (boolean ended = false; !ended; ) {
            AtomicInteger steps = new AtomicInteger();
            try {
                tuning("stopped", data, plan).run(one -> one.threads(2)
                        .saveEvery(0)
                        .stop(() -> steps.incrementAndGet() > 3)
                        .run());
                ended = true;
            } catch (CancellationException e) {
                stops++;
            }
        }
        assertThat(stops).isGreaterThan(4);
        for (String file : List.of("entities/model.safetensors", "relations/model.safetensors", "extraction.json")) {
            assertThat(folder.resolve("stopped").resolve(file))
                    .hasSameBinaryContentAs(folder.resolve("whole").resolve(file));
        }
    }

    @Test
    void vocabularyWithoutMarkers_isRefusedBeforeAnythingIsTrained() throws IOException {
        Path vocabulary = model.resolve("vocab.txt");
        Files.writeString(vocabulary, Files.readString(vocabulary).replace("\n@\n", "\nw5\n"));
        FineTuningData data = data(40, 20);
        assertThatThrownBy(() -> tuning("out", data, extractionPlan(1, 0, 1L))
                        .run(one -> one.threads(2).run()))
                .hasMessageContaining("the vocabulary has 3 of @ # * ^ ", "expected at least 4");
        assertThat(folder.resolve("out")).doesNotExist();
    }
}
