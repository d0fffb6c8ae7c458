package io.github.electra4j.train.pretrain;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.examples.Batch;
import io.github.electra4j.train.tensor.Device;
import io.github.electra4j.train.tensor.Precision;
import io.github.electra4j.train.tensor.Tensors;
import java.util.Arrays;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

/** Native memory that no scope frees grows by the size of a step's activations, here megabytes, at every step. */
class MemoryIT {
    private static final long WARM_UP = 60;
    private static final long STEPS = 200;
    private static final long SLACK = 64L << 20;

    @Test
    void train_hundredsOfSteps_keepsResidentMemoryFlat() {
        PretrainingConfig config = Configs.tiny(
                "hiddenSize",
                64,
                "intermediateSize",
                128,
                "length",
                32,
                "batch",
                8,
                "hiddenDropout",
                0.1,
                "attentionDropout",
                0.1,
                "accumulation",
                2,
                "steps",
                STEPS);
        try (Learner learner =
                new Learner(config, Configs.vocabulary(2000), new Tensors(Device.CPU, Precision.BF16), 2, 1)) {
            long before = 0;
            for (long number = 1; number <= STEPS; number++) {
                learner.train(batch(number), number, number % 10 == 0);
                if (number % 50 == 0) {
                    learner.evaluate(batch(number));
                }
                if (number == WARM_UP) {
                    touchTheHeap();
                    before = resident();
                }
            }
            assertThat(resident() - before)
                    .as("growth in bytes over %d steps", STEPS - WARM_UP)
                    .isLessThan(SLACK);
        }
    }

    /**
     * Pages of the Java heap count as resident from their first use on, which would come between the two measurements: garbage of
     * some gigabytes uses them all before the first.
     */
    private static void touchTheHeap() {
        int used = 0;
        for (int i = 0; i < 6_000; i++) {
            byte[] garbage = new byte[1 << 19];
            garbage[i] = 1;
            used += garbage[i];
        }
        assertThat(used).isEqualTo(6_000);
    }

    /** Resident memory behind a collection, so that the Java heap's own growth is not counted. */
    private static long resident() {
        System.gc();
        return Pointer.physicalBytes();
    }

    private static Batch batch(long number) {
        int[] ids = new int[8 * 32];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = i % 32 == 0 ? 2 : i % 32 == 31 ? 3 : 5 + (int) ((i * 31L + number * 17) % 1990);
        }
        int[] lengths = new int[8];
        Arrays.fill(lengths, 32);
        long[] keys = new long[8];
        Arrays.setAll(keys, i -> number * 8 + i);
        return new Batch(ids, lengths, lengths, keys, 8, 32);
    }
}
