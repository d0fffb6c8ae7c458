package io.github.electra4j.serve.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.DetectedToken;
import io.github.electra4j.Electra;
import io.github.electra4j.Pooling;
import io.github.electra4j.SentenceSimilarity;
import io.github.electra4j.serve.model.ModelSource;
import io.github.electra4j.serve.model.ServedModel;
import io.github.electra4j.task.TaskRows;
import io.github.electra4j.task.TextTask.ClassPrediction;
import io.github.electra4j.task.choice.ChoiceRow;
import io.github.electra4j.task.choice.ChoiceTask;
import io.github.electra4j.task.choice.ChoiceTask.Choice;
import io.github.electra4j.task.extraction.Extraction;
import io.github.electra4j.task.extraction.FoundRelation;
import io.github.electra4j.task.qa.QuestionAnswer;
import io.github.electra4j.task.tagging.TaggedSpan;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Every route over a socket; what it says is what {@link Electra} says to the same input. */
class TaskRouteTest {
    private static final List<String> NETWORKS =
            List.of("discriminator", "classifier", "answerer", "chooser", "tagger");

    @TempDir
    private static Path folder;

    private static TestServer server;

    @BeforeAll
    static void start() throws IOException {
        List<ServedModel> models = Networks.load(folder, NETWORKS.toArray(String[]::new));
        Files.writeString(folder.resolve("classifier/MODEL_CARD.md"), "# A card\n");
        models.set(1, new ServedModel(new ModelSource("classifier", folder.resolve("classifier"))));
        models.add(new ServedModel(new ModelSource("extractor", Networks.extraction(folder.resolve("extractor")))));
        server = TestServer.start(models);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Electra electra(String network) throws IOException {
        return Electra.load(folder.resolve(network));
    }

    @Test
    void classify_oneText_givesTheClassAndAllProbabilities() throws Exception {
        ObjectNode found = server.answered("/v1/classify", "{\"text\": \"w7 w8 w9\"}");

        try (Electra electra = electra("classifier")) {
            ClassPrediction expected = electra.classify("w7 w8 w9");
            assertThat(found.get("model").stringValue()).isEqualTo("classifier");
            assertThat(found.get("prediction").stringValue()).isEqualTo(expected.label());
            assertThat(found.get("probability").doubleValue()).isCloseTo(expected.probability(), within(1e-6));
            assertThat(found.get("probabilities").size()).isEqualTo(3);
            assertThat(found.get("input_tokens").intValue()).isEqualTo(3);
        }
    }

    @Test
    void classify_listOfTextsAndPairs_givesAResultEachInOrder() throws Exception {
        ObjectNode found = server.answered(
                "/v1/classify",
                "{\"inputs\": [{\"text\": \"w7\"}, {\"text\": \"w8 w9\", \"pair\": \"w10\"}, {\"text\": \""
                        + "w11 ".repeat(60) + "\"}]}");

        try (Electra electra = electra("classifier")) {
            JsonNode results = found.get("results");
            assertThat(results.size()).isEqualTo(3);
            assertThat(results.get(0).get("probability").doubleValue())
                    .isCloseTo(electra.classify("w7").probability(), within(2e-6));
            assertThat(results.get(1).get("probability").doubleValue())
                    .isCloseTo(electra.classify("w8 w9", "w10").probability(), within(2e-6));
            // More than the network's 40 positions: read through windows.
            assertThat(results.get(2).get("probability").doubleValue())
                    .isCloseTo(electra.classify("w11 ".repeat(60)).probability(), within(2e-6));
            assertThat(found.get("input_tokens").intValue()).isEqualTo(64);
        }
    }

    @Test
    void detect_textWithLettersOutsideTheBasicPlane_countsCodePoints() throws Exception {
        String text = "\uD83D\uDE00 w7 w8";
        ObjectNode found = server.answered("/v1/detect", "{\"text\": \"" + text + "\"}");

        try (Electra electra = electra("discriminator")) {
            List<DetectedToken> expected = electra.detect(text);
            JsonNode tokens = found.get("tokens");
            assertThat(tokens.isArray()).isTrue();
            assertThat(tokens.size()).isEqualTo(expected.size()).isEqualTo(3);
            // The smiley is one code point and two UTF-16 units.
            assertThat(tokens.get(1).get("token").stringValue()).isEqualTo("w7");
            assertThat(tokens.get(1).get("start").intValue()).isEqualTo(2);
            assertThat(tokens.get(1).get("end").intValue()).isEqualTo(4);
            assertThat(expected.get(1).start()).isEqualTo(3);
            assertThat(tokens.get(1).get("probability").doubleValue())
                    .isCloseTo(expected.get(1).probability(), within(1e-6));
        }
    }

    @Test
    void answer_question_givesThePartOfTheContext() throws Exception {
        ObjectNode found = server.answered("/v1/answer", "{\"question\": \"w7\", \"context\": \"w8 w9 w10 w11\"}");

        try (Electra electra = electra("answerer")) {
            QuestionAnswer expected = electra.answer("w7", "w8 w9 w10 w11");
            assertThat(found.get("answer").stringValue()).isEqualTo(expected.text());
            assertThat(found.get("probability").doubleValue()).isCloseTo(expected.probability(), within(1e-6));
            if (expected.answered()) {
                assertThat("w8 w9 w10 w11"
                                .substring(
                                        found.get("start").intValue(),
                                        found.get("end").intValue()))
                        .isEqualTo(expected.text());
            }
        }
    }

    @Test
    void tag_text_givesItsSpans() throws Exception {
        ObjectNode found = server.answered("/v1/tag", "{\"text\": \"w7 w8 w9 w10 w11 w12\"}");

        try (Electra electra = electra("tagger")) {
            List<TaggedSpan> expected = electra.tag("w7 w8 w9 w10 w11 w12");
            assertThat(expected).isNotEmpty();
            assertThat(found.get("spans").size()).isEqualTo(expected.size());
            for (int i = 0; i < expected.size(); i++) {
                JsonNode span = found.get("spans").get(i);
                assertThat(span.get("start").intValue())
                        .isEqualTo(expected.get(i).start());
                assertThat(span.get("label").stringValue())
                        .isEqualTo(expected.get(i).label());
            }
            assertThat(found.get("tags").size()).isEqualTo(6);
            assertThat(found.has("text")).isFalse();
        }
    }

    @Test
    void extract_text_givesItsEntitiesAndTheirRelations() throws Exception {
        String text = "w11 w89 w25 w31 w14 w77 w24 w65";
        ObjectNode found = server.answered("/v1/extract", "{\"text\": \"" + text + "\"}");

        try (Electra electra = electra("extractor")) {
            Extraction expected = electra.extract(text);
            assertThat(expected.entities()).hasSizeGreaterThan(1);
            assertThat(expected.relations()).isNotEmpty();
            assertThat(found.get("entities").size())
                    .isEqualTo(expected.entities().size());
            assertThat(found.get("relations").size())
                    .isEqualTo(expected.relations().size());
            for (int i = 0; i < expected.relations().size(); i++) {
                FoundRelation relation = expected.relations().get(i);
                JsonNode there = found.get("relations").get(i);
                assertThat(there.get("head").intValue()).isEqualTo(relation.head());
                assertThat(there.get("tail").intValue()).isEqualTo(relation.tail());
                assertThat(there.get("relation").stringValue()).isEqualTo(relation.relation());
                assertThat(there.get("probability").doubleValue()).isCloseTo(relation.probability(), within(2e-6));
            }
            assertThat(found.has("text")).isFalse();
        }
    }

    @Test
    void select_options_givesTheModelsChoiceAndAllProbabilities() throws Exception {
        List<String> options = List.of("w9", "w10 w11", "w12");
        ObjectNode found = server.answered(
                "/v1/select",
                "{\"context\": \"w7 w8\", \"question\": \"w5\", \"options\": [\"w9\", \"w10 w11\", \"w12\"]}");

        try (Electra electra = electra("chooser")) {
            ChoiceRow row = new ChoiceRow(null, "w7 w8", "w5", options, null, Path.of("here"), 1);
            Choice expected = electra.answer(
                            new TaskRows<>((ChoiceTask) electra.knownTask().task(), List.of(row)))
                    .get(0);
            assertThat(found.get("prediction").intValue()).isEqualTo(expected.option());
            assertThat(found.get("probability").doubleValue())
                    .isCloseTo(expected.probabilities()[expected.option()], within(2e-6));
            for (int i = 0; i < options.size(); i++) {
                assertThat(found.get("probabilities").get(i).doubleValue())
                        .isCloseTo(expected.probabilities()[i], within(2e-6));
            }
            // Context and question are read with each option.
            assertThat(found.get("input_tokens").intValue()).isEqualTo(3 * (2 + 1) + 4);
        }
    }

    @Test
    void encode_withPooling_givesTheVector() throws Exception {
        ObjectNode found = server.answered(
                "/v1/encode", "{\"text\": \"w7 w8\", \"pooling\": \"cls\", \"model\": \"discriminator\"}");

        try (Electra electra = electra("discriminator")) {
            float[] expected = electra.encode("w7 w8", Pooling.CLS);
            assertThat(found.get("vector").size()).isEqualTo(32);
            for (int i = 0; i < 32; i++) {
                assertThat((float) found.get("vector").get(i).doubleValue()).isCloseTo(expected[i], within(1e-5f));
            }
        }
    }

    @Test
    void similarity_twoTexts_givesTheCosineOfTheirVectors() throws Exception {
        ObjectNode found = server.answered("/v1/similarity", "{\"text\": \"w7 w8\", \"pair\": \"w9\"}");

        try (Electra electra = electra("discriminator")) {
            double expected = SentenceSimilarity.cosine(
                    electra.encode("w7 w8", Pooling.MEAN), electra.encode("w9", Pooling.MEAN));
            assertThat(found.get("cosine").doubleValue()).isCloseTo(expected, within(1e-5));
        }
    }

    @Test
    void emptyList_givesNoResults() throws Exception {
        assertThat(server.answered("/v1/tag", "{\"inputs\": []}").get("results").size())
                .isZero();
    }

    @Test
    void models_sayWhatTheyCanDo() throws Exception {
        ObjectNode list = TestServer.json(server.get("/v1/models"));
        ObjectNode one = TestServer.json(server.get("/v1/models/classifier"));

        assertThat(list.get("data").size()).isEqualTo(6);
        assertThat(list.get("data").get(1)).isEqualTo(one);
        assertThat(one.get("operations").toString()).isEqualTo("[\"classify\",\"encode\",\"similarity\"]");
        assertThat(one.get("labels").size()).isEqualTo(3);
        assertThat(one.get("max_length").intValue()).isEqualTo(40);
    }

    @Test
    void card_isServedAsItWasWhenTheModelWasLoaded() throws Exception {
        assertThat(server.get("/v1/models/classifier/card").body()).isEqualTo("# A card\n");
        refused(server.get("/v1/models/tagger/card"), 404, "no-card", "no model card");
    }

    @Test
    void health_ofARunningServer_isUp() throws Exception {
        assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
        assertThat(server.get("/health/ready").body()).isEqualTo("{\"status\":\"up\"}");
    }

    private static ObjectNode refused(HttpResponse<String> response, int status, String kind, String... said) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        ObjectNode problem = TestServer.json(response);
        assertThat(problem.get("type").stringValue()).isEqualTo("urn:electra4j:problem:" + kind);
        assertThat(problem.get("status").intValue()).isEqualTo(status);
        assertThat(problem.get("title").stringValue()).isNotEmpty();
        assertThat(said).allSatisfy(part -> assertThat(problem.get("detail").stringValue())
                .contains(part));
        return problem;
    }

