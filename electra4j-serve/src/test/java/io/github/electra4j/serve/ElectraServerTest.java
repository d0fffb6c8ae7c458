package io.github.electra4j.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.electra4j.serve.http.Limits;
import io.github.electra4j.serve.http.Listening;
import io.github.electra4j.serve.http.Networks;
import io.github.electra4j.serve.model.ModelSource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server as a program has it. */
@Timeout(60)
class ElectraServerTest {
    @TempDir
    private Path folder;

    private static ElectraServer start(Listening listening, ModelSource... sources) throws IOException {
        return ElectraServer.start(List.of(sources), listening, Limits.standard());
    }

    @Test
    void twoVersionsOfAModel_areServedUnderTheirNames() throws Exception {
        Path model = Networks.copy("classifier", folder.resolve("classifier"));
        try (ElectraServer server =
                start(Listening.loopback(0), new ModelSource("v1", model), new ModelSource("v2", model))) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(server.uri() + "/v1/classify"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"text\": \"w7\", \"model\": \"v2\"}"))
                    .build();

            HttpResponse<String> response =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

            assertThat(response.body()).startsWith("{\"model\":\"v2\",\"prediction\"");
            assertThat(server.reload()).isEmpty();
            int port = server.uri().getPort();
            // Before a model is loaded: there is none.
            assertThatThrownBy(() -> start(Listening.loopback(port), new ModelSource("a", folder.resolve("none"))))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cannot listen on 127.0.0.1, port " + port);
        }
    }

    @Test
    void modelsThatCannotBeServed_areSaid() throws Exception {
        Path model = Networks.copy("classifier", folder.resolve("classifier"));

        assertThatThrownBy(() -> start(Listening.loopback(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no model to serve; name one or more directories");
        assertThatThrownBy(() -> start(Listening.loopback(0), new ModelSource("a", model), new ModelSource("a", model)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two models are called a; give one of them another name with NAME=");
        assertThatThrownBy(() -> start(Listening.loopback(0), new ModelSource("a", folder.resolve("none"))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("none");
    }

    @Test
    void limitsThatDoNotGoTogether_areRefused() {
        Duration second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new Limits(1000, 999, 1, 1, 1, 1, 1, second, second, second, second))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bodies: 999, expected at least the 1000 of one body");
        assertThatThrownBy(() -> new Limits(1000, 1000, 10, 1, 9, 1, 1, second, second, second, second))
                .hasMessage("queue: 9, expected at least the 10 texts that one request may have");
        assertThatThrownBy(() -> new Limits(1000, 1000, 1, 1, 1, 1, 1, Duration.ZERO, second, second, second))
                .hasMessage("timeout: PT0S, expected a millisecond at least");
        assertThatThrownBy(() -> new Limits(1000, 1000, 1, 1, 1, 1, 1, second, second.negated(), second, second))
                .hasMessage("reading: PT-1S, expected a millisecond at least");
        assertThatThrownBy(() -> new Limits(1000, 1000, 1, 1, 1, 1, 1, second, second, Duration.ofNanos(1), second))
                .hasMessage("idle: PT0.000000001S, expected a millisecond at least");
        assertThatThrownBy(() -> new Limits(1000, 1000, 1, 1, 1, 1, 1, second, second, second, Duration.ZERO))
                .hasMessage("grace: PT0S, expected a millisecond at least");
        assertThatThrownBy(() -> new Limits(1L << 31, 1L << 31, 1, 1, 1, 1, 1, second, second, second, second))
                .hasMessage("maxBody: 2147483648, expected at most 2147483639");
    }
}
