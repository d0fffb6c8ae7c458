package io.github.electra4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.cli.ElectraProcess.Result;
import io.github.electra4j.json.JsonText;
import io.github.electra4j.serve.ElectraServer;
import io.github.electra4j.serve.http.Limits;
import io.github.electra4j.serve.http.Listening;
import io.github.electra4j.serve.model.ModelSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A running server gives the figures that its models have without one. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EvaluateServiceIT {
    /** So few inputs in a request that evaluation has to part its own. */
    private static final Limits NARROW = new Limits(
            1 << 20,
            64 << 20,
            40,
            600,
            1024,
            8192,
            100,
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            Duration.ofSeconds(5));

    @TempDir
    private Path folder;

    private ElectraServer start() throws IOException {
        TinyTask.classifier(folder);
        TinyTask.chooser(folder);
        return ElectraServer.start(
                List.of(
                        new ModelSource("choices", folder.resolve("chooser")),
                        new ModelSource("classes", folder.resolve("classifier"))),
                Listening.loopback(0),
                NARROW);
    }

    private ObjectNode evaluated(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("evaluate", "--json", "figures.json"));
        all.addAll(Arrays.asList(arguments));
        Result result = ElectraProcess.run(folder, all.toArray(String[]::new));
        assertThat(result.code()).as(result.err()).isZero();
        return JsonText.readObject(folder.resolve("figures.json"));
    }

    private static void assertSame(JsonNode through, JsonNode beside) {
        assertThat(through.path("model").propertyNames())
                .containsExactlyElementsOf(beside.path("model").propertyNames());
        for (String key : beside.path("model").propertyNames()) {
            JsonNode figure = beside.path("model").get(key);
            if (figure.isNumber()) {
                // Answers come with six digits.
                assertThat(through.path("model").get(key).doubleValue())
                        .as(key)
                        .isCloseTo(figure.doubleValue(), within(2e-6));
            } else {
                assertThat(through.path("model").get(key)).as(key).isEqualTo(figure);
            }
        }
    }

    @Test
    void classes_throughTheService_haveTheFiguresOfTheModel() throws Exception {
        StringBuilder table = new StringBuilder("text\tlabel\n");
        for (int i = 0; i < 150; i++) {
            table.append("w" + (5 + i % 90) + " w" + (5 + 7 * i % 90) + "\tLABEL_" + i % 3 + "\n");
        }
        table.append("w60 w61\tother\n");
        Files.writeString(folder.resolve("rows.tsv"), table);
        String[] rows = {
            "--data",
            "rows.tsv",
            "--text-column",
            "text",
            "--label-column",
            "label",
            "--out-of-scope-label",
            "other",
            "--out-of-scope-threshold",
            "0.35"
        };
        try (ElectraServer server = start()) {
            ObjectNode through = evaluated(Stream.concat(
                            Stream.of("--service", server.uri().toString(), "--service-model", "classes"),
                            Stream.of(rows))
                    .toArray(String[]::new));
            ObjectNode beside = evaluated(Stream.concat(Stream.of("--model", "classifier"), Stream.of(rows))
                    .toArray(String[]::new));

            assertSame(through, beside);
            assertThat(through.path("model").path("rows").intValue()).isEqualTo(150);
            assertThat(through.get("out_of_scope")).isEqualTo(beside.get("out_of_scope"));
        }
    }

    @Test
    void choices_throughTheService_haveTheFiguresOfTheModel() throws Exception {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 70; i++) {
            rows.append("{\"context\": \"w" + (5 + i) + " w9\", \"options\": [\"w" + (6 + i) + "\", \"w" + (7 + i)
                    + "\", \"w8 w7\"], \"answer\": " + i % 3 + "}\n");
        }
        // An option of more than the network's 40 positions.
        rows.append(
                "{\"context\": \"w5\", \"options\": [\"w6\", \"" + "w7 ".repeat(41) + "\", \"w7\"], \"answer\": 1}\n");
        Files.writeString(folder.resolve("rows.jsonl"), rows);
        try (ElectraServer server = start()) {
            ObjectNode through = evaluated("--service", server.uri().toString(), "--data", "rows.jsonl");
            ObjectNode beside = evaluated("--model", "chooser", "--data", "rows.jsonl");

            assertSame(through, beside);
            assertThat(through.path("model").has("r_at_2")).isTrue();
            assertThat(through.get("cut_texts").intValue())
                    .isEqualTo(beside.get("cut_texts").intValue())
                    .isEqualTo(1);
        }
    }

    @Test
    void service_thatIsNotThere_orHasNoSuchModel_isSaid() throws Exception {
        Files.writeString(
                folder.resolve("rows.jsonl"), "{\"context\": \"w5\", \"options\": [\"w6\", \"w7\"], \"answer\": 1}\n");
        String uri;
        try (ElectraServer server = start()) {
            uri = server.uri().toString();
            Result other = ElectraProcess.run(
                    folder, "evaluate", "--service", uri, "--service-model", "x", "--data", "rows.jsonl");
            assertThat(other.code()).isEqualTo(1);
            assertThat(other.err()).contains("there is no model x; served are choices, classes");
        }
        Result gone = ElectraProcess.run(folder, "evaluate", "--service", uri, "--data", "rows.jsonl");
        assertThat(gone.code()).isEqualTo(1);
        assertThat(gone.err()).startsWith("electra: ").contains(uri).hasLineCount(1);
        for (String[] wrong : new String[][] {
            {"evaluate", "--data", "rows.jsonl"},
            {"evaluate", "--data", "rows.jsonl", "--service", "localhost:8080"},
            {"evaluate", "--data", "rows.jsonl", "--service", uri, "--model", "chooser"},
            {"evaluate", "--data", "rows.jsonl", "--model", "chooser", "--service-model", "x"},
            {"evaluate", "--data", "rows.jsonl", "--service", uri, "--task", "pairs"},
        }) {
            Result result = ElectraProcess.run(folder, wrong);
            assertThat(result.code()).as(result.err()).isEqualTo(2);
            assertThat(result.err()).contains("--service");
        }
    }
}
