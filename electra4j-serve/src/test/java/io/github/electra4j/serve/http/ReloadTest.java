package io.github.electra4j.serve.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.checkpoint.TaskSettings;
import io.github.electra4j.task.extraction.ExtractionFile;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A classifier that is loaded anew, under requests that go on. */
@Timeout(60)
class ReloadTest {
    private static final String TOKEN = "0123456789abcdef";

    @TempDir
    private Path folder;

    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.start(
                new Listening("127.0.0.1", 0, null, new BearerTokens(List.of(TOKEN)), List.of()),
                Limits.standard(),
                Networks.load(folder, "classifier"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        HttpRequest request = server.to(path)
                .headers("Content-Type", "application/json", "Authorization", "Bearer " + TOKEN)
                .POST(BodyPublishers.ofString(body))
                .build();
        return server.client().send(request, BodyHandlers.ofString());
    }

    private HttpResponse<String> classified() throws IOException, InterruptedException {
        return post("/v1/classify", "{\"text\": \"w7 w8\"}");
    }

    private HttpResponse<String> reloaded() throws IOException, InterruptedException {
        return post("/v1/models/classifier/reload", "");
    }

    private void inConfig(String old, String replacement) throws IOException {
        Path config = folder.resolve("classifier/config.json");
        String text = Files.readString(config);
        assertThat(text).contains(old);
        Files.writeString(config, text.replace(old, replacement));
    }

    @Test
    void reload_underLoad_dropsNoRequest() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        List<CompletableFuture<Integer>> clients = new ArrayList<>();
        String expected = classified().body();
        for (int i = 0; i < 4; i++) {
            clients.add(CompletableFuture.supplyAsync(() -> {
                int answered = 0;
                try {
                    while (!over.get()) {
                        HttpResponse<String> response = classified();
                        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
                        assertThat(response.body()).isEqualTo(expected);
                        answered++;
                    }
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return answered;
            }));
        }
        for (int i = 0; i < 10; i++) {
            HttpResponse<String> response = reloaded();
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        }
        over.set(true);
        for (CompletableFuture<Integer> client : clients) {
            assertThat(client.join()).isPositive();
        }
    }

    @Test
    void reload_ofAChangedDirectory_servesTheNewOne() throws Exception {
        Files.writeString(folder.resolve("classifier/MODEL_CARD.md"), "# New\n");
        assertThat(classified().body()).contains("LABEL_0");
        inConfig("\"LABEL_0\"", "\"good\"");
        inConfig("\"LABEL_1\"", "\"bad\"");
        inConfig("\"LABEL_2\"", "\"neither\"");

        HttpResponse<String> response = reloaded();

        assertThat(response.body()).startsWith("{\"model\":\"classifier\",\"loaded\":\"");
        assertThat(classified().body())
                .contains("\"good\":", "\"bad\":", "\"neither\":")
                .doesNotContain("LABEL");
    }

    @Test
    void reload_ofABrokenDirectory_keepsTheOldOne() throws Exception {
        String before = classified().body();
        Files.writeString(folder.resolve("classifier/config.json"), "{");

        HttpResponse<String> response = reloaded();

        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(response.body()).contains("urn:electra4j:problem:not-reloaded", "goes on: ", "config.json");
        assertThat(classified().body()).isEqualTo(before);
        assertThat(server.service().reload()).hasSize(1).first().asString().startsWith("classifier: the model");
    }

    @Test
    void reload_ofADirectoryThatIsGone_saysSoWithoutNamesOfClasses() throws Exception {
        Files.delete(folder.resolve("classifier/model.safetensors"));

        HttpResponse<String> response = reloaded();

        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(response.body()).contains("goes on: ", "model.safetensors").doesNotContain("Exception");
    }

    @Test
    void reload_ofAModelForSomethingElse_isRefused() throws Exception {
        for (String file : List.of("config.json", "model.safetensors")) {
            Files.copy(
                    Networks.copy("tagger", folder.resolve("tagger-" + file)).resolve(file),
                    folder.resolve("classifier").resolve(file),
                    StandardCopyOption.REPLACE_EXISTING);
        }

        HttpResponse<String> response = reloaded();

        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(response.body())
                .contains("the new model can do tag, encode, similarity, the old one classify, encode");
        assertThat(classified().statusCode()).isEqualTo(200);
    }

    /** Both are asked at one path, but whoever asks sends a text, and not one with two parts. */
    @Test
    void reload_ofAModelForAnotherTaskOfTheSameOperation_isRefused() throws Exception {
        Path relations = Networks.extraction(folder.resolve("extractor")).resolve(ExtractionFile.RELATIONS);
        for (String file : List.of("config.json", "model.safetensors", "vocab.txt", TaskSettings.NAME)) {
            Files.copy(
                    relations.resolve(file),
                    folder.resolve("classifier").resolve(file),
                    StandardCopyOption.REPLACE_EXISTING);
        }

        HttpResponse<String> response = reloaded();

        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(response.body())
                .contains("the new model was fine-tuned for relation, the old one for classification; serve it under");
        assertThat(classified().statusCode()).isEqualTo(200);
    }

    @Test
    void reload_withoutTokens_isForTheSignalAlone() throws Exception {
        try (TestServer open = TestServer.start(Networks.load(folder.resolve("open"), "classifier"))) {
            HttpResponse<String> refused = open.post("/v1/models/classifier/reload", "");

            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body()).contains("urn:electra4j:problem:no-tokens", "SIGHUP");
            assertThat(open.service().reload()).isEmpty();
        }
    }

    @Test
    void reload_afterTheEnd_isSaidAsWell() throws Exception {
        server.service().stop();

        assertThat(server.service().reload())
                .singleElement()
                .asString()
                .contains("classifier: the model", "the server is stopping");
    }
}
