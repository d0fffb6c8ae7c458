package io.github.electra4j.serve.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.progress.MetricsLog;
import io.github.electra4j.serve.runs.RunFolder;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Training runs over a socket, from a server without any model. */
class RunRouteTest {
    @TempDir
    private Path folder;

    @Test
    void runs_withoutModels_areListedAndReadOnFromWhereTheyWere() throws Exception {
        Path directory = folder.resolve("runs/a/mine");
        try (MetricsLog log = MetricsLog.open(directory, -1);
                TestServer server = TestServer.start(List.of(), new RunFolder(folder.resolve("runs")))) {
            log.log(MetricsLog.TRAIN, 10, Map.of("loss", 2.5));
            ObjectNode listed = TestServer.json(server.get("/v1/runs"));
            assertThat(listed.get("runs").get(0).get("name").stringValue()).isEqualTo("a~mine");
            assertThat(listed.get("runs").get(0).get("step").intValue()).isEqualTo(10);
            ObjectNode first = TestServer.json(server.get("/v1/runs/a~mine/metrics"));
            assertThat(first.get("lines").get(0).get("loss").doubleValue()).isEqualTo(2.5);

            log.log(MetricsLog.TRAIN, 20, Map.of("loss", 1.5));
            ObjectNode second = TestServer.json(server.get("/v1/runs/a~mine/metrics?from="
                    + first.get("next").longValue() + "&log=" + first.get("log").stringValue()));

            assertThat(second.get("lines").size()).isEqualTo(1);
            assertThat(second.get("lines").get(0).get("step").intValue()).isEqualTo(20);
            assertThat(TestServer.json(server.get("/v1/models")).get("data").size())
                    .isZero();
        }
    }

    @Test
    void paths_inPlaceOfNames_reachNoFile() throws Exception {
        MetricsLog.open(folder.resolve("runs/mine"), -1).close();
        Files.writeString(folder.resolve(MetricsLog.FILE), "{\"step\": 1}\n");
        Files.writeString(folder.resolve("runs/secret.jsonl"), "{\"step\": 1}\n");
        try (TestServer server = TestServer.start(List.of(), new RunFolder(folder.resolve("runs")))) {
            for (String name : List.of(
                    "..",
                    "%2e%2e",
                    "..%2f",
                    ".%2e",
                    "~",
                    "..~",
                    "%252e%252e",
                    "mine%00",
                    "..%5c",
                    "x",
                    "secret.jsonl")) {
                HttpResponse<String> response = server.get("/v1/runs/" + name + "/metrics");
                assertThat(response.statusCode()).as(name).isIn(400, 404);
                assertThat(response.body()).as(name).doesNotContain("\"lines\"");
            }
            assertThat(server.get("/v1/runs/mine/metrics").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void runThatHasGoneSinceItWasListed_isNotFound() throws Exception {
        MetricsLog.open(folder.resolve("mine"), -1).close();
        try (TestServer server = TestServer.start(List.of(), new RunFolder(folder))) {
            assertThat(server.get("/v1/runs").body()).contains("\"mine\"");
            Files.delete(folder.resolve("mine").resolve(MetricsLog.FILE));

            HttpResponse<String> response = server.get("/v1/runs/mine/metrics");

            assertThat(response.statusCode()).as(response.body()).isEqualTo(404);
        }
    }

    @Test
    void placeThatIsNoNumber_isRefused() throws Exception {
        MetricsLog.open(folder.resolve("mine"), -1).close();
        try (TestServer server = TestServer.start(List.of(), new RunFolder(folder))) {
            for (String from : List.of("-1", "x", "1e3", "99999999999999999999")) {
                assertThat(server.get("/v1/runs/mine/metrics?from=" + from).statusCode())
                        .as(from)
                        .isEqualTo(400);
            }
            assertThat(server.get("/v1/runs/mine/metrics?from=999999").statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void serverWithoutRuns_hasAnEmptyList() throws Exception {
        try (TestServer server = TestServer.start(List.of())) {
            assertThat(server.get("/v1/runs").body()).isEqualTo("{\"runs\":[]}");
            assertThat(server.get("/v1/runs/x/metrics").statusCode()).isEqualTo(404);
        }
    }
}