    @Test
    void wrongRequests_sayWhatWasWrongAndWhatWasExpected() throws Exception {
        refused(
                server.post("/v1/classify", "{\"txet\": \"w7\"}"),
                400,
                "invalid-request",
                "\"txet\" is no key here",
                "did you mean text?");
        refused(server.post("/v1/classify", "{\"text\": 7}"), 400, "invalid-request", "text is 7, expected a text");
        refused(
                server.post("/v1/classify", "{\"inputs\": [{\"text\": \"w7\"}, {}]}"),
                400,
                "invalid-request",
                "inputs[1].text is missing");
        refused(
                server.post("/v1/answer", "{\"question\": \"w7\", \"context\": \" \"}"),
                400,
                "invalid-request",
                "context is empty");
        refused(
                server.post("/v1/select", "{\"context\": \"w7\", \"options\": [\"w8\"]}"),
                400,
                "invalid-request",
                "options has 1, expected two at least");
        refused(
                server.post("/v1/encode", "{\"text\": \"w7\", \"pooling\": \"max\"}"),
                400,
                "invalid-request",
                "expected cls or mean");
        refused(server.post("/v1/tag", "{\"text\": \"w7\", "), 400, "invalid-request", "not valid JSON", "line 1");
        refused(server.post("/v1/tag", "[]"), 400, "invalid-request", "expected a JSON object, found a list");
        refused(server.post("/v1/tag", ""), 400, "invalid-request", "nothing");
    }

