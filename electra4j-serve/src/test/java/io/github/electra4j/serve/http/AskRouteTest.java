package io.github.electra4j.serve.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.electra4j.ElectraClient;
import io.github.electra4j.EnginePrecision;
import io.github.electra4j.ServiceAnswer;
import io.github.electra4j.documents.answer.AskOptions;
import io.github.electra4j.documents.index.DocumentIndex;
import io.github.electra4j.documents.index.DocumentIndexer;
import io.github.electra4j.documents.index.IndexProgress;
import io.github.electra4j.documents.index.IndexSettings;
import io.github.electra4j.documents.index.Language;
import io.github.electra4j.documents.passage.PassageSize;
import io.github.electra4j.serve.ElectraServer;
import io.github.electra4j.serve.Serving;
import io.github.electra4j.serve.model.Ask;
import io.github.electra4j.serve.model.DocumentSource;
import io.github.electra4j.serve.model.ModelSource;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Documents asked over HTTP, by a random network: what it says is chance, but stands where it says. */
class AskRouteTest {
    @TempDir
    private Path folder;

    private Path document;

    @BeforeEach
    void documents() throws IOException {
        Files.createDirectory(folder.resolve("documents"));
        document = Files.writeString(folder.resolve("documents/a.txt"), "\ud83e\udd8a w20 w21 w22\n\nw30 w11 w31");
        index();
    }

    private void index() throws IOException {
        new DocumentIndexer(folder.resolve("index"), new IndexSettings(Language.ANY, PassageSize.DEFAULT), 20)
                .index(List.of(folder.resolve("documents")), IndexProgress.NONE, () -> false);
    }

    private TestServer start(String network) throws IOException {
        return start(network, AskOptions.DEFAULT);
    }

    private TestServer start(String network, AskOptions options) throws IOException {
        return TestServer.start(
                Networks.load(folder.resolve("models"), network),
                null,
                Ask.open(new DocumentSource(folder.resolve("index"), null, 1, options), EnginePrecision.FP32));
    }

    private static JsonNode asked(TestServer server, String body) throws Exception {
        return server.answered("/v1/ask", body);
    }

