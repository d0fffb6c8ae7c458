package io.github.electra4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.checkpoint.AtomicFiles;
import io.github.electra4j.cli.ElectraProcess.Result;
import io.github.electra4j.random.CounterRandom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code electra pretrain --text} reads text as {@code vocab} and {@code examples} do. */
class PretrainTextIT {
    @TempDir
    private Path folder;

    private static String[] command(String... more) {
        List<String> command = new ArrayList<>(List.of(
                "pretrain",
                "--config",
                "tiny",
                "--steps",
                "2",
                "--batch",
                "2",
                "--replicas",
                "1",
                "--precision",
                "fp32",
                "--set",
                "hidden_size=32",
                "--set",
                "intermediate_size=32",
                "--set",
                "layers=1",
                "--out",
                "run"));
        command.addAll(List.of(more));
        return command.toArray(String[]::new);
    }

    private Result pretrain(String... more) throws Exception {
        return ElectraProcess.run(folder, command(more));
    }

    @Test
    void text_isReadWithTheOptionsAndGoneOnWithUnderTheSameOnly() throws Exception {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            String animal = "dogs cats birds cows hens".split(" ")[i % 5] + " " + "abcdefghij".charAt(i / 3);
            rows.append("{\"body\": \"some ").append(animal).append(" sleep\\nthe same everywhere\", \"text\": 7}\n");
        }
        Files.writeString(folder.resolve("text.jsonl"), rows);

        Result first = pretrain("--text", "text.jsonl", "--vocab-size", "60", "--json-field", "body", "--dedup");
        assertThat(first.code()).as(first.err()).isZero();
        assertThat(first.err()).contains("dropped 29 paragraphs that had come before");
        JsonNode options = JsonMapper.shared()
                .readTree(Files.readString(folder.resolve("run/run.json")))
                .path("text_options");
        assertThat(options.toString()).isEqualTo("{\"dedup\":true,\"json_field\":\"body\"}");

