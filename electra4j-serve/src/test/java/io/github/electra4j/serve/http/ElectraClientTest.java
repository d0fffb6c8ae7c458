package io.github.electra4j.serve.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import com.sun.net.httpserver.HttpServer;
import io.github.electra4j.DetectedToken;
import io.github.electra4j.Electra;
import io.github.electra4j.ElectraClient;
import io.github.electra4j.Pooling;
import io.github.electra4j.SentenceSimilarity;
import io.github.electra4j.ServiceException;
import io.github.electra4j.serve.model.ModelSource;
import io.github.electra4j.serve.model.ServedModel;
import io.github.electra4j.task.LabeledText;
import io.github.electra4j.task.TaskRows;
import io.github.electra4j.task.TextTask.ClassPrediction;
import io.github.electra4j.task.TextTask.Prediction;
import io.github.electra4j.task.choice.ChoiceTask.Choice;
import io.github.electra4j.task.extraction.Extraction;
import io.github.electra4j.task.qa.Question;
import io.github.electra4j.task.qa.QuestionAnswer;
import io.github.electra4j.task.relation.Mention;
import io.github.electra4j.task.relation.RelationRow;
import io.github.electra4j.task.relation.RelationTask;
import io.github.electra4j.task.tagging.TaggedSpan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library's client: it says what {@link Electra} says to the same. */
class ElectraClientTest {
    private static final String TOKEN = "0123456789abcdef";

    /** A smiley, which is two UTF-16 units and one code point. */
    private static final String TEXT = "\uD83D\uDE00 w7 w8 w9 w10";

    @TempDir
    private static Path folder;

    private static TestServer server;
    private static ElectraClient client;

