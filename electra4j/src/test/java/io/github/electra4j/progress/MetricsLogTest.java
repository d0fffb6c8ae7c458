package io.github.electra4j.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsLogTest {
    @TempDir
    Path run;

    private final AtomicLong clock = new AtomicLong(77_000_000_000L);

    private void pass(double seconds) {
        clock.addAndGet((long) (seconds * 1e9));
    }

    private MetricsLog open(long lastStep) throws IOException {
        return MetricsLog.open(run, lastStep, clock::get);
    }

    private String content() throws IOException {
        return Files.readString(run.resolve("metrics.jsonl"));
    }

    @Test
    void log_valuesOfAnyOrder_oneLineWithKeysInStableOrder() throws IOException {
        try (MetricsLog log = open(-1)) {
            pass(1.5);
            Map<String, Double> values = new LinkedHashMap<>();
            values.put("loss", 9.25);
            values.put("disc_loss", 0.5);
            values.put("learning_rate", 5e-4);
            log.log("train", 10, values);
        }
        assertThat(content())
                .isEqualTo("{\"kind\":\"train\",\"step\":10,\"seconds\":1.5,\"disc_loss\":0.5,"
                        + "\"learning_rate\":5.0E-4,\"loss\":9.25}\n");
    }

    @Test
    void log_notANumber_writtenAsString() throws IOException {
        try (MetricsLog log = open(-1)) {
            log.log("eval", 3, Map.of("a", Double.NaN, "b", Double.POSITIVE_INFINITY, "c", Double.NEGATIVE_INFINITY));
        }
        assertThat(content())
                .isEqualTo("{\"kind\":\"eval\",\"step\":3,\"seconds\":0.0,\"a\":\"NaN\",\"b\":\"Infinity\","
                        + "\"c\":\"-Infinity\"}\n");
    }

    @Test
    void event_textWithQuotesAndLineFeed_staysOneLine() throws IOException {
        try (MetricsLog log = open(-1)) {
            log.event(7, "gradient of \"word_embeddings\"\nis not a number");
        }
        assertThat(content())
                .isEqualTo("{\"kind\":\"event\",\"step\":7,\"seconds\":0.0,"
                        + "\"text\":\"gradient of \\\"word_embeddings\\\"\\nis not a number\"}\n");
    }

    @Test
    void log_line_readableBeforeClose() throws IOException {
        try (MetricsLog log = open(-1)) {
            log.log("train", 1, Map.of("loss", 1.0));
            assertThat(content()).endsWith("\"loss\":1.0}\n");
        }
    }

    @Test
    void log_nameThatEveryLineHas_refused() throws IOException {
        try (MetricsLog log = open(-1)) {
            assertThatThrownBy(() -> log.log("train", 1, Map.of("step", 1.0)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("\"step\"");
            assertThatThrownBy(() -> log.log("event", 1, Map.of("loss", 1.0)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(content()).isEmpty();
    }

    @Test
    void open_afterCheckpoint_dropsLaterStepsAndGoesOnInTime() throws IOException {
        try (MetricsLog log = open(-1)) {
            for (int step = 1; step <= 4; step++) {
                pass(10);
                log.log("train", step, Map.of("loss", (double) step));
            }
            log.event(4, "stopped");
        }
        pass(5000); // the pause does not count
        try (MetricsLog log = open(2)) {
            pass(7);
            log.log("train", 3, Map.of("loss", 33.0));
        }
        assertThat(content()).isEqualTo("""
                        {"kind":"train","step":1,"seconds":10.0,"loss":1.0}
                        {"kind":"train","step":2,"seconds":20.0,"loss":2.0}
                        {"kind":"train","step":3,"seconds":27.0,"loss":33.0}
                        """);
        assertThat(run).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void open_tornLastLine_dropped() throws IOException {
        Path file = run.resolve("metrics.jsonl");
        String whole = "{\"kind\":\"train\",\"step\":1,\"seconds\":1.0,\"loss\":1.0}\n";
        String next = "{\"kind\":\"train\",\"step\":2,\"seconds\":2.0,\"loss\":\"Grüße\"}";
        byte[] bytes = next.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        for (int cut = 1; cut < bytes.length; cut++) {
            Files.writeString(file, whole);
            Files.write(file, java.util.Arrays.copyOf(bytes, cut), StandardOpenOption.APPEND);
            open(100).close();
            assertThat(content()).isEqualTo(whole);
        }
    }

    @Test
    void open_lastLineWithoutLineFeed_keptAndEnded() throws IOException {
        Files.writeString(run.resolve("metrics.jsonl"), "{\"kind\":\"train\",\"step\":1,\"seconds\":1.0}");
        try (MetricsLog log = open(1)) {
            log.event(2, "next");
        }
        assertThat(content()).isEqualTo("""
                        {"kind":"train","step":1,"seconds":1.0}
                        {"kind":"event","step":2,"seconds":1.0,"text":"next"}
                        """);
    }

    @Test
    void open_nothingToDrop_fileNotRewritten() throws IOException {
        try (MetricsLog log = open(-1)) {
            log.log("train", 1, Map.of("loss", 1.0));
        }
        Object before = Files.readAttributes(
                        run.resolve("metrics.jsonl"), java.nio.file.attribute.BasicFileAttributes.class)
                .fileKey();
        open(1).close();
        Object after = Files.readAttributes(
                        run.resolve("metrics.jsonl"), java.nio.file.attribute.BasicFileAttributes.class)
                .fileKey();
        assertThat(after).isEqualTo(before);
    }

    @Test
    void open_anew_dropsEverything() throws IOException {
        try (MetricsLog log = open(-1)) {
            log.log("eval", 0, Map.of("loss", 1.0));
        }
        open(-1).close();
        assertThat(content()).isEmpty();
    }
}
