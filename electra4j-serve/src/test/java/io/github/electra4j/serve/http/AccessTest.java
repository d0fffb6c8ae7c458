package io.github.electra4j.serve.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who may ask a server, over a socket: by token, by the name that it is called, from which page, and by which path. */
@Timeout(60)
class AccessTest {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final String ONE = "{\"text\": \"w7 w8\"}";

    @TempDir
    private static Path folder;

    private static TestServer server;

    /** One that wants a token and lets the pages of one origin ask. */
    private static TestServer guarded;

    @BeforeAll
    static void start() throws IOException {
        server = TestServer.start(Networks.load(folder.resolve("a"), "classifier"));
        Listening listening = new Listening(
                "127.0.0.1",
                0,
                null,
                new BearerTokens(List.of("another token".repeat(3).replace(' ', '-'), TOKEN)),
                List.of("https://example.org"));
        guarded = TestServer.start(listening, Limits.standard(), Networks.load(folder.resolve("b"), "classifier"));
    }

    @AfterAll
    static void stop() {
        server.close();
        guarded.close();
    }

    private static HttpResponse<String> asked(String... headers) throws Exception {
        HttpRequest.Builder request = guarded.to("/v1/classify").headers("Content-Type", "application/json");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return guarded.client().send(request.POST(BodyPublishers.ofString(ONE)).build(), BodyHandlers.ofString());
    }

    @Test
    void token_isNeededForAllButHealth() throws Exception {
        HttpResponse<String> without = asked();

        assertThat(without.statusCode()).isEqualTo(401);
        assertThat(without.headers().firstValue("WWW-Authenticate")).hasValue("Bearer realm=\"electra4j\"");
        assertThat(without.body()).contains("urn:electra4j:problem:unauthorized");
        assertThat(asked("Authorization", "Bearer " + TOKEN.substring(1)).statusCode())
                .isEqualTo(401);
        assertThat(asked("Authorization", "Basic " + TOKEN).statusCode()).isEqualTo(401);
        assertThat(asked("Authorization", "Bearer " + TOKEN).statusCode()).isEqualTo(200);
        assertThat(asked("Authorization", "bearer " + TOKEN).statusCode()).isEqualTo(200);
        assertThat(guarded.get("/metrics").statusCode()).isEqualTo(401);
        assertThat(guarded.get("/v1/models").statusCode()).isEqualTo(401);
        assertThat(guarded.get("/v1/models").body()).contains("\"error\":{");
        assertThat(guarded.get("/nothing").statusCode()).isEqualTo(401);
        assertThat(guarded.get("/health/../v1/models").statusCode()).isEqualTo(401);
        assertThat(guarded.get("/health/ready").statusCode()).isEqualTo(200);
    }