    @Test
    void modelThatCannotDoIt_namesThoseThatCan() throws Exception {
        ObjectNode problem = refused(
                server.post("/v1/classify", "{\"text\": \"w7\", \"model\": \"tagger\"}"),
                422,
                "wrong-model",
                "\"tagger\" cannot classify",
                "these can: classifier");
        assertThat(problem.get("models").toString()).isEqualTo("[\"classifier\"]");
        refused(
                server.post("/v1/classify", "{\"text\": \"w7\", \"model\": \"x\"}"),
                404,
                "unknown-model",
                "no model of this name");
        refused(server.get("/v1/models/..%2f..%2fetc"), 400, "http");
        refused(server.get("/v1/models/x/card"), 404, "unknown-model");
    }

    /** RFC 9110, section 9.3.2: HEAD is GET without the content. */
    @Test
    void head_saysWhatGetSays_withoutContent() throws Exception {
        for (String path : List.of(
                "/health/ready",
                "/health/live",
                "/v1/models",
                "/v1/models/classifier",
                "/v1/models/x",
                "/v1/models/tagger/card",
                "/openapi.yaml",
                "/page/none.js",
                "/v2")) {
            HttpResponse<String> get = server.get(path);
            HttpResponse<Void> head = server.head(path);

            assertThat(head.statusCode()).as(path).isEqualTo(get.statusCode());
            for (String header : List.of("Content-Type", "Content-Length")) {
                assertThat(head.headers().firstValue(header))
                        .as(path + " " + header)
                        .isEqualTo(get.headers().firstValue(header));
            }
        }
        assertThat(server.head("/health/ready").statusCode()).isEqualTo(200);
        assertThat(server.head("/v1/models/x").statusCode()).isEqualTo(404);
        assertThat(server.head("/v1/classify").statusCode()).isEqualTo(405);
    }