    @BeforeAll
    static void start() throws IOException {
        List<ServedModel> models =
                Networks.load(folder, "discriminator", "classifier", "answerer", "chooser", "tagger");
        models.add(new ServedModel(new ModelSource("extractor", Networks.extraction(folder.resolve("extractor")))));
        models.add(new ServedModel(new ModelSource("relations", Networks.relation(folder.resolve("relations")))));
        server = TestServer.start(
                new Listening("127.0.0.1", 0, null, new BearerTokens(List.of(TOKEN)), List.of()),
                Limits.standard(),
                models);
        client = ElectraClient.to(server.uri("/")).withToken(TOKEN);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Electra electra(String network) throws IOException {
        return Electra.load(folder.resolve(network));
    }

    @Test
    void predict_textsAndPairs_areThoseOfTheModel() throws Exception {
        List<LabeledText> texts = List.of(LabeledText.of("w7 w8", null), LabeledText.of("w7", "w9"));
        try (Electra electra = electra("classifier")) {
            List<Prediction> expected = electra.predict(texts);
            List<Prediction> found = client.predict(texts);

            for (int i = 0; i < 2; i++) {
                ClassPrediction here = (ClassPrediction) expected.get(i);
                ClassPrediction there = (ClassPrediction) found.get(i);
                assertThat(there.id()).isEqualTo(here.id());
                assertThat(there.label()).isEqualTo(here.label());
                assertThat(there.probabilities()).containsExactly(here.probabilities(), within(2e-6));
            }
            assertThat(client.classify("w7 w8").label())
                    .isEqualTo(electra.classify("w7 w8").label());
        }
    }

    @Test
    void detect_placesCountUnitsOfTheString() throws Exception {
        try (Electra electra = electra("discriminator")) {
            List<DetectedToken> expected = electra.detect(TEXT);
            List<DetectedToken> found = client.detect(List.of("w5", TEXT)).get(1);

            assertThat(found).hasSameSizeAs(expected);
            for (int i = 0; i < expected.size(); i++) {
                assertThat(found.get(i).token()).isEqualTo(expected.get(i).token());
                assertThat(found.get(i).start()).isEqualTo(expected.get(i).start());
                assertThat(found.get(i).end()).isEqualTo(expected.get(i).end());
                assertThat(found.get(i).probability()).isCloseTo(expected.get(i).probability(), within(2e-6));
            }
        }
    }

    @Test
    void tag_spansAreThoseOfTheModel() throws Exception {
        try (Electra electra = electra("tagger")) {
            List<TaggedSpan> expected = electra.tag(TEXT);
            assertThat(expected).isNotEmpty();
            List<TaggedSpan> found = client.tag(List.of(TEXT)).get(0);

            assertThat(found)
                    .usingRecursiveComparison()
                    .withComparatorForType((a, b) -> Math.abs(a - b) < 2e-6 ? 0 : 1, Double.class)
                    .isEqualTo(expected);
        }
    }

    @Test
    void extract_entitiesAndRelationsAreThoseOfTheModel() throws Exception {
        String text = "\uD83D\uDE00 w35 w90 w21 w17 w37 w20 w67 w56";
        try (Electra electra = electra("extractor")) {
            Extraction expected = electra.extract(text);
            assertThat(expected.relations()).isNotEmpty();

            assertThat(client.extract(List.of(text)).get(0))
                    .usingRecursiveComparison()
                    .withComparatorForType((a, b) -> Math.abs(a - b) < 2e-6 ? 0 : 1, Double.class)
                    .isEqualTo(expected);
        }
    }

    @Test
    void answer_isThatOfTheModel() throws Exception {
        try (Electra electra = electra("answerer")) {
            QuestionAnswer expected = electra.answer("w7", TEXT);
            QuestionAnswer found = client.answer("w7", TEXT);

            assertThat(found)
                    .usingRecursiveComparison()
                    .ignoringFieldsMatchingRegexes("best.*score")
                    .withComparatorForType((a, b) -> Math.abs(a - b) < 2e-6 ? 0 : 1, Double.class)
                    .isEqualTo(expected);
        }
    }

    @Test
    void answer_severalQuestions_areThoseOfEachAlone() throws Exception {
        List<QuestionAnswer> found = client.answer(
                List.of(Question.of("w7", TEXT), Question.of("w30", "w8 w9"), Question.of("w9 w10", TEXT)));

        assertThat(found)
                .usingRecursiveComparison()
                .withComparatorForType((a, b) -> a.equals(b) || Math.abs(a - b) < 2e-6 ? 0 : 1, Double.class)
                .isEqualTo(List.of(
                        client.answer("w7", TEXT), client.answer("w30", "w8 w9"), client.answer("w9 w10", TEXT)));
    }

    /** The parts stand behind a smiley, so that their places are other ones at the server. */
    @Test
    void relate_parts_areThoseOfTheModel() throws Exception {
        Mention head = new Mention(3, 5, "w20");
        Mention tail = new Mention(9, 11, null);
        List<RelationRow> rows = List.of(
                RelationRow.of(TEXT, head, tail),
                RelationRow.of("w11 w12", new Mention(4, 7, null), new Mention(0, 3, null)));
        try (Electra electra = electra("relations")) {
            RelationTask task = (RelationTask) electra.knownTask().task();
            List<Prediction> expected = electra.answer(new TaskRows<>(task, rows));
            List<ClassPrediction> found = client.model("relations").relate(rows);

            for (int i = 0; i < rows.size(); i++) {
                ClassPrediction here = (ClassPrediction) expected.get(i);
                assertThat(found.get(i).label()).isEqualTo(here.label());
                assertThat(found.get(i).probabilities()).containsExactly(here.probabilities(), within(2e-6));
            }
            assertThat(client.model("relations").relate(TEXT, head, tail).probabilities())
                    .containsExactly(found.get(0).probabilities(), within(2e-6));
        }
    }

    @Test
    void similarity_isTheCosineOfTheVectors() throws Exception {
        List<LabeledText> pairs = List.of(LabeledText.of("w7 w8", "w9"), LabeledText.of("w10", "w10"));

        List<Double> found = client.similarity(pairs, Pooling.CLS);

        try (Electra electra = electra("discriminator")) {
            assertThat(found.get(0))
                    .isCloseTo(
                            SentenceSimilarity.cosine(
                                    electra.encode("w7 w8", Pooling.CLS), electra.encode("w9", Pooling.CLS)),
                            within(1e-5));
        }
        assertThat(found.get(1)).isCloseTo(1, within(1e-5));
        assertThat(client.similarity("w7 w8", "w9", Pooling.CLS)).isCloseTo(found.get(0), within(1e-5));
    }

    @Test
    void selectAndEncode_areThoseOfTheModel() throws Exception {
        Choice choice = client.select("w7 w8", "w5", List.of("w9", "w10", "w11"));
        float[][] vectors = client.model("tagger").encode(List.of("w7", "w8 w9"), Pooling.CLS);

        assertThat(choice.probabilities()).hasSize(3);
        assertThat(choice.probabilities()[choice.option()]).isGreaterThanOrEqualTo(1.0 / 3);
        try (Electra electra = electra("tagger")) {
            assertThat(vectors[1]).containsExactly(electra.encode("w8 w9", Pooling.CLS), within(1e-5f));
        }
        assertThat(client.models())
                .containsExactly(
                        "discriminator", "classifier", "answerer", "chooser", "tagger", "extractor", "relations");
    }

    @Test
    void whatTheServerRefuses_isSaidInItsWords() {
        ServiceException wrong = catchThrowableOfType(
                ServiceException.class, () -> client.model("tagger").classify("w7"));
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.kind()).isEqualTo("wrong-model");
        assertThat(wrong).hasMessageContaining("/v1/classify: the model \"tagger\" cannot classify");
        assertThat(catchThrowableOfType(ServiceException.class, () -> ElectraClient.to(server.uri(""))
                                .models())
                        .kind())
                .isEqualTo("unauthorized");
    }

