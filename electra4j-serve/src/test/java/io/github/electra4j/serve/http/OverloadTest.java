package io.github.electra4j.serve.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.electra4j.dialogue.Dialogue;
import io.github.electra4j.serve.model.ModelSource;
import io.github.electra4j.serve.model.ServedModel;
import io.github.electra4j.serve.queue.Work;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** More requests than can be computed, over a socket: the one thread that computes is held until a test lets it go. */
@Timeout(60)
class OverloadTest {
    private static final String ONE = "{\"text\": \"w7 w8\"}";

    @TempDir
    private Path folder;

    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final List<Integer> batches = Collections.synchronizedList(new ArrayList<>());
    private List<ServedModel> models = List.of();

    @BeforeEach
    void load() throws IOException {
        models = Networks.load(folder, "classifier");
    }

    @AfterEach
    void let() {
        release.countDown();
    }

    private static Limits limits(Duration timeout) {
        return limits(timeout, Duration.ofSeconds(20));
    }

    private static Limits limits(Duration timeout, Duration grace) {
        Limits standard = Limits.standard();
        return new Limits(
                standard.maxBody(),
                standard.bodies(),
                4,
                standard.maxTokens(),
                8,
                standard.header(),
                standard.connections(),
                timeout,
                standard.reading(),
                standard.idle(),
                grace);
    }

