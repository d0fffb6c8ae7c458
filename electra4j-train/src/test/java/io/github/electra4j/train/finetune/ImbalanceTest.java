package io.github.electra4j.train.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.electra4j.evaluate.ConfusionTable;
import io.github.electra4j.task.ClassWeights;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Classes of unequal size, see {@link FineTuningFixture#imbalancedData}. */
class ImbalanceTest extends FineTuningFixture {
    private double recall(String out, Imbalance imbalance) throws IOException {
        FineTuningOutcome outcome = fineTuning(
                        out, imbalancedData(), plan(5, 1.5e-3, 1L).withImbalance(imbalance))
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
        FineTuningData data = imbalancedData();
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
                "out",
                imbalancedData(),
                plan(1, 1e-3, 1L).withImbalance(new Imbalance(ClassWeights.of("rar=2"), false)));
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
