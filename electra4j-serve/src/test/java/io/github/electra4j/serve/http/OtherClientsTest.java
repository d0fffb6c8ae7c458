package io.github.electra4j.serve.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.output.Response;
import io.github.electra4j.Electra;
import io.github.electra4j.Pooling;
import io.github.electra4j.task.TextTask.ClassPrediction;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What clients of OpenAI's service and of text-embeddings-inference send and read, as these document it. */
class OtherClientsTest {
    @TempDir
    private static Path folder;

    private static TestServer server;
    private static Electra discriminator;

    @BeforeAll
    static void start() throws IOException {
        server = TestServer.start(Networks.load(folder, "discriminator", "classifier"));
        discriminator = Electra.load(folder.resolve("discriminator"));
    }

    @AfterAll
    static void stop() {
        discriminator.close();
        server.close();
    }

    /** The mean over the tokens, at length 1. */
    private static double[] expected(String text) {
        float[] vector = discriminator.encode(text, Pooling.MEAN);
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        double[] unit = new double[vector.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = vector[i] / Math.sqrt(squares);
        }
        return unit;
    }

    private static double[] numbers(JsonNode list) {
        return list.valueStream().mapToDouble(JsonNode::doubleValue).toArray();
    }

    private static ObjectNode embeddings(String json) throws Exception {
        HttpResponse<String> response = server.post("/v1/embeddings", json);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return TestServer.json(response);
    }

    @Test
    void embeddings_ofATextAndOfAList_haveLengthOne() throws Exception {
        ObjectNode one = embeddings("{\"input\": \"w7 w8\", \"model\": \"discriminator\"}");
        ObjectNode two =
                embeddings("{\"input\": [\"w9\", \"w7 w8\"], \"encoding_format\": \"float\", \"dimensions\": 32}");

        assertThat(numbers(one.get("data").get(0).get("embedding"))).containsExactly(expected("w7 w8"), within(1e-5));
        assertThat(numbers(two.get("data").get(0).get("embedding"))).containsExactly(expected("w9"), within(1e-5));
        assertThat(numbers(two.get("data").get(1).get("embedding"))).containsExactly(expected("w7 w8"), within(1e-5));
        assertThat(two.get("data").get(1).get("index").intValue()).isEqualTo(1);
        assertThat(two.get("usage").toString()).isEqualTo("{\"prompt_tokens\":3,\"total_tokens\":3}");
        assertThat(two.get("model").stringValue()).isEqualTo("discriminator");
    }

    @Test
    void embeddings_inBase64_areLittleEndianFloats() throws Exception {
        ObjectNode found = embeddings("{\"input\": [\"w7 w8\"], \"encoding_format\": \"base64\"}");
        byte[] bytes = Base64.getDecoder()
                .decode(found.get("data").get(0).get("embedding").stringValue());
        float[] floats = new float[32];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats);

