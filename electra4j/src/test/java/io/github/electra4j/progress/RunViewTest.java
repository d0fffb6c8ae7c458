package io.github.electra4j.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunViewTest {
    @TempDir
    Path directory;

    @Test
    void read_whatMetricsLogWrote_sameFigures() throws IOException {
        try (MetricsLog log = MetricsLog.open(directory, -1)) {
            log.log("train", 1, Map.of("loss", 9.5, "auc", 0.5));
            log.log("eval", 1, Map.of("loss", 9.75));
            log.log("train", 2, Map.of("loss", Double.NEGATIVE_INFINITY));
            log.event(2, "loss is \"-infinite\"");
        }
        RunView run = RunView.read(directory);
        assertThat(run.curves()).containsOnlyKeys("eval/loss", "train/auc", "train/loss");
        Series loss = run.curves().get("train/loss");
        assertThat(loss.x()).containsExactly(1, 2);
        assertThat(loss.y()).containsExactly(9.5, Double.NEGATIVE_INFINITY);
        assertThat(loss.sparse()).isFalse();
        assertThat(run.curves().get("eval/loss").sparse()).isTrue();
        assertThat(run.events()).extracting(RunView.Event::text).containsExactly("loss is \"-infinite\"");
        assertThat(run.lastStep()).isEqualTo(2);
        assertThat(run.totalSteps()).isEqualTo(-1);
        assertThat(run.name()).isEqualTo(directory.getFileName().toString());
    }

    @Test
    void read_runBeingWritten_tornLinePassedOver() throws IOException {
        Files.writeString(
                directory.resolve("metrics.jsonl"),
                "{\"kind\":\"train\",\"step\":1,\"seconds\":2.5,\"loss\":1.0}\nrubbish\n[1]\n"
                        + "{\"kind\":\"train\",\"step\":2,\"seconds\":3.0,\"lo");
        RunView run = RunView.read(directory);
        assertThat(run.lastStep()).isEqualTo(1);
        assertThat(run.seconds()).isEqualTo(2.5);
    }

    /** A figure of 1e300 had an axis that found no end. */
    @Test
    void read_damagedNumbers_passedOver() throws IOException {
        Files.writeString(directory.resolve("metrics.jsonl"), """
                {"kind":"train","step":1,"loss":1}
                {"kind":"train","step":1e300,"loss":2}
                {"kind":"train","step":2,"loss":1e300}
                {"kind":"train","step":3,"loss":3}
                """);
        RunView run = RunView.read(directory);
        assertThat(run.lastStep()).isEqualTo(3);
        assertThat(run.curves().get("train/loss").y()).containsExactly(1, Double.NaN, 3);
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> Report.write(directory.resolve("report.html"), List.of(run), List.of(), "damaged"));
    }

    @Test
    void read_stepsThatComeAgain_laterMeasurementsCount() throws IOException {
        Files.writeString(directory.resolve("metrics.jsonl"), """
                {"kind":"train","step":1,"loss":1}
                {"kind":"train","step":2,"loss":2}
                {"kind":"train","step":3,"loss":3}
                {"kind":"train","step":2,"loss":22}
                """);
        Series loss = RunView.read(directory).curves().get("train/loss");
        assertThat(loss.x()).containsExactly(1, 2);
        assertThat(loss.y()).containsExactly(1, 22);
    }

    @Test
    void read_configuration_flatWithProvenanceApart() throws IOException {
        Files.writeString(
                directory.resolve("run.json"),
                "{\"steps\":1000,\"optimizer\":{\"learning_rate\":5.0E-4,\"betas\":[0.9,0.999]},\"resume\":null,"
                        + "\"stages\":[{\"name\":\"a\"},{\"name\":\"b\"}],\"provenance\":{\"java\":\"17\"}}");
        Files.writeString(directory.resolve("provenance.json"), "{\"data\":{\"wiki.txt\":\"sha256:00\"}}");
        RunView run = RunView.read(directory);
        assertThat(run.configuration())
                .containsExactly(
                        Map.entry("steps", "1000"),
                        Map.entry("optimizer.learning_rate", "0.0005"),
                        Map.entry("optimizer.betas", "0.9, 0.999"),
                        Map.entry("resume", ""),
                        Map.entry("stages[0].name", "a"),
                        Map.entry("stages[1].name", "b"));
        assertThat(run.provenance()).containsExactly(Map.entry("java", "17"), Map.entry("data.wiki.txt", "sha256:00"));
        assertThat(run.totalSteps()).isEqualTo(1000);
        assertThat(run.lastStep()).isEqualTo(-1);
    }

    @Test
    void read_damagedConfiguration_passedOver() throws IOException {
        Files.writeString(directory.resolve("run.json"), "{\"steps\":10");
        Files.writeString(directory.resolve("metrics.jsonl"), "");
        assertThat(RunView.read(directory).configuration()).isEmpty();
    }

    @Test
    void read_noRun_saysWhatIsMissing() {
        assertThatThrownBy(() -> RunView.read(directory))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining("metrics.jsonl")
                .hasMessageContaining("--out");
    }

    /** A model has settings of its own, and a page beside it would stand in a folder that others read. */
    @Test
    void read_modelDirectory_namesTheRun() throws IOException {
        Files.writeString(directory.resolve("config.json"), "{\"model_type\": \"electra\"}");
        assertThatThrownBy(() -> RunView.read(directory))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("but a model's config.json; name the run that made it");
    }
}