    @Test
    void addressOfHttps_whereNoTlsIsSpoken_isSaid() {
        URI address = URI.create(server.uri("").toString().replace("http:", "https:"));

        assertThatThrownBy(() -> ElectraClient.to(address).models())
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(address + ": what answers there speaks no TLS")
                .hasMessageEndingWith("is it http://" + address.getAuthority() + "?");
    }

    @Test
    void serverThatDoesNotAnswer_isNamedWithTheTimeThatItHad() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            URI address = URI.create("http://127.0.0.1:" + silent.getLocalPort());

            assertThatThrownBy(() -> ElectraClient.to(address)
                            .withTimeout(Duration.ofMillis(200))
                            .models())
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(address + ": no response within 200 ms");
        }
    }

    @Test
    void answersThatAreNoJson_areShownInTheError() throws Exception {
        String page = "<html>Sign in</html>" + " ".repeat(300);
        AtomicInteger status = new AtomicInteger(200);
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            byte[] body = page.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
            exchange.sendResponseHeaders(status.get(), body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        other.start();
        try {
            ElectraClient there = ElectraClient.to(
                    URI.create("http://127.0.0.1:" + other.getAddress().getPort()));

            assertThatThrownBy(there::models)
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(ServiceException.class)
                    .hasMessageContaining("/v1/models: status 200, expected a server of `electra serve`")
                    .hasMessageContaining("it says \"<html>Sign in</html>");
            status.set(502);
            assertThatThrownBy(there::models)
                    .isInstanceOf(ServiceException.class)
                    .hasMessageContaining("status 502, expected a server of `electra serve`; it says \"<html>");
        } finally {
            other.stop(0);
        }
    }

    @Test
    void serverThatIsBusy_isAskedAgainAndOneThatIsNone_isNamed() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            boolean busy = asked.incrementAndGet() < 3;
            byte[] body = "{\"data\": [{\"id\": \"m\"}]}".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Retry-After", "0");
            exchange.sendResponseHeaders(busy ? 503 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        other.start();
        try {
            ElectraClient there = ElectraClient.to(
                    URI.create("http://127.0.0.1:" + other.getAddress().getPort()));

            assertThat(there.models()).containsExactly("m");
            assertThat(asked).hasValue(3);
            assertThatThrownBy(() -> there.classify("w7"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("0 results to 1 inputs; is it a server of `electra serve`?");
            asked.set(-10);
            assertThatThrownBy(there::models)
                    .isInstanceOf(ServiceException.class)
                    .hasMessageContaining("status 503, expected a server of `electra serve`");
        } finally {
            other.stop(0);
        }
    }
}
