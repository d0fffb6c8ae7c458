package io.github.electra4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server as a process: it says where it is, answers, and ends well. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a read of a pipe cannot be interrupted
class ServeIT {
    @TempDir
    private Path folder;

    static HttpResponse<String> post(String uri, String json) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(uri))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static void send(String signal, Process process) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    /** Whether it was started with SIGHUP, number 1, ignored, as all that {@code nohup} starts is. */
    private static boolean ignoresHangup(Process process) throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.exists(status)) {
            return false;
        }
        String mask = Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .findFirst()
                .orElseThrow()
                .substring("SigIgn:".length())
                .strip();
        return (Long.parseUnsignedLong(mask, 16) & 1) != 0;
    }

    @Test
    void serve_twoModels_answersReloadsAndEndsOnSignals() throws Exception {
        Assumptions.assumeFalse(System.getProperty("os.name").startsWith("Windows"));
        TinyTask.model(folder);
        TinyTask.classifier(folder);
        Process process = ElectraProcess.start(
                folder, "serve", "model", "class=classifier", "--port", "0", "--log-format", "json");
        CompletableFuture<String> log = ElectraProcess.all(process.getInputStream());
        try (BufferedReader said = new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8))) {
            String line = said.readLine();
            assertThat(line).startsWith("electra: serving model, class at http://127.0.0.1:");
            String uri = line.substring(line.indexOf("http"));

            HttpResponse<String> classified = post(uri + "/v1/classify", "{\"text\": \"w7 w8\"}");
            HttpResponse<String> detected = post(uri + "/v1/detect", "{\"text\": \"w7 w8\"}");

            assertThat(classified.statusCode()).isEqualTo(200);
            assertThat(classified.body()).startsWith("{\"model\":\"class\",\"prediction\":\"LABEL_");
            assertThat(detected.body()).startsWith("{\"model\":\"model\",\"tokens\":[{\"token\":\"w7\",\"start\":0");
            if (ignoresHangup(process)) {
                assertThat(said.readLine()).startsWith("electra: SIGHUP is not heard here");
            } else {
                send("HUP", process);
                assertThat(said.readLine()).isEqualTo("electra: loaded all models anew");
            }
            assertThat(post(uri + "/v1/classify", "{\"text\": \"w7 w8\"}").body())
                    .isEqualTo(classified.body());
            send("TERM", process);
            assertThat(said.readLine()).contains("what has been accepted is finished");
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).isEqualTo(143);
            assertThat(log.get(1, TimeUnit.MINUTES).lines()).hasSize(3).allSatisfy(entry -> assertThat(entry)
                    .startsWith("{\"time\":\"")
                    .contains("\"method\":\"POST\",\"path\":\"/v1/", "\"status\":200,\"ms\":", "\"model\":\"")
                    .doesNotContain("w7"));
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void serve_runsAlone_needsNoModel() throws Exception {
        Files.createDirectories(folder.resolve("runs/mine"));
        Files.writeString(
                folder.resolve("runs/mine/metrics.jsonl"),
                "{\"kind\":\"train\",\"step\":7,\"seconds\":1.5,\"loss\":2.5}\n");
        Process process = ElectraProcess.start(folder, "serve", "--runs", "runs", "--port", "0");
        CompletableFuture<String> unused = ElectraProcess.all(process.getInputStream());
        try (BufferedReader said = new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8))) {
            String line = said.readLine();
            assertThat(line).startsWith("electra: serving the runs below runs at http://127.0.0.1:");
            URI uri = URI.create(line.substring(line.indexOf("http")));
            HttpRequest request =
                    HttpRequest.newBuilder(uri.resolve("/v1/runs")).build();
            HttpResponse<String> listed =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

            assertThat(listed.body()).contains("\"name\":\"mine\"", "\"step\":7");
            for (String wrong : new String[] {
                "GET / HTTP/1.1\r\nHost: localhost\r\nHost: w77\r\n",
                "GET / HTTP/1.1\r\nHost: my name is w77\r\n",
                "GET / HTTP/1.1\r\nHost: localhost:w77\r\n",
                "CONNECT /w77 HTTP/1.1\r\nHost: localhost\r\n"
            }) {
                assertThat(answer(uri.getPort(), wrong)).startsWith("HTTP/1.1 400");
            }
            process.toHandle().destroy(); // the other way to end it closes what it says
            // Nothing that a client has sent.
            assertThat(said.lines()).noneMatch(told -> told.contains("w77"));
        } finally {
            process.destroyForcibly();
        }
        ElectraProcess.Result missing = ElectraProcess.run(folder, "serve", "--runs", "none", "--port", "0");
        assertThat(missing.code()).isEqualTo(1);
        assertThat(missing.err()).contains("none: no such folder");
    }

    /** The process waits for its tokens, which come through a pipe: so the signal is certain to be there before anything is served. */
    @Test
    void serve_hangupBeforeItIsReady_isHeardThen() throws Exception {
        Assumptions.assumeFalse(System.getProperty("os.name").startsWith("Windows"));
        Files.createDirectories(folder.resolve("runs"));
        Path pipe = folder.resolve("tokens");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Process process =
                ElectraProcess.start(folder, "serve", "--runs", "runs", "--port", "0", "--token-file", "tokens");
        CompletableFuture<String> unused = ElectraProcess.all(process.getInputStream());
        try (BufferedReader said = new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8))) {
            try (OutputStream tokens = Files.newOutputStream(pipe)) {
                Assumptions.assumeFalse(ignoresHangup(process));
                send("HUP", process);
                tokens.write("0123456789abcdef0123456789abcdef\n".getBytes(UTF_8));
            }
            assertThat(said.readLine()).startsWith("electra: serving the runs below runs");
            assertThat(said.readLine()).isEqualTo("electra: loaded all models anew");
        } finally {
            process.destroyForcibly();
        }
    }

    private static String answer(int port, String head) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write((head + "Connection: close\r\n\r\n").getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    @Test
    void serve_demoWithoutQuickstart_saysHowToMakeIt() throws Exception {
        ElectraProcess.Result result = ElectraProcess.run(folder, "serve", "--demo");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("no quickstart has been trained here", "`electra quickstart`");
    }

    @Test
    void serve_nothing_isWrongUse() throws Exception {
        ElectraProcess.Result result = ElectraProcess.run(folder, "serve", "--port", "0");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("no model to serve");
    }

    @Test
    void serve_wrongArguments_areSaidBeforeAnythingIsLoaded() throws Exception {
        assertThat(ElectraProcess.run(folder, "serve", "a b=missing").err()).contains("the model name \"a b\"");
        assertThat(ElectraProcess.run(folder, "serve", "missing", "--port", "0").err())
                .contains("missing");
    }
}
