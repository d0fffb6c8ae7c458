package io.github.electra4j.serve.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.EnginePrecision;
import io.github.electra4j.dialogue.Dialogue;
import io.github.electra4j.documents.answer.AskOptions;
import io.github.electra4j.documents.index.DocumentIndexer;
import io.github.electra4j.documents.index.IndexProgress;
import io.github.electra4j.documents.index.IndexSettings;
import io.github.electra4j.documents.index.Language;
import io.github.electra4j.documents.passage.PassageSize;
import io.github.electra4j.progress.MetricsLog;
import io.github.electra4j.serve.model.Ask;
import io.github.electra4j.serve.model.DocumentSource;
import io.github.electra4j.serve.model.ModelSource;
import io.github.electra4j.serve.model.ServedModel;
import io.github.electra4j.serve.runs.RunFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The description beside the running server: paths and methods of both are the same, and so are the fields of requests and responses. */
class OpenApiTest {
    private static final String DIALOGUE = """
            models: {intent: more/classifier, slots: more/tagger, replies: more/chooser}
            confidence: {intent: 0, out_of_scope: 0, reply: 0, slot: 0}
            intents:
              LABEL_0: {from: replies}
              LABEL_1: {from: replies}
              LABEL_2: {from: replies}
            replies: [w7, w8 w9]
            """;

    @TempDir
    private static Path folder;

    private static TestServer server;
    private static Map<String, Object> description;

    @BeforeAll
    static void start() throws Exception {
        Files.writeString(
                Networks.copy("discriminator", folder.resolve("discriminator")).resolve("MODEL_CARD.md"), "# Card\n");
        List<ServedModel> models =
                new ArrayList<>(Networks.load(folder.resolve("more"), "classifier", "answerer", "chooser", "tagger"));
        models.add(model("discriminator", folder.resolve("discriminator")));
        List.of("classifier intent", "tagger slots", "chooser replies").forEach(served -> {
            String[] names = served.split(" ");
            models.add(model(names[1], folder.resolve("more").resolve(names[0])));
        });
        models.add(model("extractor", Networks.extraction(folder.resolve("extractor"))));
        models.add(model("relations", Networks.relation(folder.resolve("relations"))));
        models.add(model("values", Networks.regression(folder.resolve("values"))));
        try (MetricsLog log = MetricsLog.open(folder.resolve("runs/mine"), -1)) {
            log.log(MetricsLog.TRAIN, 1, Map.of("loss", Double.NaN, "learning_rate", 1e-4));
            log.event(2, "something happened");
        }
        Files.writeString(folder.resolve("runs/mine/run.json"), "{\"steps\": 10}");
        Path document = Files.writeString(folder.resolve("document.md"), "# w5\n\nw7 w8 w9\n");
        new DocumentIndexer(folder.resolve("index"), new IndexSettings(Language.ANY, PassageSize.DEFAULT), 20)
                .index(List.of(document), IndexProgress.NONE, () -> false);
        server = TestServer.start(new Served(
                models,
                new RunFolder(folder.resolve("runs")),
                Ask.open(
                        new DocumentSource(folder.resolve("index"), null, 1, AskOptions.DEFAULT), EnginePrecision.FP32),
                Dialogue.read(Files.writeString(folder.resolve("chat.yaml"), DIALOGUE)),
                null));
        HttpResponse<String> response = server.get("/openapi.yaml");
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/yaml");
        description = new Yaml().load(response.body());
    }

