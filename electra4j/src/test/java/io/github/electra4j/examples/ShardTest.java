package io.github.electra4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.electra4j.random.CounterRandom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardTest {
    @TempDir
    Path dir;

    private static List<int[]> examples(int n, int vocabulary, long seed) {
        CounterRandom random = CounterRandom.of(seed, "test");
        List<int[]> examples = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            int[] ids = new int[1 + random.nextInt(40)];
            for (int k = 0; k < ids.length; k++) {
                ids[k] = random.nextInt(vocabulary);
            }
            ids[0] = vocabulary - 1;
            examples.add(ids);
        }
        return examples;
    }

    private Path write(List<int[]> examples, int vocabulary) throws IOException {
        Path file = dir.resolve("a.shard");
        try (ShardWriter writer = new ShardWriter(file, ShardWriter.bytesPerId(vocabulary))) {
            for (int[] example : examples) {
                writer.add(example, example.length, 1 + example.length / 2);
            }
            writer.finish();
        }
        return file;
    }

    @Test
    void reader_ofAWrittenShard_givesTheSameExamples() throws IOException {
        for (int vocabulary : new int[] {100, 65_536, 65_537, 1_000_000}) {
            for (int n : new int[] {0, 1, 3, 20_000}) {
                List<int[]> examples = examples(n, vocabulary, n);
                ShardReader reader = ShardReader.open(write(examples, vocabulary), true);
                assertThat(reader.size()).isEqualTo(n);
                for (int i = n - 1; i >= 0; i--) {
                    int[] expected = examples.get(i);
                    int[] found = new int[reader.length(i) + 2];
                    reader.copy(i, found, 1);
                    assertThat(reader.length(i)).isEqualTo(expected.length);
                    assertThat(reader.firstLength(i)).isEqualTo(1 + expected.length / 2);
                    assertThat(found).startsWith(0).endsWith(0);
                    for (int k = 0; k < expected.length; k++) {
                        if (found[k + 1] != expected[k]) {
                            throw new AssertionError("example " + i + " token " + k);
                        }
                    }
                }
            }
        }
    }

    @Test
    void bytesPerId_vocabularyOf65536_isTheLastOfTwo() {
        assertThat(ShardWriter.bytesPerId(65_536)).isEqualTo(2);
        assertThat(ShardWriter.bytesPerId(65_537)).isEqualTo(4);
    }

    @Test
    void reader_anyByteChanged_isRefused() throws IOException {
        Path file = write(examples(20, 100, 1), 100);
        byte[] good = Files.readAllBytes(file);
        for (int at = 0; at < good.length; at++) {
            byte[] bad = good.clone();
            bad[at] ^= 4;
            Files.write(file, bad);
            assertThatThrownBy(() -> ShardReader.open(file, true))
                    .as("byte %d", at)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("a.shard")
                    .hasMessageContaining("build the examples again");
        }
    }

    @Test
    void reader_cutAnywhere_isRefusedWithoutReadingItAll() throws IOException {
        Path file = write(examples(20, 100, 1), 100);
        byte[] good = Files.readAllBytes(file);
        for (int length = 0; length < good.length; length += 7) {
            Files.write(file, java.util.Arrays.copyOf(good, length));
            assertThatThrownBy(() -> ShardReader.open(file, false)).hasMessageContaining("damaged shard");
        }
    }

    @Test
    void reader_unfinishedShard_isRefused() throws IOException {
        Path file = dir.resolve("a.shard");
        try (ShardWriter writer = new ShardWriter(file, 2)) {
            for (int i = 0; i < 200_000; i++) {
                writer.add(new int[] {1, 2, 3}, 3, 1);
            }
        }
        assertThatThrownBy(() -> ShardReader.open(file, false)).hasMessageContaining("damaged shard");
    }

    @Test
    void writer_badExample_isRefused() throws IOException {
        try (ShardWriter writer = new ShardWriter(dir.resolve("a.shard"), 2)) {
            assertThatThrownBy(() -> writer.add(new int[1], 0, 0)).hasMessageContaining("0 tokens");
            assertThatThrownBy(() -> writer.add(new int[70_000], 65_536, 1)).hasMessageContaining("65535");
            assertThatThrownBy(() -> writer.add(new int[9], 9, 10)).hasMessageContaining("first segment 10");
        }
    }
}