    /** An answer before would go with a connection that is reset, since the body is still on its way; clients keep the connection. */
    @Test
    void refusal_waitsForTheBodyThatIsOnItsWay() throws Exception {
        String post = "POST /v1/classify HTTP/1.1\r\nContent-Length: " + ONE.length() + "\r\nHost: ";
        String next = "GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        for (boolean token : new boolean[] {true, false}) {
            try (Socket socket = (token ? guarded : server).raw(post + "rebound.example.org\r\n\r\n")) {
                Thread.sleep(100);
                assertThat(socket.getInputStream().available()).isZero();
                OutputStream out = socket.getOutputStream();
                out.write((ONE + next).getBytes(StandardCharsets.UTF_8));
                assertThat(TestServer.all(socket))
                        .startsWith(token ? "HTTP/1.1 401" : "HTTP/1.1 421")
                        .contains("HTTP/1.1 200");
            }
        }
    }

    /** Who asks before sending is told at once, and sends nothing. */
    @Test
    void refusal_comesAtOnceWhereTheClientAsksBeforeItSends() throws Exception {
        try (Socket socket = guarded.raw("POST /v1/classify HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
                + "Content-Length: 1000000\r\n\r\n")) {
            assertThat(TestServer.all(socket)).startsWith("HTTP/1.1 401").contains("Connection: close");
        }
    }

    private static String answer(TestServer of, String host) throws IOException {
        return answer(of, "/v1/models", host);
    }

    /** What is answered to a path as it stands, which a client of HTTP would tidy. */
    private static String answer(TestServer of, String path, String host) throws IOException {
        try (Socket socket = of.raw("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")) {
            return TestServer.all(socket);
        }
    }

    /** As a page asks whose name was made to point to this machine. */
    @Test
    void otherNamesOfThisMachine_areNotAnsweredByAServerWithoutTokens() throws Exception {
        for (String host :
                List.of("rebound.example.org", "rebound.example.org:8080", "127.0.0.1.example.org", "a.b", "1f.de")) {
            assertThat(answer(server, host)).startsWith("HTTP/1.1 421").contains("urn:electra4j:problem:wrong-host");
        }
        for (String host :
                List.of("localhost:8080", "LOCALHOST", "a.localhost", "127.0.0.1", "[::1]:8080", "10.0.0.7")) {
            assertThat(answer(server, host)).startsWith("HTTP/1.1 200");
        }
        assertThat(answer(guarded, "models.example.org")).startsWith("HTTP/1.1 401");
    }

    @Test
    void token_thatIsShort_isRefusedWithoutBeingShown() {
        assertThatThrownBy(() -> new BearerTokens(List.of("secret")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("token 1 of 1: a token of 6 characters, expected at least 16")
                .hasMessageNotContaining("secret");
    }

    @Test
    void otherOrigins_areAllowedOnlyWhereTheyAreNamed() throws Exception {
        HttpRequest.Builder preflight = guarded.to("/v1/classify")
                .method("OPTIONS", BodyPublishers.noBody())
                .headers(
                        "Access-Control-Request-Method",
                        "POST",
                        "Access-Control-Request-Headers",
                        "authorization,content-type");
        String allow = "Access-Control-Allow-Origin";
        HttpResponse<String> known = guarded.client()
                .send(preflight.copy().header("Origin", "https://example.org").build(), BodyHandlers.ofString());
        HttpResponse<String> unknown = guarded.client()
                .send(
                        preflight
                                .copy()
                                .header("Origin", "https://example-org.net")
                                .build(),
                        BodyHandlers.ofString());
        HttpResponse<String> none = server.client()
                .send(
                        server.to("/v1/classify")
                                .headers("Content-Type", "application/json", "Origin", "https://example.org")
                                .POST(BodyPublishers.ofString(ONE))
                                .build(),
                        BodyHandlers.ofString());

        HttpResponse<String> refused = guarded.client()
                .send(
                        guarded.to("/v1/models")
                                .header("Origin", "https://example.org")
                                .build(),
                        BodyHandlers.ofString());

        assertThat(known.headers().firstValue(allow)).hasValue("https://example.org");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue(allow)).hasValue("https://example.org");
        assertThat(refused.headers().firstValue("Access-Control-Expose-Headers").orElse(""))
                .contains("X-Request-Id", "Retry-After");
        assertThat(unknown.headers().firstValue(allow)).isEmpty();
        assertThat(none.statusCode()).isEqualTo(200);
        assertThat(none.headers().firstValue(allow)).isEmpty();
    }

    /** Paths that begin as those of health, which need no token, and mean others. */
    @Test
    void pathsThatPretendToBeHealth_openNothing() throws Exception {
        for (String path : List.of(
                "/health/%2e%2e/v1/models",
                "/health/..;/v1/models",
                "/health/;x/../v1/models",
                "/health/..%2fv1/models",
                "/health/../metrics",
                "//health/../metrics",
                "/health/./../metrics",
                "/health/%2E./metrics")) {
            assertThat(answer(guarded, path, "localhost")).as(path).matches("(?s)HTTP/1\\.1 (400|401|404).*");
        }
    }

    @Test
    void pathsOutsideOfTheRoutes_reachNoFile() throws Exception {
        for (String path : List.of(
                "/../../etc/passwd",
                "/v1/models/../../../etc/passwd",
                "/v1/models/%2e%2e%2fetc/card",
                "/v1/models/;/card",
                "/v1/models/%00/card",
                "/WEB-INF/web.xml",
                "/v1//models",
                "/openapi.yaml%00")) {
            assertThat(answer(server, path, "localhost"))
                    .as(path)
                    .matches("(?s)HTTP/1\\.1 (400|404).*application/problem\\+json.*");
        }
    }
}
