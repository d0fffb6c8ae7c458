package io.github.electra4j.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.checkpoint.StateStore.Loaded;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateStoreKillIT {
    private static final int SIZE = 1 << 20;

    @TempDir
    Path folder;

    /** Goes on from the newest state and saves one state after another, until it is killed. */
    static final class Writer {
        public static void main(String[] arguments) throws IOException {
            StateStore store = StateStore.in(Path.of(arguments[0]));
            for (long step = newest(store) + 1; ; step++) {
                float[] values = new float[SIZE];
                Arrays.fill(values, step);
                store.save(step, List.of(NamedTensor.ofFloats("v", new long[] {SIZE}, values)), Map.of("step", step));
                System.out.println("saved " + step);
            }
        }
    }

    @Test
    void loadNewest_afterEveryKill_isWholeAndNeverGoesBack() throws Exception {
        Random random = new Random(7);
        StateStore store = StateStore.in(folder);
        long before = -1;
        for (int kill = 0; kill < 10; kill++) {
            Process writer = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx128m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Writer.class.getName(),
                            folder.toString())
                    .redirectErrorStream(true)
                    .start();
            try (BufferedReader output = writer.inputReader()) {
                assertThat(output.readLine()).startsWith("saved");
                assertThat(writer.waitFor(random.nextInt(100), TimeUnit.MILLISECONDS))
                        .isFalse();
            } finally {
                writer.destroyForcibly().waitFor();
            }

            long step = newest(store);
            assertThat(step).isGreaterThan(before);
            before = step;
        }
    }

    private static long newest(StateStore store) throws IOException {
        try (@Nullable Loaded loaded = store.loadNewest()) {
            if (loaded == null) {
                return -1;
            }
            assertThat(loaded.warnings()).isEmpty();
            float[] values = loaded.tensors().floats("v");
            for (float value : values) {
                if (value != loaded.step()) {
                    throw new AssertionError("step " + loaded.step() + " holds " + value);
                }
            }
            return loaded.step();
        }
    }
}
