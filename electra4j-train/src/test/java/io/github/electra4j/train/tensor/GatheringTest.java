package io.github.electra4j.train.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GatheringTest {
    @Test
    void gather_ofThreeReplicas_givesEachTheValuesOfAllInTheirOrder() {
        try (Replicas replicas = new Replicas(3)) {
            Gathering gathering = new Gathering(3);

            List<List<float[]>> seen = replicas.run(i -> gathering.seat(i).gather(new float[] {i, 2 * i}));

            assertThat(seen).hasSize(3).allSatisfy(all -> assertThat(all)
                    .containsExactly(new float[] {0, 0}, new float[] {1, 2}, new float[] {2, 4}));
        }
    }

    @Test
    void gather_besideOneThatOnlyGives_doesNotNeedItsThread() {
        Gathering gathering = new Gathering(2);
        gathering.seat(1).give(new float[0]);

        assertThat(gathering.seat(0).gather(new float[] {1})).containsExactly(new float[] {1}, new float[0]);
    }

    /** All fail with what the one has failed with, so that it does not matter which of them is asked. */
    @Test
    void gather_besideOneThatFails_failsWithTheSame() {
        IllegalStateException cause = new IllegalStateException("out of luck");
        try (Replicas replicas = new Replicas(2)) {
            Gathering gathering = new Gathering(2);

            assertThatThrownBy(() -> replicas.run(i -> {
                        if (i == 0) {
                            gathering.seat(i).fail(cause);
                            throw cause;
                        }
                        return gathering.seat(i).gather(new float[] {1});
                    }))
                    .isSameAs(cause);
        }
    }
}