    private List<Object> compute(Inference.Kind kind, List<Object> inputs) {
        batches.add(inputs.size());
        held.countDown();
        try {
            release.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return Inference.compute(kind, inputs);
    }

    private TestServer start(Duration timeout) throws IOException {
        return TestServer.start(limits(timeout), models, this::compute);
    }

    private static CompletableFuture<HttpResponse<String>> sent(TestServer server, String json) {
        return server.client()
                .sendAsync(
                        server.posting("/v1/classify", json.getBytes(StandardCharsets.UTF_8)),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static void awaitWaiting(TestServer server, int inputs) throws Exception {
        while (!server.get("/metrics").body().contains("electra_queue_texts " + inputs + ".0\n")) {
            Thread.sleep(10);
        }
    }

    @Test
    void fullQueue_isSaidAtOnceAndOthersAreAnswered() throws Exception {
        try (TestServer server = start(Duration.ofSeconds(30))) {
            List<CompletableFuture<HttpResponse<String>>> taken = new ArrayList<>(List.of(sent(server, ONE)));
            held.await();
            for (int i = 0; i < 8; i++) {
                taken.add(sent(server, ONE));
            }
            awaitWaiting(server, 8);

            HttpResponse<String> refused = server.post("/v1/classify", ONE);

            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(refused.body()).contains("queue-full", "1 inputs, and 8 of at most 8 wait already");
            release.countDown();
            for (CompletableFuture<HttpResponse<String>> each : taken) {
                assertThat(each.get().statusCode()).isEqualTo(200);
                assertThat(each.get().body()).isEqualTo(taken.get(0).get().body());
            }
            // The first was alone; the eight that waited for it were computed together.
            assertThat(batches).containsExactly(1, 8);
        }
    }

    @Test
    void requestThatWaitsTooLong_isEndedAndLeavesTheQueue() throws Exception {
        try (TestServer server = start(Duration.ofMillis(300))) {
            CompletableFuture<HttpResponse<String>> first = sent(server, ONE);
            held.await();

            HttpResponse<String> late = server.post("/v1/classify", ONE);

            assertThat(late.statusCode()).isEqualTo(504);
            assertThat(late.body()).contains("urn:electra4j:problem:timeout", "300 ms");
            awaitWaiting(server, 0);
            assertThat(first.get().statusCode()).isEqualTo(504);
            release.countDown();
        }
    }

    /** Each of its models answers in time, and both together do not. */
    @Test
    void conversation_whoseModelsTogetherTakeTooLong_isEnded() throws Exception {
        Networks.copy("chooser", folder.resolve("chooser"));
        Dialogue dialogue = Dialogue.read(Files.writeString(folder.resolve("chat.yaml"), """
                models: {intent: classifier, replies: chooser}
                confidence: {intent: 0, out_of_scope: 0}
                intents: {LABEL_0: {from: replies}, LABEL_1: {from: replies}, LABEL_2: {from: replies}}
                replies: [w7, w8 w9]
                """));
        List<ServedModel> both = new ArrayList<>();
        for (ModelSource source : ModelSource.of(dialogue)) {
            both.add(new ServedModel(source));
        }
        Work<Inference.Kind, Object, Object> slow = (kind, inputs) -> {
            try {
                Thread.sleep(800);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return Inference.compute(kind, inputs);
        };
        try (TestServer server =
                TestServer.start(limits(Duration.ofMillis(1200)), new Served(both, null, null, dialogue, null), slow)) {
            HttpResponse<String> late = server.post("/v1/chat", "{\"message\": \"w7\"}");

            assertThat(late.statusCode()).as(late.body()).isEqualTo(504);
            assertThat(late.body()).contains("urn:electra4j:problem:timeout", "1200 ms");
        }
    }

    private static String request(String last) {
        return "POST /v1/classify HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                + ONE.length() + "\r\n" + last + "\r\n" + ONE;
    }

    @Test
    void clientThatHasGone_leavesTheQueue() throws Exception {
        try (TestServer server = start(Duration.ofSeconds(30))) {
            CompletableFuture<HttpResponse<String>> first = sent(server, ONE);
            held.await();
            Socket gone = server.raw(request(""));
            awaitWaiting(server, 1);

            gone.close();

            awaitWaiting(server, 0);
            release.countDown();
            assertThat(first.get().statusCode()).isEqualTo(200);
            assertThat(batches).containsExactly(1);
        }
    }

    /** It looks as if it had gone, but may read still. */
    @Test
    void clientThatHasClosedItsOwnDirection_isToldWhyItGetsNothing() throws Exception {
        try (TestServer server = start(Duration.ofSeconds(30))) {
            CompletableFuture<HttpResponse<String>> first = sent(server, ONE);
            held.await();
            try (Socket half = server.raw(request(""))) {
                awaitWaiting(server, 1);
                half.shutdownOutput();

                assertThat(TestServer.all(half))
                        .startsWith("HTTP/1.1 499")
                        .contains("application/problem+json", "urn:electra4j:problem:client-gone");
            }
            release.countDown();
            assertThat(first.get().statusCode()).isEqualTo(200);
        }
    }

    @Test
    void nextRequestOnTheConnection_isAnsweredThoughTheFirstWasWatched() throws Exception {
        try (TestServer server = start(Duration.ofSeconds(30));
                Socket socket = server.raw(request(""))) {
            held.await();
            Thread.sleep(100);
            // Comes while the first waits, so that the look for its end finds its first letter.
            socket.getOutputStream().write(request("Connection: close\r\n").getBytes(StandardCharsets.UTF_8));
            Thread.sleep(700);
            release.countDown();

            String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answers.split("HTTP/1.1 200", -1)).hasSize(3);
        }
    }

    @Test
    void stop_finishesWhatWasAcceptedAndRefusesMore() throws Exception {
        TestServer server = start(Duration.ofSeconds(30));
        CompletableFuture<HttpResponse<String>> computed = sent(server, ONE);
        held.await();
        CompletableFuture<HttpResponse<String>> waiting = sent(server, ONE);
        awaitWaiting(server, 1);

        CompletableFuture<Boolean> stopped = CompletableFuture.supplyAsync(() -> {
            try {
                return server.service().stop();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        HttpResponse<String> ready = server.get("/health/ready");
        while (ready.statusCode() == 200) {
            ready = server.get("/health/ready");
        }
        HttpResponse<String> refused = server.post("/v1/classify", ONE);

        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(server.head("/health/ready").statusCode()).isEqualTo(503);
        assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).contains("urn:electra4j:problem:stopping");
        assertThat(stopped).isNotDone();
        release.countDown();
        assertThat(computed.get().statusCode()).isEqualTo(200);
        assertThat(waiting.get().statusCode()).isEqualTo(200);
        assertThat(stopped.get()).isTrue();
    }

    /** The batch goes on that the request has given up after two seconds: stopping waits for it as long as is left of three. */
    @Test
    void stop_withWorkThatDoesNotEnd_takesTheGraceOnce() throws Exception {
        Limits limits = limits(Duration.ofSeconds(2), Duration.ofSeconds(3));
        TestServer server = TestServer.start(limits, models, this::compute);
        CompletableFuture<HttpResponse<String>> late = sent(server, ONE);
        held.await();

        long begin = System.nanoTime();
        boolean finished = server.service().stop();

        assertThat(finished).isFalse();
        assertThat(late.get().statusCode()).isEqualTo(504);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(4500));
    }

    @Test
    void stop_beforeWhatWasAcceptedIsComputed_saysThatItStops() throws Exception {
        TestServer server =
                TestServer.start(limits(Duration.ofSeconds(30), Duration.ofMillis(300)), models, this::compute);
        List<CompletableFuture<HttpResponse<String>>> taken = new ArrayList<>(List.of(sent(server, ONE)));
        held.await();
        taken.add(sent(server, ONE));
        awaitWaiting(server, 1);

        assertThat(server.service().stop()).isFalse();

        for (CompletableFuture<HttpResponse<String>> each : taken) {
            assertThat(each.get().statusCode()).isEqualTo(503);
            assertThat(each.get().headers().firstValue("Retry-After")).hasValue("1");
            assertThat(each.get().body()).contains("urn:electra4j:problem:stopping");
        }
    }

    @Test
    void reloadWhileRequestsWait_letsThemEndWithTheModelTheyWereReadBy() throws Exception {
        try (TestServer server = start(Duration.ofSeconds(30))) {
            CompletableFuture<HttpResponse<String>> begun = sent(server, ONE);
            held.await();
            CompletableFuture<HttpResponse<String>> waiting = sent(server, ONE);
            awaitWaiting(server, 1);
            Path config = folder.resolve("classifier/config.json");
            Files.writeString(config, Files.readString(config).replace("LABEL_", "NEW_"));

            assertThat(server.service().reload()).isEmpty();
            CompletableFuture<HttpResponse<String>> after = sent(server, ONE);
            awaitWaiting(server, 2);
            release.countDown();

            assertThat(begun.get().body()).contains("LABEL_").doesNotContain("NEW_");
            assertThat(waiting.get().body()).contains("LABEL_").doesNotContain("NEW_");
            assertThat(after.get().body()).contains("NEW_").doesNotContain("LABEL_");
            assertThat(batches).containsExactly(1, 1, 1);
        }
    }

    @Test
    void failure_isSaidAndLoggedWithoutAWordOfTheText() throws Exception {
        try (TestServer server = TestServer.start(limits(Duration.ofSeconds(30)), models, (kind, inputs) -> {
            throw new IllegalStateException("something about w7 w8", new IOException("w7"));
        })) {
            ListAppender<ILoggingEvent> logged = new ListAppender<>();
            Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
            logged.start();
            root.addAppender(logged);

            HttpResponse<String> failed = server.post("/v1/classify", ONE);
            server.post("/v1/classify", "{\"w7\": 1}");
            server.post("/v1/classify?w7=1", "{\"text\": \"w7\", broken");

            root.detachAppender(logged);
            assertThat(failed.statusCode()).isEqualTo(500);
            assertThat(failed.body()).contains("urn:electra4j:problem:internal").doesNotContain("w7");
            assertThat(logged.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .singleElement()
                    .asString()
                    .startsWith("POST /v1/classify (request "
                            + failed.headers().firstValue("X-Request-Id").orElseThrow()
                            + ") failed: java.lang.IllegalStateException of java.io.IOException at io.github.electra4j")
                    .doesNotContain("w7");
            assertThat(logged.list).extracting(ILoggingEvent::getThrowableProxy).containsOnlyNulls();
            // Whoever computes does not write what failed either: a client may read slowly.
            assertThat(logged.list)
                    .extracting(ILoggingEvent::getThreadName)
                    .allMatch(name -> name.startsWith("electra-http"));
        }
    }
}
