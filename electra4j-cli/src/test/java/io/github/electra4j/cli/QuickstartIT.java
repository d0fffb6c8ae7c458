package io.github.electra4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The quickstart as a process, with a network so small that it learns nothing: what is tested is the way. */
class QuickstartIT {
    @TempDir
    private Path folder;

    private static String[] command(String... more) {
        List<String> command = new ArrayList<>(List.of("quickstart", "--out", "q", "--epochs", "1"));
        for (String setting : List.of(
                "layers=1",
                "embedding_size=32",
                "hidden_size=32",
                "heads=2",
                "intermediate_size=64",
                "batch=8",
                "steps=60")) {
            command.addAll(List.of("--set", setting));
        }
        command.addAll(List.of(more));
        return command.toArray(String[]::new);
    }

    /** Starts the command and ends it when a file is there. */
    private int endWhenThereIs(String file, boolean kill) throws IOException, InterruptedException {
        Process process = ElectraProcess.start(folder, command("--quiet"));
        CompletableFuture<String> err = ElectraProcess.all(process.getErrorStream());
        CompletableFuture<String> unused = ElectraProcess.all(process.getInputStream());
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
        while (!Files.exists(folder.resolve(file)) && process.isAlive() && System.nanoTime() < deadline) {
            Thread.sleep(5);
        }
        if (!process.isAlive()) {
            throw new AssertionError("ended before " + file + " was there: " + err.join());
        }
        if (kill) {
            process.destroyForcibly();
        } else {
            process.destroy();
        }
        return process.waitFor();
    }

    @Test
    void quickstart_killedAndStopped_goesOnAndWritesItsFigures() throws Exception {
        assertThat(endWhenThereIs("q/data/vocab.txt", true)).isNotZero();
        FileTime vocabulary = Files.getLastModifiedTime(folder.resolve("q/data/vocab.txt"));
        assertThat(endWhenThereIs("q/run/metrics.jsonl", false)).as("SIGTERM").isEqualTo(143);
        assertThat(endWhenThereIs("q/trials/untrained-3.0E-4.json", true)).isNotZero();
        FileTime trial = Files.getLastModifiedTime(folder.resolve("q/trials/untrained-3.0E-4.json"));

        ElectraProcess.Result last = ElectraProcess.run(folder, command("--json", "figures.json"));

        assertThat(last.code()).as(last.err()).isZero();
        assertThat(Files.getLastModifiedTime(folder.resolve("q/data/vocab.txt")))
                .isEqualTo(vocabulary);
        assertThat(Files.getLastModifiedTime(folder.resolve("q/trials/untrained-3.0E-4.json")))
                .isEqualTo(trial);
        assertThat(last.err()).contains("this run is finished already: all 60 steps are done");
        JsonNode figures = JsonMapper.shared().readTree(Files.readAllBytes(folder.resolve("figures.json")));
        assertThat(figures.propertyNames())
                .contains("majority", "untrained", "pretrained", "seconds", "peak_rss_mb")
                .contains("probe_top1", "probe_chance", "probe_rarest", "untrained_rate", "pretrained_rate");
        // Counted by `cut -f2 train.tsv | sort | uniq -c | sort -n | tail -1` and grep -c of that class in test.tsv.
        assertThat(figures.path("majority").asDouble()).isEqualTo(368 / 3000.0);
        assertThat(figures.path("pretraining_steps").asLong()).isEqualTo(60);
        assertThat(figures.path("untrained").asDouble()).isBetween(0.01, 0.6);
        assertThat(last.out())
                .contains("majority class", "12.3 %", "the same network untrained", "the ELECTRA discriminator")
                .contains("wrong word found", "q/report.html");
        assertThat(folder.resolve("q/report.html")).content().contains("Probability of being replaced");

        ElectraProcess.Result again = ElectraProcess.run(folder, command("--json", "again.json"));

        assertThat(again.code()).as(again.err()).isZero();
        assertThat(folder.resolve("again.json")).hasSameTextualContentAs(folder.resolve("figures.json"));
        ElectraProcess.Result prediction = ElectraProcess.runWith(
                folder, "kitten: a young cat\n".getBytes(StandardCharsets.UTF_8), "predict", "--model", "q/model");
        assertThat(prediction.code()).as(prediction.err()).isZero();
        assertThat(prediction.out()).containsPattern("(noun|verb|adj|adv)\\.");
        // Where `serve --demo` looks for it.
        Files.createDirectory(folder.resolve("runs"));
        Files.move(folder.resolve("q"), folder.resolve("runs/quickstart"));
        demoIsServed();
    }

    private void demoIsServed() throws Exception {
        Process process = ElectraProcess.start(folder, "serve", "--demo", "--port", "0");
        CompletableFuture<String> unused = ElectraProcess.all(process.getInputStream());
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            String line = said.readLine();
            assertThat(line).startsWith("electra: serving glosses, discriminator at http://127.0.0.1:");
            String uri = line.substring(line.indexOf("http"));

            assertThat(ServeIT.post(uri + "/v1/classify", "{\"text\": \"kitten: a young cat\"}")
                            .body())
                    .containsPattern("^\\{\"model\":\"glosses\",\"prediction\":\"(noun|verb|adj|adv)\\.");
            assertThat(ServeIT.post(uri + "/v1/detect", "{\"text\": \"a young cat\"}")
                            .body())
                    .startsWith("{\"model\":\"discriminator\",\"tokens\":[{\"token\":");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void quickstart_comparedWithAnotherThanMaskedLm_isWrongUse() throws Exception {
        ElectraProcess.Result result = ElectraProcess.run(folder, "quickstart", "--compare", "gpt");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--compare gpt: expected mlm");
    }
}
