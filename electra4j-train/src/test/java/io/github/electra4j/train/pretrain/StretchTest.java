package io.github.electra4j.train.pretrain;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a run's steps become others. */
class StretchTest {
    /** A hundred steps, forty of them in the first stage. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "null, null, 1-40 41-100",
                "5, null, 1-40 41-100",
                "5, 1, 1-40 41-100",
                "5, 0.25, 1-40 41-55 56-100",
                "5, 0, 1-40 41-100"
            })
    void stretches_ofTwoStages_followOneAnother(@Nullable Double weight, @Nullable Double share, String expected) {
        PretrainingConfig config = Configs.tiny(Configs.with(
                Configs.TWO_STAGE,
                "steps",
                100L,
                "generatorShare",
                0.4,
                "contrastiveWeight",
                weight,
                "contrastiveShare",
                share));

        assertThat(Stretch.of(config))
                .extracting(stretch -> stretch.first() + "-" + stretch.last())
                .containsExactly(expected.split(" "));
    }

    @Test
    void stretches_ofAJointRun_beginWithContrast() {
        PretrainingConfig config = Configs.tiny("steps", 10L, "contrastiveWeight", 5.0, "contrastiveShare", 0.3);

        assertThat(Stretch.of(config)).containsExactly(new Stretch(1, 3), new Stretch(4, 10));
        assertThat(config.contrastsAt(3)).isTrue();
        assertThat(config.contrastsAt(4)).isFalse();
    }
}
