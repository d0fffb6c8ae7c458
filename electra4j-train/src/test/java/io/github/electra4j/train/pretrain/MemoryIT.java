package io.github.electra4j.train.pretrain;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.examples.Batch;
import io.github.electra4j.examples.MemoryExamples;
import io.github.electra4j.train.tensor.Device;
import io.github.electra4j.train.tensor.Precision;
import io.github.electra4j.train.tensor.Tensors;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

/**
 * Native memory that no scope frees grows at every step: by all activations of a step of this very small network it would grow by
 * hundreds of megabytes over the run.
 */
class MemoryIT {
    private static final int WARM_UP = 400;
    private static final int STEPS = 2_000;
    private static final long SLACK = 32L << 20;

    /** A process of its own, whose Java heap is resident from the start and stays so: what grows beside it is native. */
    @Test
    void train_twoThousandSteps_keepsResidentMemoryFlat() throws Exception {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms256m",
                        "-Xmx256m",
                        "-XX:+AlwaysPreTouch",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        MemoryIT.class.getName()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String[] out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .strip()
                .split("\\s+");

        assertThat(process.waitFor()).isZero();
        assertThat(out).hasSize(2);
        assertThat(Long.parseLong(out[1]) - Long.parseLong(out[0]))
                .as("growth in bytes over %d steps", STEPS - WARM_UP)
                .isLessThan(SLACK);
    }

    /** Trains, and prints the resident memory after the steps of warming up and after all. */
    public static void main(String[] arguments) {
        PretrainingConfig config =
                Configs.tiny("layers", 1, "hiddenDropout", 0.1, "attentionDropout", 0.1, "steps", (long) STEPS);
        try (Learner learner = new Learner(
                config,
                Configs.vocabulary(1000),
                new MemoryExamples(),
                new Tensors(Device.CPU, Precision.BF16),
                2,
                1)) {
            for (int number = 1; number <= STEPS; number++) {
                learner.train(batch(number), number, number % 20 == 0);
                if (number % 200 == 0) {
                    learner.evaluate(batch(number));
                }
                if (number == WARM_UP || number == STEPS) {
                    System.out.println(Pointer.physicalBytes());
                }
            }
        }
    }

    private static Batch batch(long number) {
        int[] ids = new int[4 * 12];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = i % 12 == 0 ? 2 : i % 12 == 11 ? 3 : 5 + (int) ((i * 31L + number * 17) % 990);
        }
        int[] lengths = new int[4];
        Arrays.fill(lengths, 12);
        long[] keys = new long[4];
        Arrays.setAll(keys, i -> number * 4 + i);
        return new Batch(ids, lengths, lengths, keys, 4, 12);
    }
}
