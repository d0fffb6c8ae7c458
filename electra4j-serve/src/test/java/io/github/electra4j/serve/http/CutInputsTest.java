package io.github.electra4j.serve.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.ElectraClient;
import io.github.electra4j.serve.model.ModelSource;
import io.github.electra4j.serve.model.ServedModel;
import io.github.electra4j.task.LabeledText;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What is too long for a model, over a socket: networks of 40 positions, whose words are a piece each. */
@Timeout(60)
class CutInputsTest {
    @TempDir
    private static Path folder;

    private static TestServer server;

    @BeforeAll
    static void start() throws IOException {
        List<ServedModel> models = Networks.load(folder, "answerer", "chooser", "classifier");
        models.add(new ServedModel(new ModelSource("cutter", Networks.cutting(folder.resolve("cutter")))));
        models.add(new ServedModel(new ModelSource("relations", Networks.relation(folder.resolve("relations")))));
        server = TestServer.start(models);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static JsonNode asked(String path, String model, String... inputs) throws Exception {
        return server.answered(path, "{\"model\": \"" + model + "\", \"inputs\": [" + String.join(", ", inputs) + "]}")
                .get("results");
    }

    /** The second input alone has lost something. */
    private static void secondIsCut(JsonNode results) {
        assertThat(results.get(0).has("cut")).isFalse();
        assertThat(results.get(1).path("cut").isBoolean()).isTrue();
        assertThat(results.get(1).path("cut").booleanValue()).isTrue();
    }

    private static String text(int words) {
        return "\"" + "w7 ".repeat(words).strip() + "\"";
    }

    /** This model's questions may have 8 pieces. */
    @Test
    void questionThatIsTooLong_isSaid() throws Exception {
        secondIsCut(asked(
                "/v1/answer",
                "answerer",
                "{\"question\": " + text(8) + ", \"context\": " + text(60) + "}",
                "{\"question\": " + text(9) + ", \"context\": \"w8\"}"));
    }

    /** 37 pieces stand beside [CLS] and two [SEP], one at least of the context; two options, whose longer one is cut. */
    @Test
    void optionThatIsTooLong_isSaid() throws Exception {
        secondIsCut(asked(
                "/v1/select",
                "chooser",
                "{\"context\": " + text(60) + ", \"options\": [\"w8\", " + text(10) + "]}",
                "{\"context\": \"w8\", \"options\": [\"w9\", " + text(37) + "]}"));
    }

    /** 38 pieces stand beside [CLS] and [SEP]. */
    @Test
    void textOfAModelThatCuts_isSaid_andOfOneThatReadsWindowsThereIsNothingToSay() throws Exception {
        secondIsCut(asked("/v1/classify", "cutter", "{\"text\": " + text(38) + "}", "{\"text\": " + text(39) + "}"));
        assertThat(asked("/v1/classify", "classifier", "{\"text\": " + text(39) + "}")
                        .get(0)
                        .has("cut"))
                .isFalse();
        HttpResponse<String> alone = server.post("/v1/classify", "{\"model\": \"cutter\", \"text\": " + text(39) + "}");
        assertThat(TestServer.json(alone).path("cut").booleanValue()).isTrue();
    }

    /** 38 pieces stand beside [CLS] and [SEP], of which four are markers. */
    @Test
    void textFarFromBothPartsOfARelation_isSaid() throws Exception {
        String parts = "\"head\": {\"start\": 0, \"end\": 2}, \"tail\": {\"start\": 3, \"end\": 5}";
        secondIsCut(asked(
                "/v1/classify",
                "relations",
                "{\"text\": " + text(34) + ", " + parts + "}",
                "{\"text\": " + text(35) + ", " + parts + "}"));
    }

    @Test
    void client_countsWhatWasCut() throws Exception {
        ElectraClient client = ElectraClient.to(server.uri("")).model("cutter");
        List<LabeledText> texts = List.of(
                LabeledText.of("w7 ".repeat(39), null),
                LabeledText.of("w7", null),
                LabeledText.of("w7 ".repeat(50), null));

        client.predict(texts);
        client.model("classifier").predict(texts);

        assertThat(client.cutTexts()).isEqualTo(2);
    }

    @Test
    void metrics_countWhatWasCut() throws Exception {
        asked("/v1/answer", "answerer", "{\"question\": " + text(20) + ", \"context\": \"w8\"}");

        // They are written behind the response.
        while (!server.get("/metrics")
                .body()
                .matches("(?s).*electra_cut_texts_total\\{model=\"answerer\",operation=\"answer\"} [1-9].*")) {
            Thread.sleep(10);
        }
    }
}
