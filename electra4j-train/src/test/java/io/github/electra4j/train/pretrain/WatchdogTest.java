package io.github.electra4j.train.pretrain;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.random.CounterRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

class WatchdogTest {
    /** AUC of scores that differ and tell nothing; exactly a half is that of scores that are all the same. */
    private static final double BLIND = 0.501;

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
        assertThat(words(step -> figures(4, 0.3, BLIND, 0)))
                .singleElement()
                .asString()
                .contains("calls every token original")
                .contains("0.50");
    }

    /** As in a run of ELECTRA-Small whose rate was too high: much is told apart at first, then little, then nothing at two looks of three. */
    @Test
    void look_allTokensHaveOneScore_saysTheDiscriminatorCollapsedOnceAndBeforeAFifthOfTheRun() {
        Watchdog watchdog = new Watchdog("generator", 1000, 1000, 30_522);
        List<String> words = new ArrayList<>();
        for (long step = 1; step <= 2000; step++) {
            double after = step % 3 == 0 ? 0.498 : 0.5;
            watchdog.look(step, figures(4, 0.3, step < 50 ? 0.9 : step < 100 ? 0.55 : after, 0))
                    .ifPresent(words::add);
            // 1 - 0.9^n of them, two thirds of the looks, exceed 0.4 at the eighth.
            assertThat(words).hasSize(step < 107 ? 0 : 1);
        }
        assertThat(words).singleElement().asString().contains("collapsed", "every token the same score", "begin again");
    }

    /** The plateau at which nothing is known yet, and an adversary that is fooled all the time: noise about a half. */
    @Test
    void look_discriminatorKnowsNothingYet_isNotSaidToHaveCollapsed() {
        CounterRandom random = CounterRandom.of(1, "blind");
        assertThat(words(step -> figures(4, 0.3, step < 50 ? 0.9 : 0.49 + 0.02 * random.nextDouble(), 0)))
                .singleElement()
                .asString()
                .contains("plateau");
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
        Watchdog watchdog = new Watchdog("generator", 1000, 1000, 30_522);
        for (long step = 1; step <= 1000; step++) {
            assertThat(watchdog.look(step, figures(4, 0.3, BLIND, 0))).isEmpty();
        }
        assertThat(watchdog.look(1001, figures(4, 0.3, BLIND, 0))).isPresent();
    }

    /** What a second stage looks like: a fresh head tells nothing at first, then more and more. */
    @Test
    void look_secondStageBegins_isNotBlamedForADiscriminatorThatHasJustBegun() {
        Watchdog watchdog = Watchdog.of(twoStages(), 4096);
        List<String> words = new ArrayList<>();
        for (long step = 10; step <= 4200; step += 10) {
            double known = Math.min(1, Math.max(0, step - 2200) / 1000.0);
            Map<String, Double> figures = step <= 2100
                    ? Map.of("generator_loss", 3.5 + 4 * Math.exp(-step / 400.0))
                    : figures(3.5, 0.3, 0.5 + 0.3 * known, 0.4 * known);
            watchdog.look(step, figures).ifPresent(words::add);
        }
        assertThat(words).isEmpty();
    }

    @Test
    void look_secondStageStaysBlind_saysSoOnceAfterAFifthOfIt() {
        Watchdog watchdog = Watchdog.of(twoStages(), 4096);
        List<Long> steps = new ArrayList<>();
        for (long step = 10; step <= 4200; step += 10) {
            Map<String, Double> figures = step <= 2100 ? Map.of("generator_loss", 4.0) : figures(3.5, 0.3, BLIND, 0);
            long at = step;
            watchdog.look(step, figures).ifPresent(words -> steps.add(at));
        }
        assertThat(steps).containsExactly(2530L);
    }

    private static PretrainingConfig twoStages() {
        return Configs.tiny(Configs.with(Configs.TWO_STAGE, "steps", 4200L, "generatorShare", 0.5));
    }

    @Test
    void look_discriminatorGuessesAtRandom_saysThatItCannotTell() {
        assertThat(words(step -> figures(4, 0.3, BLIND, 0.6)))
                .singleElement()
                .asString()
                .contains("cannot tell replaced tokens")
                .contains("0.600");
    }

    @Test
    void look_severalAilments_saysEachOnce() {
        assertThat(words(step -> figures(step < 100 ? 4 : 7, 0.9, BLIND, 0)))
                .hasSize(3)
                .anyMatch(words -> words.contains("too strong"))
                .anyMatch(words -> words.contains("calls every token original"))
                .anyMatch(words -> words.contains("collapsed"));
    }

    /** ln 30,522 is 10.33. */
    @Test
    void look_generatorWorseThanGuessingFromTheStart_saysSo() {
        assertThat(words(step -> Map.of("generator_loss", 25.0)))
                .singleElement()
                .asString()
                .contains("worse than guessing")
                .contains("25.00")
                .contains("10.33");
    }

    /** Two positions a step, each with a loss spread over 0 to 8: the average wanders by more than one nat without any collapse. */
    @Test
    void look_veryNoisyLossOfSmallSteps_isNoCollapse() {
        for (int seed = 0; seed < 20; seed++) {
            CounterRandom random = CounterRandom.of(seed, "watchdog");
            Watchdog watchdog = new Watchdog("generator", 10, 10, 30_522);
            for (long step = 1; step <= 2000; step++) {
                double loss = 4 * (random.nextDouble() + random.nextDouble());
                assertThat(watchdog.look(step, Map.of("generator_loss", loss))).isEmpty();
            }
        }
    }

    @Test
    void look_figureThatIsNoNumber_saysSoAndSeesWhatComesAfter() {
        assertThat(words(step -> figures(step == 50 ? Double.NaN : step < 100 ? 4 : 7, 0.3, 0.8, 0.2)))
                .satisfiesExactly(
                        first -> assertThat(first).contains("generator_loss is NaN"),
                        second -> assertThat(second).contains("generator has collapsed"));
    }

    private static List<String> words(LongFunction<Map<String, Double>> figures) {
        Watchdog watchdog = new Watchdog("generator", 10, 10, 30_522);
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

    @Test
    void look_maskedLmThatIsKept_isWatchedUnderItsOwnName() {
        Watchdog watchdog = Watchdog.of(Configs.tiny("objective", Objective.MASKED_LM, "steps", 100L), 97);

        List<String> words = new ArrayList<>();
        for (long step = 1; step <= 100; step++) {
            watchdog.look(step, Map.of("encoder_loss", 25.0)).ifPresent(words::add);
        }

        assertThat(words).singleElement().asString().startsWith("The encoder is worse than guessing");
    }
}
