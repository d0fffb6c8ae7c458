package io.github.electra4j.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.Electra;
import io.github.electra4j.ElectraClient;
import io.github.electra4j.EnginePrecision;
import io.github.electra4j.ServiceAnswer;
import io.github.electra4j.ServiceTurn;
import io.github.electra4j.dialogue.Dialogue;
import io.github.electra4j.dialogue.DialogueModels;
import io.github.electra4j.dialogue.DialogueState;
import io.github.electra4j.dialogue.PassageAnswer;
import io.github.electra4j.dialogue.Turn;
import io.github.electra4j.documents.index.DocumentIndexer;
import io.github.electra4j.documents.index.IndexProgress;
import io.github.electra4j.documents.index.IndexSettings;
import io.github.electra4j.documents.index.Language;
import io.github.electra4j.documents.passage.PassageSize;
import io.github.electra4j.json.JsonText;
import io.github.electra4j.serve.http.Limits;
import io.github.electra4j.serve.http.Listening;
import io.github.electra4j.serve.http.Networks;
import io.github.electra4j.serve.model.Ask;
import io.github.electra4j.serve.model.DocumentSource;
import io.github.electra4j.serve.model.ModelSource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Conversations over a socket, by random networks. */
@Timeout(60)
class ChatServerTest {
    /** The random classifier is sure of some messages and unsure of others. */
    private static final String YAML = """
            models: {intent: classifier, replies: chooser, slots: tagger}
            confidence: {intent: 0.36, out_of_scope: 0, reply: 0, slot: 0}
            intents:
              LABEL_0: {from: replies}
              LABEL_1: {reply: one}
              LABEL_2: {from: replies}
            otherwise: replies
            replies: [w7, w8 w9, w30]
            """;

    @TempDir
    private static Path folder;

    private static Dialogue dialogue;
    private static ElectraServer server;

