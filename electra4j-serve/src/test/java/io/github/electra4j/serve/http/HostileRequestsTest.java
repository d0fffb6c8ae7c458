package io.github.electra4j.serve.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that mean ill or are broken, over a socket. */
@Timeout(60)
class HostileRequestsTest {
    private static final String ONE = "{\"text\": \"w7 w8\"}";
    private static final Duration READING = Duration.ofMillis(600);

    @TempDir
    private static Path folder;

    private static TestServer server;

    /** One that waits for what comes slowly, so that a test can hold it up. */
    private static TestServer patient;

    private static Limits limits(Duration reading) {
        Limits standard = Limits.standard();
        return new Limits(
                20_000,
                200_000,
                standard.maxTexts(),
                500,
                standard.queue(),
                standard.header(),
                standard.connections(),
                standard.timeout(),
                reading,
                standard.idle(),
                standard.grace());
    }

    @BeforeAll
    static void start() throws IOException {
        Limits limits = limits(READING);
        server = TestServer.start(
                Listening.loopback(0), limits, Networks.load(folder.resolve("a"), "classifier", "chooser"));
        patient = TestServer.start(
                Listening.loopback(0),
                limits(Duration.ofSeconds(50)),
                Networks.load(folder.resolve("c"), "classifier"));
    }

    @AfterAll
    static void stop() {
        server.close();
        patient.close();
    }

    private static String head(String more) {
        return "POST /v1/classify HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + more + "\r\n";
    }

    @Test
    void bodyOf100Megabytes_isRefusedBeforeItIsSent() throws Exception {
        try (Socket socket = server.raw(head("Content-Length: 100000000\r\n"))) {
            assertThat(TestServer.all(socket))
                    .startsWith("HTTP/1.1 413")
                    .contains("urn:electra4j:problem:body-too-long", "\"limit\":20000", "Connection: close");
        }
    }

    /** Most clients send all before they read, and a connection that was closed meanwhile would tell them nothing. */
    @Test
    void bodySomewhatTooLong_isThrownAwayAndAnswered() throws Exception {
        String body = "{\"text\": \"" + "w7 ".repeat(500_000) + "\"}";
        for (int i = 0; i < 20; i++) {
            HttpResponse<String> response = server.post("/v1/classify", body);

            assertThat(response.statusCode()).isEqualTo(413);
            assertThat(response.body()).contains("urn:electra4j:problem:body-too-long");
        }
        try (Socket socket = server.raw(head("Content-Length: 30000\r\n") + "{\"text\"")) {
            assertThat(TestServer.all(socket)).startsWith("HTTP/1.1 413").contains("Connection: close");
        }
    }

