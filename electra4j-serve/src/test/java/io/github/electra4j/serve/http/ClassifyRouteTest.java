package io.github.electra4j.serve.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.Electra;
import io.github.electra4j.ElectraClient;
import io.github.electra4j.serve.model.ModelSource;
import io.github.electra4j.serve.model.ServedModel;
import io.github.electra4j.task.LabeledText;
import io.github.electra4j.task.TaskRows;
import io.github.electra4j.task.TextTask.ClassPrediction;
import io.github.electra4j.task.TextTask.ValuePrediction;
import io.github.electra4j.task.relation.Mention;
import io.github.electra4j.task.relation.RelationRow;
import io.github.electra4j.task.relation.RelationTask;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** {@code /v1/classify} of models that name no class: a value, and the relation of two parts of a text. */
@Timeout(60)
class ClassifyRouteTest {
    /** A smiley, which is two UTF-16 units and one code point. */
    private static final String TEXT = "\uD83D\uDE00 w7 w8 w9 w10";

    @TempDir
    private static Path folder;

    private static TestServer server;

    @BeforeAll
    static void start() throws IOException {
        server = TestServer.start(List.of(
                new ServedModel(new ModelSource("values", Networks.regression(folder.resolve("values")))),
                new ServedModel(new ModelSource("relations", Networks.relation(folder.resolve("relations"))))));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** By hand: 1 + 0.25 (5 - 1). */
    @Test
    void regression_saysANumber_andNoProbabilities() throws Exception {
        ObjectNode found = server.answered("/v1/classify", "{\"text\": \"w7\", \"pair\": \"w8\"}");

        assertThat(found.get("model").stringValue()).isEqualTo("values");
        assertThat(found.get("prediction").isNumber()).isTrue();
        assertThat(found.get("prediction").doubleValue()).isCloseTo(2, within(1e-6));
        assertThat(found.has("probability")).isFalse();
        assertThat(found.has("probabilities")).isFalse();
        ElectraClient client = ElectraClient.to(server.uri(""));
        assertThat(client.predict(List.of(LabeledText.of("w7", null))))
                .singleElement()
                .isInstanceOfSatisfying(ValuePrediction.class, value -> assertThat(value.value())
                        .isCloseTo(2, within(1e-6)));
        assertThatThrownBy(() -> client.classify("w7"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a value and no class");
    }

    /** The first part is "w7", with a label, the second "w9": code points 2 to 4 and 8 to 10, which are UTF-16 units 3 to 5 and 9 to 11. */
    @Test
    void relation_ofTwoPartsInCodePoints_isThatOfTheModel() throws Exception {
        String parts =
                "\"head\": {\"start\": 2, \"end\": 4, \"label\": \"w20\"}, \"tail\": {\"start\": 8, \"end\": 10}";
        ObjectNode found = server.answered(
                "/v1/classify", "{\"model\": \"relations\", \"text\": \"" + TEXT + "\", " + parts + "}");

        try (Electra electra = Electra.load(folder.resolve("relations"))) {
            RelationTask task = (RelationTask) electra.knownTask().task();
            RelationRow row = RelationRow.of(TEXT, new Mention(3, 5, "w20"), new Mention(9, 11, null));
            ClassPrediction expected = (ClassPrediction)
                    electra.answer(new TaskRows<>(task, List.of(row))).get(0);
            assertThat(found.get("prediction").stringValue()).isEqualTo(expected.label());
            assertThat(found.get("probability").doubleValue()).isCloseTo(expected.probability(), within(2e-6));
            assertThat(found.get("probabilities").propertyNames()).containsExactly("no_relation", "knows");
        }
    }

    @Test
    void partOutsideTheText_isRefused() throws Exception {
        HttpResponse<String> response = server.post(
                "/v1/classify",
                "{\"model\": \"relations\", \"text\": \"w7 w8\", \"head\": {\"start\": 0, \"end\": 2},"
                        + " \"tail\": {\"start\": 3, \"end\": 6}}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("tail");
    }

    /** The first that classifies texts, and no model of relations. */
    @Test
    void predictOfOtherClients_saysTheValueAsAScore() throws Exception {
        assertThat(server.post("/predict", "{\"inputs\": \"w7\"}").body())
                .isEqualTo("[{\"score\":2.0,\"label\":\"value\"}]");
    }
}