    @Test
    void documentsWithoutAModelThatReadsThem_areRefusedBeforeTheServerListens() throws Exception {
        ModelSource classifier = new ModelSource("c", Networks.copy("classifier", folder.resolve("c")));
        Serving serving = Serving.of(List.of(classifier))
                .withDocuments(new DocumentSource(folder.resolve("index"), null, 1, AskOptions.DEFAULT));

        assertThatThrownBy(() -> ElectraServer.start(serving, Listening.loopback(0), Limits.standard()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a model fine-tuned for qa, and none is served");
    }

    @Test
    void question_isAnsweredWithItsPlaceInTheFile_orHasNone() throws Exception {
        try (TestServer server = start("answerer")) {
            JsonNode results = asked(
                            server,
                            "{\"inputs\": [{\"question\": \"w11\"}, {\"question\": \"w20 w31\"}, {\"question\": \"w90\"}]}")
                    .get("results");

            assertThat(results).hasSize(3);
            int[] characters = Files.readString(document).codePoints().toArray();
            for (JsonNode result : results) {
                String answer = result.get("answer").asString();
                if (answer.isEmpty()) {
                    assertThat(result.get("start").isNull()).isTrue();
                } else {
                    int start = result.get("start").intValue();
                    assertThat(new String(characters, start, result.get("end").intValue() - start))
                            .isEqualTo(answer);
                    assertThat(result.get("file").asString())
                            .isEqualTo(document.toAbsolutePath().toString());
                    assertThat(result.at("/passage/text").asString()).contains(answer);
                }
            }
            assertThat(results.get(2).get("answer").asString()).isEmpty();
            assertThat(results.get(2).get("confidence").doubleValue()).isZero();
        }
    }

    /** 1,000 passages would have more pieces than a request may. */
    @Test
    void question_ofWhichManyPassagesAreRead_countsAsWhatWasSent() throws Exception {
        try (TestServer server = start("answerer", new AskOptions(1000, 1000, 1, 0))) {
            JsonNode result = asked(server, "{\"question\": \"w20 w31\"}");

            assertThat(result.get("input_tokens").intValue()).isEqualTo(2);
            assertThat(result.has("answer")).isTrue();
        }
    }

    /** This reader's questions may have 8 pieces. */
    @Test
    void questionThatIsTooLongForTheReader_isSaidToBeCut() throws Exception {
        try (TestServer server = start("answerer")) {
            String longest = "w11 ".repeat(8);
            JsonNode results = asked(
                            server,
                            "{\"inputs\": [{\"question\": \"" + longest + "\"}, {\"question\": \"" + longest
                                    + "w12\"}]}")
                    .get("results");

            assertThat(results.get(0).has("cut")).isFalse();
            assertThat(results.get(1).get("cut").booleanValue()).isTrue();
            assertThat(ElectraClient.to(server.uri("")).ask(longest + "w12").cut())
                    .isTrue();
        }
    }

    @Test
    void client_hasAnswersWithTheirPlaces() throws Exception {
        try (TestServer server = start("answerer")) {
            ElectraClient client = ElectraClient.to(server.uri("")).model("answerer");
            JsonNode results = asked(
                            server,
                            "{\"inputs\": [{\"question\": \"w11\"}, {\"question\": \"w20 w31\"}, {\"question\": \"w90\"}]}")
                    .get("results");

            List<ServiceAnswer> answers = client.ask(List.of("w11", "w20 w31", "w90"));

            assertThat(answers).hasSize(3).anyMatch(answer -> answer.place() != null);
            for (int i = 0; i < 3; i++) {
                JsonNode result = results.get(i);
                ServiceAnswer answer = answers.get(i);
                assertThat(answer.text()).isEqualTo(result.get("answer").asString());
                assertThat(answer.confidence())
                        .isEqualTo(result.get("confidence").doubleValue());
                ServiceAnswer.Place place = answer.place();
                if (place == null) {
                    assertThat(answer.text()).isEmpty();
                } else {
                    assertThat(place.file()).isEqualTo(document.toAbsolutePath().toString());
                    assertThat(place.passage().substring(place.startInPassage(), place.endInPassage()))
                            .isEqualTo(answer.text());
                    assertThat(place.start()).isEqualTo(result.get("start").intValue());
                }
            }
            assertThat(answers.get(2)).isEqualTo(new ServiceAnswer("", 0, null, false));
            assertThat(client.ask("w11")).isEqualTo(answers.get(0));
        }
    }

    @Test
    void modelsThatReadDocuments_areListedAsSuch_whereThereAreAny() throws Exception {
        try (TestServer with = start("answerer");
                TestServer without = TestServer.start(Networks.load(folder.resolve("others"), "answerer"))) {
            assertThat(with.get("/v1/models").body())
                    .contains("\"operations\":[\"answer\",\"encode\",\"similarity\",\"ask\"]");
            assertThat(without.get("/v1/models").body()).contains("\"answer\"").doesNotContain("\"ask\"");
        }
    }

    @Test
    void documents_thatAreIndexedMeanwhile_areSeen() throws Exception {
        try (TestServer server = start("answerer")) {
            assertThat(asked(server, "{\"question\": \"w77\"}")
                            .get("confidence")
                            .doubleValue())
                    .isZero();

            Files.writeString(folder.resolve("documents/b.txt"), "w77 w78");
            index();

            assertThat(asked(server, "{\"question\": \"w77\"}")
                            .get("confidence")
                            .doubleValue())
                    .isPositive();
        }
    }

    @Test
    void index_thatIsDamagedMeanwhile_isSaidOnce_andTheOldOneAnswers() throws Exception {
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        Logger index = (Logger) LoggerFactory.getLogger(DocumentIndex.class);
        try (TestServer server = start("answerer")) {
            JsonNode before = asked(server, "{\"question\": \"w11\"}");
            logged.start();
            index.addAppender(logged);
            damage();

            assertThat(asked(server, "{\"question\": \"w11\"}")).isEqualTo(before);
            assertThat(asked(server, "{\"question\": \"w11\"}")).isEqualTo(before);

            assertThat(logged.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .singleElement()
                    .asString()
                    .startsWith(folder.resolve("index") + ": the index is damaged or of another version")
                    .contains("(org.apache.lucene.index.IndexFormatTooOldException)");
        } finally {
            index.detachAppender(logged);
        }
    }

    private void damage() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("index"))) {
            for (Path file : files.toList()) {
                if (file.getFileName().toString().startsWith("segments_")) {
                    Files.writeString(file, "garbage");
                }
            }
        }
    }

    @Test
    void request_thatCannotBeAnswered_isAProblem() throws Exception {
        try (TestServer server = start("answerer")) {
            assertThat(server.post("/v1/ask", "{\"question\": \" \"}").statusCode())
                    .isEqualTo(400);
            assertThat(server.post("/v1/ask", "{\"question\": \"w7\", \"context\": \"w8\"}")
                            .statusCode())
                    .isEqualTo(400);
        }
        try (TestServer server = start("tagger")) {
            assertThat(server.post("/v1/ask", "{\"question\": \"w7\"}").statusCode())
                    .isEqualTo(422);
        }
    }

    @Test
    void serverWithoutDocuments_saysHowToGetThem() throws Exception {
        try (TestServer server = TestServer.start(Networks.load(folder.resolve("models"), "answerer"))) {
            HttpResponse<String> response = server.post("/v1/ask", "{\"question\": \"w7\"}");

            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(response.body()).contains("no-documents", "--index");
        }
    }
}
