package io.github.electra4j.train.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.electra4j.train.finetune.FineTuningOutcome.Scored;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Trainings that fall into the majority class: at a rate of 1e-9 each of them does. */
class RetryTest extends FineTuningFixture {
    private static List<Long> seeds(List<Scored> trials) {
        return trials.stream().map(Scored::seed).toList();
    }

    @Test
    void trainingsThatFall_areBegunAgainWithTheNextSeedsAndStayOnRecord() throws IOException {
        List<String> said = new ArrayList<>();
        FineTuningOutcome outcome = fineTuning(
                        "out", classData(60), plan(4, 1e-9, 1L, 2L).withRetry(2))
                .listener(new FineTuningListener() {
                    @Override
                    public void remark(String text) {
                        said.add(text);
                    }
                })
                .run();

        assertThat(seeds(outcome.retried())).containsExactly(1L, 3L, 2L, 5L);
        assertThat(seeds(outcome.trials())).containsExactly(4L, 6L);
        // Given up after half of the epochs; the last of three is trained to its end.
        assertThat(outcome.retried()).allMatch(trial -> trial.losses().size() == 2 && trial.fallen() != null);
        assertThat(outcome.trials()).allMatch(trial -> trial.losses().size() == 4 && trial.fallen() != null);
        assertThat(outcome.steps()).isEqualTo(4 * 2 * 3 + 2 * 4 * 3);
        assertThat(said)
                .anyMatch(text -> text.startsWith("rate 1.0e-09, seed 1, epoch 1 of 4: all 12 predictions are \""))
                .anyMatch(text -> text.startsWith("rate 1.0e-09, seed 1: all 12 predictions are \"")
                        && text.endsWith("it is begun again with seed 3"));
        assertThat(outcome.remarks())
                .anyMatch(remark -> remark.startsWith("4 of 6 trainings fell into one answer and were begun again"
                        + " (seed 1, 3, 2, 5); the figures are of the other 2, of which 2 fell as well, and the mean"));

        JsonNode results = JsonMapper.shared().readTree(Files.readString(folder.resolve("out/results.json")));
        assertThat(results.path("retried").size()).isEqualTo(4);
        assertThat(results.at("/retried/0/fallen").asString()).contains("fallen into one class");
        assertThat(Files.readString(folder.resolve("out/report.html"))).contains("1.0e-09, 3, fell, begun again");
    }

    @Test
    void trainingsThatLearn_areNotBegunAgain() throws IOException {
        FineTuningOutcome outcome = fineTuning(
                        "out", classData(600), plan(6, 1.5e-3, 1L).withRetry(2))
                .run();
        assertThat(outcome.retried()).isEmpty();
        assertThat(outcome.keptTrial().fallen()).isNull();
        assertThat(outcome.keptTrial().losses()).hasSize(6);
        // One seed at one rate: rows are held out to judge it on.
        assertThat(outcome.selectionRows()).isEqualTo(120);
    }

    @Test
    void aRateThatFalls_isPassedOver() throws IOException {
        FineTuningPlan one = plan(4, 1.5e-3, 1L);
        FineTuningPlan two = new FineTuningPlan(
                one.config(),
                List.of(1e-9, 1.5e-3),
                one.seeds(),
                false,
                one.selection(),
                one.heldOut(),
                "accuracy",
                false,
                0,
                false);
        FineTuningOutcome outcome =
                fineTuning("out", classData(400), two.withRetry(1)).run();
        assertThat(outcome.learningRate()).isEqualTo(1.5e-3);
        assertThat(outcome.retried()).isEmpty();
        assertThat(outcome.sweep().get(0).losses()).hasSize(2);
        assertThat(outcome.sweep().get(0).fallen()).isNotNull();
    }

    @Test
    void stoppedAtAnyStep_goesOnToTheSameTrainings() throws IOException {
        FineTuningData data = classData(60);
        FineTuningPlan plan = plan(3, 1e-9, 1L, 2L).withRetry(1);
        FineTuningOutcome whole = fineTuning("whole", data, plan).run();
        FineTuningOutcome resumed = null;
        int stops = 0;
        while (resumed == null) {
            AtomicInteger steps = new AtomicInteger();
            int until = 2 + stops % 5;
            try {
                resumed = fineTuning("stopped", data, plan)
                        .saveEvery(0)
                        .stop(() -> steps.incrementAndGet() > until)
                        .run();
            } catch (CancellationException e) {
                stops++;
            }
        }
        assertThat(stops).isGreaterThan(4);
        assertThat(seeds(resumed.retried())).isEqualTo(seeds(whole.retried())).containsExactly(1L, 2L);
        assertThat(seeds(resumed.trials())).isEqualTo(seeds(whole.trials())).containsExactly(3L, 4L);
        assertThat(resumed.remarks()).isEqualTo(whole.remarks());
        assertThat(folder.resolve("stopped/model.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("whole/model.safetensors"));
    }

    @Test
    void fineTuningsBegunBeforeThereWasRetry_goOnWithoutAndNotWithIt() throws IOException {
        FineTuningData data = classData(60);
        FineTuningPlan plan = plan(1, 1e-3, 1L, 2L);
        fineTuning("out", data, plan).run();
        Path settings = folder.resolve("out/finetuning.json");
        Files.writeString(settings, Files.readString(settings).replaceAll(" *\"retry\" : 0,\n", ""));
        assertThat(settings).content().doesNotContain("retry");

        fineTuning("out", data, plan).run();

        assertThatThrownBy(() -> fineTuning("out", data, plan.withRetry(2)).run())
                .hasMessageContaining("begun with other settings: retry is 2, was 0");
    }
}