    /** JSON has no such parameter (RFC 8259, section 11). */
    @Test
    void bodyOfAnUnknownCharset_isReadAsJsonIs() throws Exception {
        HttpRequest request = server.to("/v1/classify")
                .header("Content-Type", "application/json; charset=ADA")
                .POST(HttpRequest.BodyPublishers.ofString(ONE))
                .build();

        assertThat(server.client()
                        .send(request, HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void bodyWithoutEnd_isRefusedOnceItIsTooLong() throws Exception {
        try (Socket socket = server.raw(head("Transfer-Encoding: chunked\r\n"))) {
            byte[] chunk = ("1000\r\n" + "x".repeat(0x1000) + "\r\n").getBytes(StandardCharsets.UTF_8);
            OutputStream out = socket.getOutputStream();
            for (int i = 0; i < 5; i++) {
                out.write(chunk);
            }
            out.flush();
            assertThat(TestServer.all(socket)).startsWith("HTTP/1.1 413");
        }
        assertThat(server.post("/v1/classify", ONE).statusCode()).isEqualTo(200);
    }

    /** Chunks announce no length. A few megabytes are thrown away, so that clients that send before they read have their answer; the rest is never read. */
    @Test
    void bodyOf100MegabytesInChunks_isRefusedOnItsWay_andHeldNowhere() throws Exception {
        byte[] chunk = ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.UTF_8);
        long before = allocatedByOtherThreads();
        int sent = 0;
        try (Socket socket = server.raw(head("Transfer-Encoding: chunked\r\n"))) {
            FutureTask<byte[]> status =
                    new FutureTask<>(() -> socket.getInputStream().readNBytes(12));
            new Thread(status).start();
            try {
                while (sent < 100_000_000) {
                    socket.getOutputStream().write(chunk);
                    sent += chunk.length;
                }
            } catch (IOException e) {
                // The server has answered and closed the connection.
            }
            assertThat(new String(status.get(), StandardCharsets.UTF_8)).isEqualTo("HTTP/1.1 413");
        }
        assertThat(sent).isBetween(8 << 20, 50_000_000);
        assertThat(allocatedByOtherThreads() - before).isLessThan(4 << 20);
        assertThat(server.post("/v1/classify", ONE).statusCode()).isEqualTo(200);
    }

    /** Bytes of the heap that all threads but this one have taken, freed ones too. */
    private static long allocatedByOtherThreads() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long own = Thread.currentThread().getId();
        long[] others =
                Arrays.stream(threads.getAllThreadIds()).filter(id -> id != own).toArray();
        return Arrays.stream(threads.getThreadAllocatedBytes(others))
                .filter(bytes -> bytes > 0)
                .sum();
    }

    @Test
    void bodyThatComesSlowly_isGivenUp() throws Exception {
        try (Socket socket = server.raw(head("Content-Length: 1000\r\n") + "{\"text\"")) {
            assertThat(TestServer.all(socket)).startsWith("HTTP/1.1 408").contains("urn:electra4j:problem:slow-body");
        }
    }

    @Test
    void headersThatComeSlowly_endTheConnection() throws Exception {
        long begin = System.nanoTime();
        try (Socket socket = server.raw("POST /v1/classify HTTP/1.1\r\nHost: localhost\r\n")) {
            // A letter now and then, so that the connection is never idle.
            Thread drip = new Thread(() -> {
                try {
                    while (true) {
                        socket.getOutputStream().write('x');
                        Thread.sleep(50);
                    }
                } catch (IOException | InterruptedException e) {
                    // It was closed, which is what the test waits for.
                }
            });
            drip.start();
            assertThatNoMoreComes(socket);
            drip.join();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(READING, Duration.ofSeconds(15));
    }

    /** The end of the stream, or a reset where something was still on its way. */
    private static void assertThatNoMoreComes(Socket socket) {
        try {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("reset");
        }
    }

    @Test
    void keptConnection_isNotTakenForASlowOne() throws Exception {
        try (Socket socket = server.raw("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
            Thread.sleep(3 * READING.toMillis());
            socket.getOutputStream()
                    .write("GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.UTF_8));
            assertThat(TestServer.all(socket).split("HTTP/1.1 200", -1)).hasSize(3);
        }
    }

    /** A request that is not whole: its body, of as many bytes as are said, has all but so many of its last ones. */
    private static Socket unfinished(int length, int missing) throws IOException {
        String body = ONE + " ".repeat(length - ONE.length());
        return patient.raw(head("Content-Length: " + length + "\r\n") + body.substring(0, length - missing));
    }

    private static void close(List<Socket> sockets) throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /** There are 64 threads, and these connections stay as they are for longer than the test waits. */
    @Test
    void hundredsOfSlowAndHalfOpenConnections_keepNobodyWaiting() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 150; i++) {
                sockets.add(patient.raw(""));
                sockets.add(unfinished(500, 1));
            }
            long begin = System.nanoTime();
            assertThat(patient.post("/v1/classify", ONE).statusCode()).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
            // The last of them had waited all the while, and is answered like others.
            Socket last = sockets.get(299);
            last.getOutputStream().write(' ');
            assertThat(new String(last.getInputStream().readNBytes(12), StandardCharsets.UTF_8))
                    .isEqualTo("HTTP/1.1 200");
        } finally {
            close(sockets);
        }
    }

    /** Thirty times 20,000 bytes are announced, where all bodies may have 200,000. */
    @Test
    void bodiesThatAreAnnouncedAndDoNotCome_takeNoRoom() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 30; i++) {
                sockets.add(unfinished(20_000, 20_000));
            }
            // The server has seen the last of them once it has answered what came after.
            for (int i = 0; i < 5; i++) {
                assertThat(patient.post("/v1/classify", ONE).statusCode()).isEqualTo(200);
            }
        } finally {
            close(sockets);
        }
    }

    @Test
    void bodiesThatHaveCome_takeRoomUntilTheirRequestsEnd() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 10; i++) {
                sockets.add(unfinished(20_000, 1));
            }
            HttpResponse<String> refused = patient.post("/v1/classify", ONE);
            while (refused.statusCode() == 200) {
                // One of the ten has found no room beside what was asked just now, and has gone.
                sockets.add(unfinished(20_000, 1));
                refused = patient.post("/v1/classify", ONE);
            }
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("urn:electra4j:problem:bodies-full");
            assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
        } finally {
            close(sockets);
        }
        while (patient.post("/v1/classify", ONE).statusCode() != 200) {
            Thread.sleep(10);
        }
    }

    /** Each is refused for its length while most of what it may have is here, and its rest stays away. */
    @Test
    void bodiesThatAreRefused_takeNoRoomWhileTheirRestIsOnItsWay() throws Exception {
        String body = ONE + " ".repeat(8000);
        String tooLong = "5000\r\n" + "x".repeat(0x5000) + "\r\n";
        List<Socket> sockets = new ArrayList<>();
        long begin = System.nanoTime();
        try {
            for (int i = 0; i < 30; i++) {
                sockets.add(patient.raw(head("Transfer-Encoding: chunked\r\n") + tooLong));
            }
            while (patient.post("/v1/classify", body).statusCode() != 200) {
                Thread.sleep(10); // some of them are being read still
            }
        } finally {
            close(sockets);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(40));
    }

    private static void refused(byte[] body, int status, String... said) throws Exception {
        HttpResponse<String> response = server.post("/v1/classify", body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(response.body()).contains(said);
    }

    @Test
    void brokenBodies_areProblemsOfTheRequest() throws Exception {
        refused("[".repeat(20_000).getBytes(StandardCharsets.UTF_8), 400, "nested more than 500 levels deep");
        refused(("{\"text\":".repeat(2_000)).getBytes(StandardCharsets.UTF_8), 400, "nested more than 500 levels deep");
        refused(new byte[] {'{', '"', 't', '"', ':', '"', (byte) 0xC3, (byte) 0x28, '"', '}'}, 400, "not UTF-8");
        refused(new byte[] {(byte) 0xFF, (byte) 0xFE, 0, 1}, 400, "not UTF-8");
        refused("{\"text\": \"w7\", \"text\": \"w8\"}".getBytes(StandardCharsets.UTF_8), 400, "stands twice");
        refused("{\"text\": \"w7\"} x".getBytes(StandardCharsets.UTF_8), 400, "not valid JSON");
        refused(("{\"text\": 1" + "0".repeat(5000) + "}").getBytes(StandardCharsets.UTF_8), 400, "longer than any");
        // Half a surrogate pair can be written in JSON; it is an unknown character like others.
        assertThat(server.post("/v1/classify", "{\"text\": \"\\ud800 w7\"}").statusCode())
                .isEqualTo(200);
    }

    @Test
    void tooManyTextsAndTokens_areRefused() throws Exception {
        String many = "{\"inputs\": [" + "{\"text\":\"a\"},".repeat(256) + "{\"text\":\"a\"}]}";
        refused(many.getBytes(StandardCharsets.UTF_8), 413, "too-many-texts", "257 inputs, expected at most 256");
        refused(
                ("{\"text\": \"" + "w7 ".repeat(501) + "\"}").getBytes(StandardCharsets.UTF_8),
                413,
                "too-many-tokens",
                "the texts have 501 tokens, expected at most 500");
    }

    /** The context is read with each option: 10 x (50 + 1) tokens. */
    @Test
    void optionsThatMakeManyTokensOfOneContext_areRefused() throws Exception {
        String options = "[" + "\"w8\",".repeat(9) + "\"w8\"]";

        HttpResponse<String> response =
                server.post("/v1/select", "{\"context\": \"" + "w7 ".repeat(50) + "\", \"options\": " + options + "}");

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body()).contains("too-many-tokens", "the texts have 510 tokens, expected at most 500");
    }

    @Test
    void headersAndPathsThatAreTooLong_areRefused() throws Exception {
        try (Socket socket =
                server.raw("GET /health/live HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(20_000) + "\r\n\r\n")) {
            assertThat(TestServer.all(socket))
                    .startsWith("HTTP/1.1 431")
                    .contains("application/problem+json")
                    .containsPattern("X-Request-Id: [0-9a-f]{8}-\\d+\r\n");
        }
        try (Socket socket = server.raw("GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
            assertThat(TestServer.all(socket)).startsWith("HTTP/1.1 414").contains("X-Request-Id: ");
        }
        try (Socket socket = server.raw("\u0001\u0002\r\n\r\n")) {
            assertThat(TestServer.all(socket)).startsWith("HTTP/1.1 400").contains("X-Request-Id: ");
        }
    }
}
