package io.github.electra4j.cli.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageTest {
    @TempDir
    private Path folder;

    @Test
    void usage_goneOnWith_addsTimeAndKeepsTheGreatestMemory() throws IOException {
        Path file = folder.resolve("usage.json");
        Files.writeString(file, "{\"seconds\": 100, \"peak_rss_mb\": 700, \"finished\": false}");
        Usage usage = Usage.open(file, () -> OptionalLong.of(500));
        assertThat(usage.seconds()).isBetween(100.0, 150.0);
        assertThat(usage.peakMegabytes()).isEqualTo(700);
    }

    @Test
    void usage_finished_standsStill() throws IOException {
        Path file = folder.resolve("usage.json");
        Usage first = Usage.open(file, () -> OptionalLong.of(500));
        first.finish();
        Usage later = Usage.open(file, () -> OptionalLong.of(900));
        assertThat(later.seconds()).isEqualTo(first.seconds());
        assertThat(later.peakMegabytes()).isEqualTo(500);
    }

    @Test
    void usage_ofADamagedFile_startsAnew() throws IOException {
        Path file = folder.resolve("usage.json");
        Files.writeString(file, "{\"seconds\": ");
        assertThat(Usage.open(file, OptionalLong::empty).seconds()).isLessThan(60);
    }
}