    /** 50,001 tokens, 50,000 times: more than an int holds. */
    @Test
    void optionsThatMakeBillionsOfTokens_areRefused() throws Exception {
        String options = "[" + "\"w8\",".repeat(49_999) + "\"w8\"]";

        HttpResponse<String> response = server.post(
                "/v1/select", "{\"context\": \"" + "w7 ".repeat(50_000) + "\", \"options\": " + options + "}");

        refused(response, 413, "too-many-tokens", "the texts have 2500050000 tokens");
    }

    @Test
    void otherPathsMethodsAndMediaTypes_areRefused() throws Exception {
        refused(server.get("/v2"), 404, "not-found", "/openapi.yaml");
        HttpResponse<String> wrongMethod = server.get("/v1/classify");
        refused(wrongMethod, 405, "method-not-allowed", "expected POST");
        assertThat(wrongMethod.headers().firstValue("Allow")).hasValue("POST");
        HttpResponse<String> browser = server.client()
                .send(
                        server.to("/v1/classify").header("Accept", "text/html").build(),
                        HttpResponse.BodyHandlers.ofString());
        refused(browser, 405, "method-not-allowed", "expected POST");
        assertThat(browser.headers().firstValue("Allow")).hasValue("POST");
        HttpResponse<String> form = server.client()
                .send(
                        server.to("/v1/classify")
                                .header("Content-Type", "text/plain")
                                .POST(java.net.http.HttpRequest.BodyPublishers.ofString("{\"text\": \"w7\"}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        refused(form, 415, "unsupported-media-type", "application/json");
        HttpResponse<String> packed = server.client()
                .send(
                        server.to("/v1/classify")
                                .header("Content-Type", "application/json")
                                .header("Content-Encoding", "gzip")
                                .POST(java.net.http.HttpRequest.BodyPublishers.ofByteArray(new byte[] {31, -117, 8}))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        refused(packed, 415, "unsupported-media-type", "without the header Content-Encoding");
    }
}
