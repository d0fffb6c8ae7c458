package io.github.electra4j.train.pretrain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

class WatchdogTest {
    @Test
    void look_healthyRun_saysNothing() {
        assertThat(words(step -> figures(10 - step / 50.0, 0.3, 0.6 + step / 1000.0, 0.2)))
                .isEmpty();
    }

    @Test
    void look_generatorLossRises_saysItCollapsedOnce() {
        assertThat(words(step -> figures(step < 100 ? 4 : 7, 0.3, 0.8, 0.2)))
                .singleElement()
                .asString()
                .contains("generator has collapsed")
                .contains("4.00")
                .contains("learning rate");
    }

    @Test
    void look_discriminatorCallsEverythingOriginal_saysSoOnce() {
        assertThat(words(step -> figures(4, 0.3, 0.5, 0)))
                .singleElement()
                .asString()
                .contains("calls every token original")
                .contains("0.50");
    }

    @Test
    void look_drawsNearlyAllOriginal_saysTheGeneratorIsTooStrong() {
        assertThat(words(step -> figures(0.5, 0.9, 0.8, 0.2)))
                .singleElement()
                .asString()
                .contains("too strong")
                .contains("90 %")
                .contains("generator_size");
    }

    @Test
    void look_generatorAlone_isNotBlamedForADiscriminator() {
        assertThat(words(step -> Map.of("generator_loss", 4.0, "generator_accuracy", 0.3)))
                .isEmpty();
    }

    @Test
    void look_duringTheQuietSteps_saysNothing() {
        Watchdog watchdog = new Watchdog(1000);
        for (long step = 1; step <= 1000; step++) {
            assertThat(watchdog.look(step, figures(4, 0.3, 0.5, 0))).isEmpty();
        }
        assertThat(watchdog.look(1001, figures(4, 0.3, 0.5, 0))).isPresent();
    }

    private static List<String> words(LongFunction<Map<String, Double>> figures) {
        Watchdog watchdog = new Watchdog(10);
        List<String> words = new ArrayList<>();
        for (long step = 1; step <= 200; step++) {
            watchdog.look(step, figures.apply(step)).ifPresent(words::add);
        }
        return words;
    }

    private static Map<String, Double> figures(double generatorLoss, double sampled, double auc, double recall) {
        return Map.of(
                "generator_loss", generatorLoss,
                "sampled_accuracy", sampled,
                "discriminator_auc", auc,
                "discriminator_recall", recall);
    }
}
