package io.github.electra4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.cli.ElectraProcess.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code electra pretrain --text} reads text as {@code vocab} and {@code examples} do. */
class PretrainTextIT {
    @TempDir
    private Path folder;

    private Result pretrain(String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "pretrain",
                "--config",
                "tiny",
                "--vocab-size",
                "60",
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
        return ElectraProcess.run(folder, command.toArray(String[]::new));
    }

    @Test
    void text_isReadWithTheOptionsAndGoneOnWithUnderTheSameOnly() throws Exception {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            String animal = "dogs cats birds cows hens".split(" ")[i % 5] + " " + "abcdefghij".charAt(i / 3);
            rows.append("{\"body\": \"some ").append(animal).append(" sleep\\nthe same everywhere\", \"text\": 7}\n");
        }
        Files.writeString(folder.resolve("text.jsonl"), rows);

        Result first = pretrain("--text", "text.jsonl", "--json-field", "body", "--dedup");
        assertThat(first.code()).as(first.err()).isZero();
        assertThat(first.err()).contains("dropped 29 paragraphs that had come before");
        JsonNode options = JsonMapper.shared()
                .readTree(Files.readString(folder.resolve("run/run.json")))
                .path("text_options");
        assertThat(options.toString()).isEqualTo("{\"dedup\":true,\"json_field\":\"body\"}");

        assertThat(pretrain("--text", "text.jsonl", "--json-field", "body", "--dedup")
                        .code())
                .isZero();
        assertThat(pretrain("--examples", "run/examples").code())
                .as("the examples say how their text was read")
                .isZero();
        Result changed = pretrain("--text", "text.jsonl", "--json-field", "body");
        assertThat(changed.code()).isEqualTo(1);
        assertThat(changed.err())
                .contains("run holds a run of other settings: text_options was {dedup=true, json_field=body},"
                        + " asked for is {json_field=body}");
    }

    @Test
    void input_ofNeitherBothOrHalf_isWrongUse() throws Exception {
        assertWrongUse(pretrain("--examples", "examples", "--lenient"), "needs --text PATH");
        assertWrongUse(pretrain("--dedup"), "needs --text PATH");
        assertWrongUse(pretrain("--examples", "examples", "--text", "text.txt"), "--examples", "mutually exclusive");
        assertWrongUse(pretrain(), "specify one of these", "--examples", "--text");
    }

    private static void assertWrongUse(Result result, String... parts) {
        assertThat(result.err()).startsWith("electra: ").contains(parts);
        assertThat(result.code()).isEqualTo(2);
    }
}