    private static ServedModel model(String name, Path directory) {
        try {
            return new ServedModel(new ModelSource(name, directory));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> at(Map<String, Object> map, String key) {
        assertThat(map).containsKey(key);
        return (Map<String, Object>) map.get(key);
    }

    /** What a reference stands for. */
    private static Map<String, Object> resolved(Map<String, Object> schema) {
        if (!(schema.get("$ref") instanceof String reference)) {
            return schema;
        }
        Map<String, Object> found = description;
        for (String step : reference.substring(2).split("/")) {
            found = at(found, step);
        }
        return resolved(found);
    }

    @Test
    void pathsAndMethods_areThoseOfTheServer() {
        List<String> described = new ArrayList<>();
        at(description, "paths").forEach((path, methods) -> {
            for (Object method : ((Map<?, ?>) methods).keySet()) {
                described.add(method.toString().toUpperCase(Locale.ROOT) + " " + path);
            }
        });

        assertThat(described)
                .containsExactlyInAnyOrderElementsOf(server.service().routes());
    }

    private static Map<String, Object> operation(String method, String path) {
        return at(at(at(description, "paths"), path), method);
    }

    private static Map<String, Object> response(String method, String path, String status) {
        return resolved(at(at(operation(method, path), "responses"), status));
    }

    private static void matches(Map<String, Object> response, String mediaType, JsonNode body) {
        matches(at(at(at(response, "content"), mediaType), "schema"), body, "body");
    }

    /** Every field is described and of its type, and what is required is there. */
    private static void matches(Map<String, Object> given, JsonNode value, String where) {
        Map<String, Object> schema = resolved(given);
        if (schema.get("anyOf") instanceof List<?> several) {
            List<String> failures = new ArrayList<>();
            for (Object one : several) {
                try {
                    matches(cast(one), value, where);
                    return;
                } catch (AssertionError e) {
                    failures.add(e.getMessage());
                }
            }
            throw new AssertionError(where + ": none of " + failures);
        }
        List<?> types = schema.get("type") instanceof List<?> list ? list : List.of(schema.get("type"));
        assertThat(types.stream().anyMatch(type -> isOf(type.toString(), value)))
                .as(where + " is " + value + ", expected " + types)
                .isTrue();
        if (schema.containsKey("const")) {
            assertThat(value.asString()).as(where).isEqualTo(schema.get("const"));
        }
        if (value.isArray() && schema.containsKey("items")) {
            int i = 0;
            for (JsonNode item : value) {
                matches(at(schema, "items"), item, where + "[" + i++ + "]");
            }
        }
        if (value.isObject()) {
            Map<String, Object> properties = schema.containsKey("properties") ? at(schema, "properties") : Map.of();
            if (schema.get("required") instanceof List<?> required) {
                required.forEach(key -> assertThat(value.has(key.toString()))
                        .as(where + "." + key)
                        .isTrue());
            }
            value.properties().forEach(field -> {
                Map<String, Object> of = properties.containsKey(field.getKey())
                        ? at(properties, field.getKey())
                        : schema.containsKey("additionalProperties") ? at(schema, "additionalProperties") : Map.of();
                assertThat(of)
                        .as(where + "." + field.getKey() + " is not described")
                        .isNotEmpty();
                matches(of, field.getValue(), where + "." + field.getKey());
            });
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> cast(Object map) {
        return (Map<String, Object>) map;
    }

    private static boolean isOf(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isString();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            default -> throw new AssertionError("no such type: " + type);
        };
    }

    private static void posted(String path, String... bodies) throws Exception {
        for (String body : bodies) {
            Map<String, Object> request = at(operation("post", path), "requestBody");
            matches(request, "application/json", JsonMapper.shared().readTree(body));
            HttpResponse<String> found = server.post(path, body);
            assertThat(found.statusCode()).as(found.body()).isEqualTo(200);
            JsonNode answer = JsonMapper.shared().readTree(found.body());
            matches(response("post", path, "200"), "application/json", answer);
        }
    }

    @Test
    void responsesOfTasks_haveTheFieldsThatAreDescribed() throws Exception {
        posted(
                "/v1/classify",
                "{\"text\": \"w7\"}",
                "{\"inputs\": [{\"text\": \"w7\"}, {\"text\": \"w8\", \"pair\": \"w9\"}]}",
                "{\"text\": \"w7\", \"model\": \"values\"}",
                "{\"text\": \"w7 w8\", \"head\": {\"start\": 0, \"end\": 2}, \"tail\": {\"start\": 3, \"end\": 5, \"label\":"
                        + " \"w9\"}, \"model\": \"relations\"}");
        posted(
                "/v1/answer",
                "{\"question\": \"w7\", \"context\": \"w8 w9\"}",
                "{\"inputs\": [{\"question\": \"w7\", \"context\": \"w8 w9 w10\"}]}");
        String tooLong = "w7 ".repeat(40);
        posted("/v1/answer", "{\"question\": \"" + tooLong + "\", \"context\": \"w8 w9\"}");
        posted("/v1/select", "{\"context\": \"w7\", \"options\": [\"w8\", \"" + tooLong + "\"]}");
        posted("/v1/ask", "{\"question\": \"" + tooLong + "\"}");
        posted("/v1/ask", "{\"question\": \"w8\"}", "{\"inputs\": [{\"question\": \"w90\"}, {\"question\": \"w7\"}]}");
        posted("/v1/tag", "{\"text\": \"w7 w8 w9 w10\"}", "{\"inputs\": [{\"text\": \"w7 w12 w13\"}]}");
        posted(
                "/v1/extract",
                "{\"text\": \"w11 w89 w25 w31 w14 w77 w24 w65\"}",
                "{\"inputs\": [{\"text\": \"w11 w89 w25 w31 w14 w77 w24 w65\"}, {\"text\": \"\"}]}");
        posted(
                "/v1/select",
                "{\"context\": \"w7\", \"options\": [\"w8\", \"w9\"]}",
                "{\"inputs\": [{\"context\": \"w7\", \"question\": \"w5\", \"options\": [\"w8\", \"w9\"]}]}");
        posted("/v1/detect", "{\"text\": \"w7 w8\"}", "{\"inputs\": [{\"text\": \"w7\"}]}");
        posted("/v1/encode", "{\"text\": \"w7 w8\"}", "{\"inputs\": [{\"text\": \"w7\"}], \"pooling\": \"cls\"}");
        posted(
                "/v1/similarity",
                "{\"text\": \"w7 w8\", \"pair\": \"w9\"}",
                "{\"inputs\": [{\"text\": \"w7\", \"pair\": \"w7\"}]}");
    }

    @Test
    void responsesOfConversations_haveTheFieldsThatAreDescribed() throws Exception {
        posted(
                "/v1/chat",
                "{\"message\": \"w7 w8\"}",
                "{\"message\": \"w7\", \"state\": {\"pending\": {\"intents\": [\"LABEL_0\", \"LABEL_1\"]}, \"unsure\": 1}}");
        matches(response("get", "/v1/chat", "200"), "application/json", TestServer.json(server.get("/v1/chat")));
        assertThat(server.post("/v1/chat", "{\"message\": \"w7 w8\"}").body()).contains("selected", "\"state\"");
    }

    @Test
    void responsesForClientsOfOthers_haveTheFieldsThatAreDescribed() throws Exception {
        posted(
                "/v1/embeddings",
                "{\"input\": \"w7\"}",
                "{\"input\": [\"w7\", \"w8\"], \"encoding_format\": \"base64\"}");
        posted("/embed", "{\"inputs\": \"w7\"}", "{\"inputs\": [\"w7\", \"w8\"]}");
        posted("/predict", "{\"inputs\": \"w7\"}", "{\"inputs\": [[\"w7\"], [\"w8\", \"w9\"]]}");
    }

    @Test
    void otherResponses_haveTheFieldsThatAreDescribed() throws Exception {
        for (String path : Set.of("/v1/models", "/v1/runs", "/health/live", "/health/ready")) {
            matches(response("get", path, "200"), "application/json", TestServer.json(server.get(path)));
        }
        matches(
                response("get", "/v1/models/{name}", "200"),
                "application/json",
                TestServer.json(server.get("/v1/models/tagger")));
        matches(
                response("get", "/v1/runs/{name}/metrics", "200"),
                "application/json",
                TestServer.json(server.get("/v1/runs/mine/metrics")));
        assertThat(server.get("/v1/models/discriminator/card").body()).isEqualTo("# Card\n");
        assertThat(at(response("get", "/v1/models/{name}/card", "200"), "content"))
                .containsKey("text/markdown");
        assertThat(server.get("/metrics").body()).contains("electra_queue_texts");
    }

    @Test
    void reload_hasTheFieldsThatAreDescribed() throws Exception {
        String path = "/v1/models/classifier/reload";
        Map<String, Object> refused = response("post", "/v1/models/{name}/reload", "default");
        matches(refused, "application/problem+json", TestServer.json(server.post(path, "")));
        String token = "0123456789abcdef";
        Listening listening = new Listening("127.0.0.1", 0, null, new BearerTokens(List.of(token)), List.of());
        try (TestServer guarded = TestServer.start(
                listening, Limits.standard(), Networks.load(folder.resolve("guarded"), "classifier"))) {
            HttpResponse<String> found = guarded.client()
                    .send(
                            guarded.to(path)
                                    .header("Authorization", "Bearer " + token)
                                    .POST(HttpRequest.BodyPublishers.noBody())
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(found.statusCode()).as(found.body()).isEqualTo(200);
            matches(response("post", "/v1/models/{name}/reload", "200"), "application/json", TestServer.json(found));
        }
    }

    @Test
    void problemsForClientsOfOthers_haveTheFieldsThatAreDescribed() throws Exception {
        for (String path : List.of("/v1/embeddings", "/embed", "/predict")) {
            HttpResponse<String> found = server.post(path, "{}");
            assertThat(found.statusCode()).isEqualTo(400);
            matches(response("post", path, "default"), "application/problem+json", TestServer.json(found));
        }
    }

    @Test
    void problems_haveTheFieldsThatAreDescribed() throws Exception {
        for (String body :
                List.of("{", "{\"text\": \"w7\", \"model\": \"x\"}", "{\"text\": \"w7\", \"model\": \"tagger\"}")) {
            HttpResponse<String> found = server.post("/v1/classify", body);
            assertThat(found.statusCode()).isGreaterThanOrEqualTo(400);
            matches(response("post", "/v1/classify", "default"), "application/problem+json", TestServer.json(found));
            String type = TestServer.json(found).get("type").stringValue();
            assertThat(server.get("/openapi.yaml").body())
                    .contains("`" + type.substring(type.lastIndexOf(':') + 1) + "`");
        }
    }
}
