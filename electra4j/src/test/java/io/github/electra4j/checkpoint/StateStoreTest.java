package io.github.electra4j.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.electra4j.checkpoint.StateStore.Loaded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateStoreTest {
    @TempDir
    Path run;

    @Test
    void loadNewest_emptyFolder_isNull() throws IOException {
        assertThat(StateStore.in(run.resolve("state")).loadNewest()).isNull();
    }

    @Test
    void loadNewest_afterSave_givesTensorsAndMeta() throws IOException {
        StateStore store = StateStore.in(run.resolve("state"));
        long seed = Long.MIN_VALUE + 1;
        store.save(7, List.of(tensor(3)), Map.of("seed", seed, "loss", 1.5, "name", "a", "list", List.of(1, 2)));

        try (Loaded loaded = Objects.requireNonNull(store.loadNewest())) {
            assertThat(loaded.step()).isEqualTo(7);
            assertThat(loaded.tensors().floats("parameters")).containsExactly(3, 6, 9);
            assertThat(loaded.meta()).isEqualTo(Map.of("seed", seed, "loss", 1.5, "name", "a", "list", List.of(1, 2)));
            assertThat(loaded.warnings()).isEmpty();
        }
    }

    @Test
    void save_manySteps_keepsTheNewestTwo() throws IOException {
        StateStore store = StateStore.in(run);
        for (long step : new long[] {0, 5, 900, 1000, 10000}) {
            store.save(step, List.of(tensor(step)), Map.of());
        }

        assertThat(names())
                .containsExactly(
                        "step-1000.crc32c.json",
                        "step-1000.safetensors",
                        "step-10000.crc32c.json",
                        "step-10000.safetensors");
    }

    @Test
    void loadNewest_oneFlippedBit_usesTheOneBeforeAndSaysSo() throws IOException {
        StateStore store = twoStates();
        Path newest = run.resolve("step-20.safetensors");
        byte[] bytes = Files.readAllBytes(newest);
        bytes[bytes.length - 2] ^= 1;
        Files.write(newest, bytes);

        assertPassedOver(store, "has the checksum");
    }

    @Test
    void loadNewest_cutShort_usesTheOneBeforeAndSaysSo() throws IOException {
        StateStore store = twoStates();
        Path newest = run.resolve("step-20.safetensors");
        byte[] bytes = Files.readAllBytes(newest);
        Files.write(newest, java.util.Arrays.copyOf(bytes, bytes.length - 4));

        assertPassedOver(store, "bytes, expected");
    }

    @Test
    void loadNewest_checksumFileDamaged_usesTheOneBeforeAndSaysSo() throws IOException {
        StateStore store = twoStates();
        Files.writeString(run.resolve("step-20.crc32c.json"), "{\"bytes\": ");

        assertPassedOver(store, "not valid JSON");
    }

    @Test
    void loadNewest_tensorsMissing_usesTheOneBeforeAndSaysSo() throws IOException {
        StateStore store = twoStates();
        Files.delete(run.resolve("step-20.safetensors"));

        assertPassedOver(store, "missing");
    }

    @Test
    void loadNewest_killedBeforeTheChecksumWasWritten_usesTheOneBeforeInSilence() throws IOException {
        StateStore store = twoStates();
        Files.delete(run.resolve("step-20.crc32c.json"));

        try (Loaded loaded = Objects.requireNonNull(store.loadNewest())) {
            assertThat(loaded.step()).isEqualTo(10);
            assertThat(loaded.warnings()).isEmpty();
        }
    }

    @Test
    void loadNewest_allDamaged_namesThemAndWhatToDo() throws IOException {
        StateStore store = twoStates();
        Files.write(run.resolve("step-10.safetensors"), new byte[3]);
        Files.write(run.resolve("step-20.safetensors"), new byte[3]);

        assertThatThrownBy(store::loadNewest)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("step 20 is damaged")
                .hasMessageContaining("step 10 is damaged")
                .hasMessageContaining("no sound one is left: remove " + run);
    }

    @Test
    void save_afterGoingBack_removesTheDamagedLaterOneAndLeftovers() throws IOException {
        StateStore store = twoStates();
        Files.write(run.resolve("step-20.safetensors"), new byte[3]);
        Files.write(run.resolve("step-30.safetensors"), new byte[3]);
        Files.write(run.resolve(".step-40.safetensors." + (1L << 40) + "-1.aside"), new byte[3]);

        store.save(15, List.of(tensor(15)), Map.of());

        assertThat(names())
                .containsExactly(
                        "step-10.crc32c.json", "step-10.safetensors", "step-15.crc32c.json", "step-15.safetensors");
    }

    @Test
    void save_afterADamagedStateWasPassedOver_keepsTheSoundOneBeforeIt() throws IOException {
        StateStore store = twoStates();
        Files.write(run.resolve("step-20.safetensors"), new byte[3]);
        store.loadNewest().close();

        store.save(25, List.of(tensor(25)), Map.of());

        assertThat(names())
                .containsExactly(
                        "step-10.crc32c.json", "step-10.safetensors", "step-25.crc32c.json", "step-25.safetensors");
    }

    private StateStore twoStates() throws IOException {
        StateStore store = StateStore.in(run);
        store.save(10, List.of(tensor(10)), Map.of());
        store.save(20, List.of(tensor(20)), Map.of());
        return store;
    }

    private static void assertPassedOver(StateStore store, String reason) throws IOException {
        try (Loaded loaded = Objects.requireNonNull(store.loadNewest())) {
            assertThat(loaded.step()).isEqualTo(10);
            assertThat(loaded.tensors().floats("parameters")).containsExactly(10, 20, 30);
            assertThat(loaded.warnings())
                    .singleElement()
                    .asString()
                    .startsWith("the training state of step 20 is damaged: ")
                    .contains(reason)
                    .endsWith("it is passed over for the one of step 10");
        }
    }

    static NamedTensor tensor(long step) {
        return NamedTensor.ofFloats("parameters", new long[] {3}, new float[] {step, 2 * step, 3 * step});
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(run)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }
}