    @BeforeAll
    static void start() throws IOException {
        for (String network : List.of("classifier", "chooser", "tagger")) {
            Networks.copy(network, folder.resolve(network));
        }
        dialogue = Dialogue.read(Files.writeString(folder.resolve("chat.yaml"), YAML));
        server = start(ModelSource.of(dialogue), dialogue);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static HttpResponse<String> post(URI uri, String json) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(uri + "/v1/chat"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static ObjectNode json(HttpResponse<String> response) {
        return JsonText.parseObject(response.body().getBytes(StandardCharsets.UTF_8), "response");
    }

    @Test
    void conversation_overTheSocket_isTheOneWithout() throws Exception {
        String state = "null";
        DialogueState beside = DialogueState.EMPTY;
        try (DialogueModels models = DialogueModels.load(dialogue)) {
            for (int i = 10; i < 40; i++) {
                String message = "w" + i + " w" + (2 * i);
                Turn turn = models.turn(beside, message);

                HttpResponse<String> response =
                        post(server.uri(), "{\"message\": \"" + message + "\", \"state\": " + state + "}");

                assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
                assertThat(json(response).get("reply").stringValue()).isEqualTo(turn.reply());
                assertThat(json(response).get("act").stringValue())
                        .isEqualTo(turn.act().word());
                assertThat(json(response).get("state")).isEqualTo(turn.state().toJson());
                state = JsonText.compact(json(response).get("state"));
                beside = turn.state();
            }
        }
    }

    @Test
    void client_holdsTheConversationByTheStateThatCameBack() throws Exception {
        ElectraClient client = ElectraClient.to(server.uri());
        String before = null;
        DialogueState beside = DialogueState.EMPTY;
        int selected = 0;
        try (DialogueModels models = DialogueModels.load(dialogue)) {
            for (int i = 10; i < 40; i++) {
                String message = "\ud83d\ude00 w" + i + " w" + (2 * i);
                Turn turn = models.turn(beside, message);

                ServiceTurn found = before == null ? client.chat(message) : client.chat(message, before);

                assertThat(found.reply()).isEqualTo(turn.reply());
                assertThat(found.act()).isEqualTo(turn.act().word());
                assertThat(found.state())
                        .isEqualTo(JsonText.compact(turn.state().toJson()));
                assertThat(found.intent()).isEqualTo(turn.recognised().said());
                assertThat(found.intents().get(0).intent())
                        .isEqualTo(turn.recognised().intents().get(0).intent());
                assertThat(found.intents().get(0).probability())
                        .isCloseTo(turn.recognised().intents().get(0).probability(), within(2e-6));
                assertThat(found.slots())
                        .usingRecursiveComparison()
                        .withComparatorForType((a, b) -> Math.abs(a - b) < 2e-6 ? 0 : 1, Double.class)
                        .isEqualTo(turn.recognised().slots());
                assertThat(found.answer()).isNull();
                if (turn.recognised().selected() != null) {
                    selected++;
                    assertThat(Objects.requireNonNull(found.selected()).reply())
                            .isEqualTo(turn.recognised().selected().reply());
                }
                before = found.state();
                beside = turn.state();
            }
        }
        assertThat(selected).isPositive();
        assertThatThrownBy(() -> client.chat("w7", "[]"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("state: expected a JSON object");
        assertThatThrownBy(() -> client.chat(" "))
                .hasMessageContaining("/v1/chat: ")
                .hasMessageContaining("is empty");
    }

    @Test
    void requests_thatAreNone_areRefusedByTheirKeys() throws Exception {
        String[][] cases = {
            {"{}", "message is missing"},
            {"{\"message\": 3}", "message is 3, expected a text"},
            {"{\"message\": \" \"}", "message is empty"},
            {"{\"message\": \"w7\", \"session\": 1}", "is no key here; expected message, state"},
            {"{\"message\": \"w7\", \"state\": []}", "state is a list, expected an object"},
            {"{\"message\": \"w7\", \"state\": {\"unsure\": 1e9}}", "state.unsure is 1.0E9"},
            {"{\"message\": \"w7\", \"state\": {\"turns\": [1]}}", "state.turns[0] is 1, expected an object"},
            {"{\"message\": \"w7\", \"state\": {\"slots\": {\"day\": \"w\"}}}", "state.slots.day is no slot"},
        };
        for (String[] each : cases) {
            HttpResponse<String> response = post(server.uri(), each[0]);

            assertThat(response.statusCode()).as(each[0]).isEqualTo(400);
            assertThat(json(response).get("detail").stringValue()).contains(each[1]);
        }
    }

    @Test
    void message_thatIsTooLong_isRefused() throws Exception {
        HttpResponse<String> longest = post(server.uri(), "{\"message\": \"" + "w7 ".repeat(1333) + "w\"}");
        HttpResponse<String> longer = post(server.uri(), "{\"message\": \"" + "w7 ".repeat(1333) + "w7\"}");
        HttpResponse<String> bytes = post(server.uri(), "{\"message\": \"" + "w7 ".repeat(400_000) + "\"}");

        assertThat(longest.statusCode()).as(longest.body()).isEqualTo(200);
        assertThat(longer.statusCode()).isEqualTo(400);
        assertThat(longer.body()).contains("message has 4001 characters, expected at most 4000; say it in fewer");
        assertThat(bytes.statusCode()).isEqualTo(413);
        assertThat(bytes.body()).contains("body-too-long");
    }

    @Test
    void serverWithoutADialogue_saysSo() throws Exception {
        try (ElectraServer other = ElectraServer.start(
                List.of(new ModelSource("a", folder.resolve("classifier"))),
                Listening.loopback(0),
                Limits.standard())) {
            HttpResponse<String> response = post(other.uri(), "{\"message\": \"w7\"}");

            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(response.body()).contains("no-dialogue", "--dialogue FILE");
        }
    }

    @Test
    void dialogue_whoseModelsDoNotFit_isRefusedBeforeItListens() throws Exception {
        Dialogue wrong = Dialogue.read(
                Files.writeString(folder.resolve("wrong.yaml"), YAML.replace("LABEL_1: {reply", "LABEL_9: {reply")));

        assertThatThrownBy(() -> start(ModelSource.of(wrong), wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("wrong.yaml:5: the intent LABEL_9 is no label of the model of intent");
        assertThatThrownBy(() -> start(List.of(new ModelSource("slots", folder.resolve("tagger"))), dialogue))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the dialogue asks a model intent, which is not among those served");
    }

    /** What is refused at the start is refused later too. */
    @Test
    void reload_ofAModelThatNoLongerKnowsAnIntent_isRefused() throws Exception {
        Path home = Files.createDirectories(folder.resolve("reloaded"));
        Networks.copy("classifier", home.resolve("classifier"));
        Dialogue held = Dialogue.read(Files.writeString(home.resolve("chat.yaml"), """
                models: {intent: classifier}
                intents: {LABEL_0: {reply: zero}, LABEL_1: {reply: one}}
                """));
        try (ElectraServer other = start(ModelSource.of(held), held)) {
            Path config = home.resolve("classifier/config.json");
            Files.writeString(config, Files.readString(config).replace("LABEL_1", "other"));

            assertThat(other.reload())
                    .singleElement()
                    .asString()
                    .startsWith("intent: the model that was loaded before goes on: ")
                    .contains("the intent LABEL_1 is no label of the model of intent");
            assertThat(post(other.uri(), "{\"message\": \"w7\"}").body()).contains("LABEL_1");

            Files.writeString(config, Files.readString(config).replace("other", "LABEL_1"));
            assertThat(other.reload()).isEmpty();
        }
    }

    /** Every message is of no intent, and the answer is the one that `ask` gives out of the same documents. */
    @Test
    void documents_answerWhatIsOfNoIntent() throws Exception {
        Files.writeString(
                Files.createDirectories(folder.resolve("documents")).resolve("a.txt"),
                "\ud83e\udd8a w20 w21 w22\n\nw30 w11 w31");
        new DocumentIndexer(folder.resolve("index"), new IndexSettings(Language.ANY, PassageSize.DEFAULT), 20)
                .index(List.of(folder.resolve("documents")), IndexProgress.NONE, () -> false);
        Networks.copy("answerer", folder.resolve("answerer"));
        Dialogue asking = Dialogue.read(Files.writeString(folder.resolve("asking.yaml"), """
                models: {intent: classifier}
                documents: {index: index, reader: answerer}
                confidence: {out_of_scope: 1, intent: 1, answer: 0}
                intents: {LABEL_0: {reply: zero}}
                otherwise: documents
                """));
        int answered = 0;
        try (ElectraServer other = start(ModelSource.of(asking), asking);
                Ask documents =
                        Ask.open(DocumentSource.of(Objects.requireNonNull(asking.documents())), EnginePrecision.FP32);
                Electra reader = Electra.load(folder.resolve("answerer"))) {
            ElectraClient client = ElectraClient.to(other.uri());
            assertThat(client.models()).containsExactly("intent", "reader");
            for (String message : List.of("w11", "w20 w31", "w22", "w90")) {
                PassageAnswer expected =
                        Ask.passage(documents.compute(List.of(message), reader).get(0));

                ServiceTurn turn = client.chat(message);

                ServiceAnswer answer = turn.answer();
                if (expected == null) {
                    assertThat(turn.act()).isEqualTo("hand_over");
                    assertThat(answer).isNull();
                } else {
                    answered++;
                    assertThat(turn.act()).isEqualTo("answer");
                    assertThat(turn.reply()).isEqualTo(expected.text());
                    ServiceAnswer.Place place = Objects.requireNonNull(
                            Objects.requireNonNull(answer).place());
                    assertThat(answer.confidence()).isCloseTo(expected.confidence(), within(1e-5));
                    assertThat(place.file()).isEqualTo(expected.file());
                    assertThat(place.start()).isEqualTo(expected.start());
                    assertThat(place.passage().substring(place.startInPassage(), place.endInPassage()))
                            .isEqualTo(expected.text());
                }
            }
        }
        assertThat(answered).isPositive();
    }

    @Test
    void documents_whoseReaderReadsNone_areRefusedBeforeItListens() throws Exception {
        Files.createDirectories(folder.resolve("empty"));
        new DocumentIndexer(folder.resolve("none"), new IndexSettings(Language.ANY, PassageSize.DEFAULT), 20)
                .index(List.of(folder.resolve("empty")), IndexProgress.NONE, () -> false);
        Dialogue wrong = Dialogue.read(Files.writeString(folder.resolve("reader.yaml"), """
                models: {intent: classifier}
                documents: {index: none, reader: tagger}
                intents: {LABEL_0: {reply: zero}}
                otherwise: documents
                """));

        assertThatThrownBy(() -> start(ModelSource.of(wrong), wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tagger, which was not fine-tuned for qa");
    }

    private static ElectraServer start(List<ModelSource> sources, Dialogue held) throws IOException {
        return ElectraServer.start(Serving.of(sources).withDialogue(held), Listening.loopback(0), Limits.standard());
    }
}