        double[] expected = expected("w7 w8");
        assertThat(bytes).hasSize(4 * 32);
        for (int i = 0; i < floats.length; i++) {
            assertThat((double) floats[i]).isCloseTo(expected[i], within(1e-5));
        }
    }

    /** LangChain4j's client of OpenAI's service, which others build on. */
    private static OpenAiEmbeddingModel langChain(String model) {
        return OpenAiEmbeddingModel.builder()
                .baseUrl(server.uri("/v1").toString())
                .apiKey("none")
                .modelName(model)
                .maxRetries(0)
                .build();
    }

    @Test
    void embeddings_byLangChain_areThoseOfTheModel() {
        List<TextSegment> texts = List.of(TextSegment.from("w7 w8"), TextSegment.from("w9"));

        Response<List<Embedding>> found = langChain("discriminator").embedAll(texts);

        assertThat(found.tokenUsage().inputTokenCount()).isEqualTo(3);
        for (int t = 0; t < 2; t++) {
            double[] expected = expected(texts.get(t).text());
            float[] vector = found.content().get(t).vector();
            assertThat(vector).hasSize(32);
            for (int i = 0; i < 32; i++) {
                assertThat((double) vector[i]).isCloseTo(expected[i], within(1e-5));
            }
        }
        assertThatThrownBy(() -> langChain("unknown").embed("w7"))
                .isInstanceOf(ModelNotFoundException.class)
                .hasMessageContaining("there is no model of this name");
    }

    @Test
    void embeddings_wrongRequest_hasTheErrorThatClientsRead() throws Exception {
        HttpResponse<String> tokens = server.post("/v1/embeddings", "{\"input\": [[1, 2]]}");
        assertThat(tokens.statusCode()).isEqualTo(400);
        JsonNode error = TestServer.json(tokens).get("error");
        assertThat(error.get("message").stringValue()).contains("input[0] is a list, expected a text");
        assertThat(error.get("type").stringValue()).isEqualTo("invalid_request_error");
        HttpResponse<String> unknown =
                server.post("/v1/embeddings", "{\"input\": \"w7\", \"model\": \"text-embedding-3-small\"}");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(TestServer.json(unknown).get("error").get("code").stringValue())
                .isEqualTo("unknown-model");
        assertThat(server.post("/v1/embeddings", "{\"input\": \"w7\", \"dimensions\": 16}")
                        .body())
                .contains("dimensions can only be 32");
        assertThat(server.post("/v1/embeddings", "{\"input\": []}").statusCode())
                .isEqualTo(400);
    }

    private static JsonNode list(String path, String json) throws Exception {
        HttpResponse<String> response = server.post(path, json);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(response.body());
    }

    @Test
    void embed_givesListsOfVectors() throws Exception {
        JsonNode one = list("/embed", "{\"inputs\": \"w7 w8\"}");
        JsonNode raw = list("/embed", "{\"inputs\": [\"w7 w8\", \"w9\"], \"normalize\": false, \"truncate\": true}");

        assertThat(one.size()).isEqualTo(1);
        assertThat(numbers(one.get(0))).containsExactly(expected("w7 w8"), within(1e-5));
        float[] vector = discriminator.encode("w9", Pooling.MEAN);
        assertThat(raw.size()).isEqualTo(2);
        for (int i = 0; i < 32; i++) {
            assertThat(raw.get(1).get(i).doubleValue()).isCloseTo(vector[i], within(1e-5));
        }
    }

    @Test
    void predict_givesLabelsWithTheMostProbableFirst() throws Exception {
        JsonNode one = list("/predict", "{\"inputs\": \"w7 w8\"}");
        JsonNode pair = list("/predict", "{\"inputs\": [\"w7 w8\", \"w9\"]}");
        JsonNode several = list("/predict", "{\"inputs\": [[\"w7 w8\"], [\"w7 w8\", \"w9\"]]}");

        try (Electra classifier = Electra.load(folder.resolve("classifier"))) {
            ClassPrediction text = classifier.classify("w7 w8");
            assertThat(one.size()).isEqualTo(3);
            assertThat(one.get(0).get("label").stringValue()).isEqualTo(text.label());
            assertThat(one.get(0).get("score").doubleValue()).isCloseTo(text.probability(), within(1e-6));
            assertThat(one.get(1).get("score").doubleValue())
                    .isLessThanOrEqualTo(one.get(0).get("score").doubleValue());
            assertThat(pair.get(0).get("score").doubleValue())
                    .isCloseTo(classifier.classify("w7 w8", "w9").probability(), within(1e-6));
            assertThat(several.get(0)).isEqualTo(one);
            assertThat(several.size()).isEqualTo(2);
            assertThat(list("/predict", "{\"inputs\": \"w7 w8\", \"parameters\": {}}"))
                    .isEqualTo(one);
        }
        HttpResponse<String> fewer = server.post("/predict", "{\"inputs\": \"w7\", \"parameters\": {\"top_k\": 1}}");
        errorOfInference(fewer, 400);
        assertThat(fewer.body()).contains("parameters is not empty, expected none");
    }

    private static void errorOfOpenAi(HttpResponse<String> response, int status, String code) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        JsonNode error = TestServer.json(response).get("error");
        assertThat(error.get("code").stringValue()).isEqualTo(code);
        assertThat(error.get("message")).isEqualTo(TestServer.json(response).get("detail"));
    }

    private static void errorOfInference(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        ObjectNode problem = TestServer.json(response);
        assertThat(problem.get("error")).isEqualTo(problem.get("detail"));
        assertThat(problem.get("error_type").stringValue()).isEqualTo("Validation");
    }

    @Test
    void errorsBeforeTheRoute_haveTheMembersThatClientsRead() throws Exception {
        byte[] tooLong = new byte[(1 << 20) + 1];
        errorOfOpenAi(server.post("/v1/embeddings", tooLong), 413, "body-too-long");
        errorOfInference(server.post("/embed", tooLong), 413);
        errorOfOpenAi(server.get("/v1/embeddings/"), 405, "method-not-allowed");
        errorOfInference(server.get("/predict"), 405);
        Listening guarded =
                new Listening("127.0.0.1", 0, null, new BearerTokens(List.of("0123456789abcdef")), List.of());
        try (TestServer other = TestServer.start(
                guarded, Limits.standard(), Networks.load(folder.resolve("guarded"), "discriminator"))) {
            errorOfOpenAi(other.post("/v1/embeddings", "{}"), 401, "unauthorized");
            errorOfInference(other.post("/embed", "{}"), 401);
            assertThat(TestServer.json(other.post("/v1/detect", "{}")).has("error"))
                    .isFalse();
        }
    }

    @Test
    void predict_wrongInputs_haveTheErrorThatClientsRead() throws Exception {
        for (String inputs : List.of("[\"a\", \"b\", \"c\"]", "[[\"a\"], \"b\"]", "[[1]]", "7", "[]", "[[]]")) {
            HttpResponse<String> response = server.post("/predict", "{\"inputs\": " + inputs + "}");
            assertThat(response.statusCode()).as(inputs).isEqualTo(400);
            ObjectNode problem = TestServer.json(response);
            assertThat(problem.get("error_type").stringValue()).isEqualTo("Validation");
            assertThat(problem.get("error")).isEqualTo(problem.get("detail"));
        }
    }
}