        assertThat(pretrain("--text", "text.jsonl", "--vocab-size", "60", "--json-field", "body", "--dedup")
                        .code())
                .isZero();
        assertThat(pretrain("--examples", "run/examples").code())
                .as("the examples say how their text was read")
                .isZero();
        Result changed = pretrain("--text", "text.jsonl", "--vocab-size", "60", "--json-field", "body");
        assertThat(changed.code()).isEqualTo(1);
        assertThat(changed.err())
                .contains("run holds a run of other settings: text_options was {dedup=true, json_field=body},"
                        + " asked for is {json_field=body}");
    }

    /** Words enough that vocabulary and examples take a while. */
    private void writeText(String name, int paragraphs) throws IOException {
        CounterRandom random = CounterRandom.of(5, "text", 0, 0);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < paragraphs; i++) {
            for (int word = 0; word < 20; word++) {
                text.append(Integer.toString(random.nextInt(50_000) * 7919, 26)).append(' ');
            }
            text.append("\n\n");
        }
        Files.writeString(folder.resolve(name), text);
    }

    @Test
    void vocabularyOfSomethingElse_isRefusedInARunAndMadeAnewInAnUnfinishedPreparation() throws Exception {
        writeText("text.txt", 40);
        Result first = pretrain("--text", "text.txt", "--vocab-size", "60");
        assertThat(first.code()).as(first.err()).isZero();

        Result cased = pretrain("--text", "text.txt", "--vocab-size", "70", "--cased");
        assertThat(cased.err()).contains("vocabulary size was 60, is 70; lower-casing was true, is false");
        assertThat(cased.code()).isEqualTo(1);

        // What a kill between the vocabulary and the end of the examples leaves.
        for (String later : List.of(
                "run.json",
                "examples",
                "state",
                "metrics.jsonl",
                "tensorboard",
                "report.html",
                "generator",
                "discriminator")) {
            AtomicFiles.deleteTree(folder.resolve("run").resolve(later));
        }
        writeText("text.txt", 50);
        Result anew = pretrain("--text", "text.txt", "--vocab-size", "70", "--cased");
        assertThat(anew.code()).as(anew.err()).isZero();
        assertThat(anew.err()).contains("anew: vocabulary size was 60, is 70", "text file 1 was");
        assertThat(Files.readAllLines(folder.resolve("run/vocab.txt"))).hasSize(70);
        assertThat(pretrain("--text", "text.txt", "--vocab-size", "70", "--cased")
                        .code())
                .isZero();
    }

    @Test
    void signalWhileTextIsPrepared_stopsAndTheSameCommandGoesOn() throws Exception {
        Assumptions.assumeFalse(System.getProperty("os.name").startsWith("Windows"));
        writeText("text.txt", 20_000);
        Process process = ElectraProcess.start(folder, command("--text", "text.txt", "--vocab-size", "3000"));
        CompletableFuture<String> err = ElectraProcess.all(process.getErrorStream());
        CompletableFuture<String> unused = ElectraProcess.all(process.getInputStream());
        while (process.isAlive() && !Files.exists(folder.resolve("run/vocab.json"))) {
            Thread.sleep(5);
        }
        // Not destroy() of the process itself, which closes the streams that are read below.
        process.toHandle().destroy();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();

        assertThat(err.join()).contains("electra: stopped; the same command goes on");
        assertThat(process.exitValue()).isEqualTo(143);
        assertThat(folder.resolve("run/run.json")).doesNotExist();
        assertThat(folder.resolve("run/discriminator")).doesNotExist();
    }

    @Test
    void secondProcess_whileTheFirstPreparesItsText_isRefusedAndChangesNothing() throws Exception {
        writeText("text.txt", 20_000);
        writeText("other.txt", 40);
        // More steps than it can ever do: it holds the run until it is killed.
        String[] command = command("--text", "text.txt", "--vocab-size", "3000", "-q");
        command[List.of(command).indexOf("--steps") + 1] = "100000000";
        Process first = ElectraProcess.startUnread(folder, command);
        try {
            while (first.isAlive() && !Files.exists(folder.resolve("run/vocab.json"))) {
                Thread.sleep(5);
            }
            String origin = Files.readString(folder.resolve("run/vocab.json"));

            Result second = pretrain("--text", "other.txt", "--vocab-size", "60");

            assertThat(second.code()).isEqualTo(1);
            assertThat(second.err()).contains("run is in use by process " + first.pid());
            assertThat(Files.readString(folder.resolve("run/vocab.json"))).isEqualTo(origin);
        } finally {
            first.destroyForcibly();
        }
    }

    @Test
    void oneDocument_isTrainedOnAndMeasuredAsTraining() throws Exception {
        Files.writeString(folder.resolve("text.txt"), "the dog sees the cat and the cat sees the dog\n".repeat(20));

        Result result = pretrain("--text", "text.txt", "--vocab-size", "30000");

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.err())
                .contains("30,000 pieces were asked for, and the text has only ")
                .contains("; held out: 0 examples of 0 documents; ", " % [UNK]")
                .contains("measured on training examples:");
        assertThat(folder.resolve("run/discriminator/MODEL_CARD.md"))
                .content()
                .contains("training examples")
                .doesNotContain("held-out");

        Result again = pretrain("--text", "text.txt", "--vocab-size", "30000");
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.err()).contains("this run is finished already: all 2 steps are done");

        Result seed = pretrain("--text", "text.txt", "--vocab-size", "30000", "--seed", "2");
        assertThat(seed.code()).isEqualTo(1);
        assertThat(seed.err())
                .contains("seed was 1, is 2", "Go on with the settings that they were made under")
                .doesNotContain("delete");
    }

    @Test
    void textWithoutAWord_isRefusedAndTheSameCommandGoesOnWithMore() throws Exception {
        Files.writeString(folder.resolve("text.txt"), "\n\n");
        Result none = pretrain("--text", "text.txt", "--vocab-size", "60");
        assertThat(none.code()).isEqualTo(1);
        assertThat(none.err()).contains("0 words to learn pieces from, expected at least 1");

        Files.writeString(folder.resolve("text.txt"), "a\n");
        Result one = pretrain("--text", "text.txt", "--vocab-size", "60");
        assertThat(one.code()).as(one.err()).isZero();
    }

    @Test
    void input_ofNeitherBothOrHalf_isWrongUse() throws Exception {
        assertWrongUse(pretrain("--examples", "examples", "--lenient"), "takes --lenient with --text only");
        assertWrongUse(pretrain("--examples", "examples", "--cased"), "takes --cased with --text only");
        assertWrongUse(pretrain("--examples", "examples", "--vocab-size", "60"), "takes --vocab-size with --text only");
        assertWrongUse(pretrain("--dedup"), "needs --text PATH");
        assertWrongUse(
                pretrain("--examples", "examples", "--text", "text.txt"), "takes --examples or --text, not both");
        assertWrongUse(pretrain(), "needs --examples DIR or --text PATH");
    }

    private static void assertWrongUse(Result result, String... parts) {
        assertThat(result.err()).startsWith("electra: ").contains(parts);
        assertThat(result.code()).isEqualTo(2);
    }
}
