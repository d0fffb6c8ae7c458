package io.github.electra4j.train.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.electra4j.evaluate.ConfusionTable;
import io.github.electra4j.random.CounterRandom;
import io.github.electra4j.task.ClassWeights;
import io.github.electra4j.task.Columns;
import io.github.electra4j.train.inference.FixtureModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * One row in twelve is "rare", and has the sign of it, as one in seven of the others has: with the sign a row is rare with a probability of
 * (1/12) / (1/12 + 11/12 * 1/7) = 0.39, so that it is best called common; where both classes count the same, with 0.875.
 */
class ImbalanceTest extends FineTuningFixture {
    private Path rows(String name, int rows, long seed) throws IOException {
        StringBuilder text = new StringBuilder("text\tlabel\n");
        for (int i = 0; i < rows; i++) {
            CounterRandom random = CounterRandom.of(seed, "imbalanced texts", i, 0);
            boolean rare = i % 12 == 0;
            text.append(FixtureModels.word(rare || i % 7 == 1 ? 10 : 11));
            for (int w = 0; w < 4; w++) {
                text.append(' ').append(FixtureModels.word(20 + random.nextInt(60)));
            }
            text.append(rare ? "\trare\n" : "\tcommon\n");
        }
        return Files.writeString(folder.resolve(name), text);
    }

    private FineTuningData data() throws IOException {
        return FineTuningData.read(
                "classification",
                rows("rare-train.tsv", 600, 1),
                rows("rare-dev.tsv", 240, 2),
                Columns.of("text", "label"));
    }

    private double recall(String out, Imbalance imbalance) throws IOException {
        FineTuningOutcome outcome = fineTuning(out, data(), plan(5, 1.5e-3, 1L).withImbalance(imbalance))
                .run();
        ConfusionTable table = Objects.requireNonNull(outcome.keptTrial().dev().confusion());
        return table.scores(1).recall();
    }

    @Test
    void classWeightsAndBalancedSampling_raiseTheRecallOfTheRareClass() throws IOException {
        assertThat(recall("plain", Imbalance.NONE)).isLessThan(0.2);
        assertThat(recall("weighted", new Imbalance(ClassWeights.of("balanced"), false)))
                .isGreaterThan(0.9);
        assertThat(recall("named", new Imbalance(ClassWeights.of("rare=11"), false)))
                .isGreaterThan(0.9);
        assertThat(recall("sampled", new Imbalance(ClassWeights.NONE, true))).isGreaterThan(0.9);
    }

    @Test
    void balancedSampling_stoppedInAnEpoch_goesOnToTheSameWeights() throws IOException {
        FineTuningData data = data();
        FineTuningPlan plan = plan(2, 1.5e-3, 1L).withImbalance(new Imbalance(ClassWeights.of("rare=3"), true));
        FineTuningOutcome whole = fineTuning("whole", data, plan).run();
        AtomicInteger steps = new AtomicInteger();
        assertThatThrownBy(() -> fineTuning("stopped", data, plan)
                        .stop(() -> steps.incrementAndGet() > 50)
                        .run())
                .isInstanceOf(CancellationException.class);
        FineTuningOutcome resumed = fineTuning("stopped", data, plan).run();
        assertThat(resumed.keptTrial().losses()).isEqualTo(whole.keptTrial().losses());
        assertThat(folder.resolve("stopped/model.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("whole/model.safetensors"));
    }

    @Test
    void weightsOfAnUnknownLabel_areRefusedBeforeAnythingIsWritten() throws IOException {
        FineTuning wrong = fineTuning(
                "out", data(), plan(1, 1e-3, 1L).withImbalance(new Imbalance(ClassWeights.of("rar=2"), false)));
        assertThatThrownBy(wrong::run)
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("unknown label \"rar\"; there are common, rare; did you mean \"rare\"?");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void classesThatWouldBeBalancedTwice_areRefused() {
        assertThatThrownBy(() -> new Imbalance(ClassWeights.of("balanced"), true))
                .isInstanceOf(SettingException.class)
                .hasMessage("class_weights balanced: expected weights of your own, or none: balanced sampling makes the"
                        + " classes equal already");
    }
}
