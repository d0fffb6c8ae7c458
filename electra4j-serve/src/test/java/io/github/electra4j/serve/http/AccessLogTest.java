package io.github.electra4j.serve.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.github.electra4j.json.JsonText;
import io.github.electra4j.serve.model.ServedModel;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** A line a request, over a socket; w77 to w79 are what people wrote. */
@Timeout(60)
class AccessLogTest {
    private static final String TOKEN = "0123456789abcdef";

    @TempDir
    private Path folder;

    private final Logger logger = (Logger) LoggerFactory.getLogger(AccessLog.LOGGER);
    private final Lines lines = new Lines();

    /** What is logged, which may be a moment after the client has its response. */
    private static final class Lines extends AppenderBase<ILoggingEvent> {
        private final BlockingQueue<String> all = new LinkedBlockingQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            all.add(event.getFormattedMessage());
        }

        private String next() throws InterruptedException {
            String line = all.poll(20, TimeUnit.SECONDS);
            assertThat(line).as("a line").isNotNull();
            return line;
        }

        private JsonNode nextObject() throws InterruptedException {
            return JsonText.parseLine(next(), "line");
        }
    }

    @BeforeEach
    void listen() {
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(lines);
        logger.setLevel(null);
        logger.setAdditive(true);
    }

    private TestServer start(AccessLog.Format format, boolean texts, String... tokens) throws IOException {
        List<ServedModel> models = Networks.load(folder, "classifier");
        return TestServer.start(
                new Listening(
                        "127.0.0.1",
                        0,
                        null,
                        new BearerTokens(List.of(tokens)),
                        List.of(),
                        new AccessLog(format, texts)),
                Limits.standard(),
                models);
    }

    @Test
    void request_isALineOfWhatBecameOfIt() throws Exception {
        String body = "{\"inputs\": [{\"text\": \"w77 w78\"}, {\"text\": \"w79\"}]}";
        try (TestServer server = start(AccessLog.Format.JSON, false)) {
            HttpResponse<String> response = server.post("/v1/classify", body);

            JsonNode line = lines.nextObject();
            assertThat(line.propertyNames())
                    .containsExactly(
                            "time",
                            "method",
                            "path",
                            "status",
                            "ms",
                            "bytes_in",
                            "bytes_out",
                            "inputs",
                            "tokens",
                            "model",
                            "id");
            assertThat(line.get("method").asString()).isEqualTo("POST");
            assertThat(line.get("path").asString()).isEqualTo("/v1/classify");
            assertThat(line.get("status").intValue()).isEqualTo(200);
            assertThat(line.get("ms").doubleValue()).isBetween(0.001, 60_000.0);
            assertThat(line.get("bytes_in").intValue()).isEqualTo(body.length());
            assertThat(line.get("bytes_out").intValue())
                    .isEqualTo(response.body().length());
            assertThat(line.get("inputs").intValue()).isEqualTo(2);
            // w77, w78 and w79; special tokens do not count.
            assertThat(line.get("tokens").intValue()).isEqualTo(3);
            assertThat(line.get("model").asString()).isEqualTo("classifier");
            assertThat(response.headers().firstValue("X-Request-Id"))
                    .hasValue(line.get("id").asString());
        }
    }

    @Test
    void requestThatIsRefusedBeforeItHasARoute_isALineWithTheBytesOfItsProblem() throws Exception {
        try (TestServer server = start(AccessLog.Format.JSON, false)) {
            HttpResponse<String> response = server.get("/" + "x".repeat(9000));

            JsonNode line = lines.nextObject();
            assertThat(line.get("status").intValue()).isEqualTo(414);
            assertThat(line.get("bytes_out").intValue())
                    .isEqualTo(response.body().length())
                    .isPositive();
        }
    }

    @Test
    void plainLine_hasTheSame() throws Exception {
        try (TestServer server = start(AccessLog.Format.PLAIN, false)) {
            server.post("/v1/classify", "{\"text\": \"w77\"}");
            assertThat(lines.next())
                    .matches(
                            "\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z POST /v1/classify 200 [\\d.]+ ms bytes_in=15 bytes_out=\\d+"
                                    + " inputs=1 tokens=1 model=classifier id=[0-9a-f]{8}-1");

            server.get("/v1/models/classifier");
            assertThat(lines.next()).contains(" GET /v1/models/{name} 200 ").endsWith("-2");
        }
    }

    /** What a client may choose: body, query, path, names, method, headers; and bodies that no route ever sees. */
    @Test
    void textOfARequest_reachesNoLog() throws Exception {
        List<String> all = new ArrayList<>();
        try (TestServer server = start(AccessLog.Format.JSON, false)) {
            for (String json : List.of(
                    "{\"text\": \"w77\"}",
                    "{\"text\": \"w77\", \"model\": \"w77\"}",
                    "{\"w77\": 1}",
                    "{\"text\": \"w77\", broken")) {
                server.post("/v1/classify?w77=w77", json);
                all.add(lines.next());
            }
            for (String path : List.of("/w77", "/v1/w77?w77", "/v1/models/w77", "/v1/runs/w77/metrics", "/page/w77")) {
                server.get(path);
                all.add(lines.next());
            }
            String request = "W77 /v1/classify HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Request-Id: w77 w78\r\nw77: w77\r\n"
                    + "Connection: close\r\n\r\n";
            for (String raw : List.of(request, request.replace("Host: 127.0.0.1", "Host: w77"), "w77 w78\r\n\r\n")) {
                try (Socket socket = server.raw(raw)) {
                    TestServer.all(socket);
                    all.add(lines.next());
                }
            }
        }

        assertThat(all).noneMatch(line -> line.contains("w77") || line.contains("W77"));
        assertThat(all.get(0)).contains("\"status\":200");
        assertThat(all.get(4)).contains("\"path\":\"other\",\"status\":404");
        assertThat(all.get(9)).contains("\"method\":\"other\",\"path\":\"/v1/classify\"");
    }

    /** NEL, a line separator, the control that begins a terminal's sequences, and one that turns the direction of writing. */
    @ParameterizedTest
    @EnumSource(
            value = AccessLog.Format.class,
            names = {"JSON", "PLAIN"})
    void textsWithControls_stayInOneLineAndObeyNothing(AccessLog.Format format) throws Exception {
        try (TestServer server = start(format, true)) {
            server.post("/v1/classify", "{\"text\": \"a\u0085b\u2028c\u009bd\u202ee\"}");

            assertThat(lines.next()).contains("a\\u0085b\\u2028c\\u009bd\\u202ee");
        }
    }

    @Test
    void textsThatAreAskedFor_standInTheLine() throws Exception {
        String body = "{\"text\": \"w77\n\t\", \"pair\": \"\u00e9\"}\n";
        try (TestServer server = start(AccessLog.Format.JSON, true)) {
            server.post("/v1/classify?w78=1", body);

            JsonNode line = lines.nextObject();
            assertThat(line.get("target").asString()).isEqualTo("/v1/classify?w78=1");
            assertThat(line.get("body").asString()).isEqualTo(body);
        }
    }

    @Test
    void textsInAPlainLine_leaveItALine() throws Exception {
        try (TestServer server = start(AccessLog.Format.PLAIN, true)) {
            server.post("/v1/classify", "{\"text\":\n\"w77\"}");

            assertThat(lines.next())
                    .endsWith(" target=\"/v1/classify\" body=\"{\\\"text\\\":\\n\\\"w77\\\"}\"")
                    .doesNotContain("\n");
        }
    }

    @Test
    void requestThatIsRefusedBeforeItsRoute_isNamedByItsPath() throws Exception {
        try (TestServer server = start(AccessLog.Format.JSON, true, TOKEN)) {
            server.post("/v1/classify", "{\"text\": \"w77\"}");

            JsonNode line = lines.nextObject();
            assertThat(line.get("path").asString()).isEqualTo("/v1/classify");
            assertThat(line.get("status").intValue()).isEqualTo(401);
            assertThat(line.has("model")).isFalse();
            // Who may not ask has not been read.
            assertThat(line.get("body").asString()).isEmpty();
            assertThat(line.toString()).doesNotContain(TOKEN);
        }
    }

    @Test
    void idOfTheClient_isKeptWhereItIsAName() throws Exception {
        try (TestServer server = start(AccessLog.Format.JSON, false)) {
            for (String id : List.of("abc-1.2_Z", "x".repeat(64))) {
                HttpResponse<String> response = server.client()
                        .send(
                                server.to("/health/live")
                                        .header("X-Request-Id", id)
                                        .build(),
                                BodyHandlers.ofString(StandardCharsets.UTF_8));

                assertThat(response.headers().firstValue("X-Request-Id")).hasValue(id);
                assertThat(lines.nextObject().get("id").asString()).isEqualTo(id);
            }
            HttpResponse<String> response = server.client()
                    .send(
                            server.to("/health/live")
                                    .header("X-Request-Id", "x".repeat(65))
                                    .build(),
                            BodyHandlers.ofString());

            assertThat(response.headers().firstValue("X-Request-Id").orElseThrow())
                    .matches("[0-9a-f]{8}-\\d+");
        }
    }

    @Test
    void noLog_hasNoLine() throws Exception {
        try (TestServer server = start(AccessLog.Format.NONE, false)) {
            server.get("/health/live");
        }
        assertThat(lines.all).isEmpty();
    }
}
