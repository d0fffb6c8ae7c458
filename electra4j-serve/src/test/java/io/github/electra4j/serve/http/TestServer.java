package io.github.electra4j.serve.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.json.JsonText;
import io.github.electra4j.serve.model.Ask;
import io.github.electra4j.serve.model.ServedModel;
import io.github.electra4j.serve.queue.Work;
import io.github.electra4j.serve.runs.RunFolder;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A server on a free port, and a client for it. */
final class TestServer implements AutoCloseable {
    private final HttpService service;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private TestServer(HttpService service) {
        this.service = service;
    }

    static TestServer start(List<ServedModel> models) throws IOException {
        return start(Listening.loopback(0), Limits.standard(), models);
    }

    static TestServer start(Listening listening, Limits limits, List<ServedModel> models) throws IOException {
        return new TestServer(HttpService.start(listening, limits, Served.of(models)));
    }

    /** With runs to be watched. */
    static TestServer start(List<ServedModel> models, RunFolder runs) throws IOException {
        return start(new Served(models, runs, null, null, null));
    }

    /** With runs, if any, and documents. */
    static TestServer start(List<ServedModel> models, @Nullable RunFolder runs, Ask ask) throws IOException {
        return start(new Served(models, runs, ask, null, null));
    }

    static TestServer start(Served served) throws IOException {
        return new TestServer(HttpService.start(Listening.loopback(0), Limits.standard(), served));
    }

    /** With another way to compute, on one thread. */
    static TestServer start(Limits limits, List<ServedModel> models, Work<Inference.Kind, Object, Object> work)
            throws IOException {
        return start(limits, Served.of(models), work);
    }

    /** The same of more than models. */
    static TestServer start(Limits limits, Served served, Work<Inference.Kind, Object, Object> work)
            throws IOException {
        return new TestServer(HttpService.start(Listening.loopback(0), limits, served, work, 1));
    }

    HttpService service() {
        return service;
    }

    HttpClient client() {
        return client;
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + service.port() + path);
    }

    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(60));
    }

    HttpRequest posting(String path, byte[] json) {
        return to(path).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(json))
                .build();
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(to(path).build(), BodyHandlers.ofString());
    }

    HttpResponse<Void> head(String path) throws IOException, InterruptedException {
        return client.send(
                to(path).method("HEAD", HttpRequest.BodyPublishers.noBody()).build(), BodyHandlers.discarding());
    }

    HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        return post(path, json.getBytes(StandardCharsets.UTF_8));
    }

    HttpResponse<String> post(String path, byte[] json) throws IOException, InterruptedException {
        return client.send(posting(path, json), BodyHandlers.ofString());
    }

    /** A connection with some bytes sent, of a request or of something else; it gives up waiting after twenty seconds. */
    Socket raw(String text) throws IOException {
        Socket socket = new Socket("127.0.0.1", service.port());
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
        return socket;
    }

    /** What comes over a connection until its end. */
    static String all(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** The object that a response holds. */
    /** What a request is answered with, which must have gone well. */
    ObjectNode answered(String path, String json) throws IOException, InterruptedException {
        HttpResponse<String> response = post(path, json);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        return json(response);
    }

    static ObjectNode json(HttpResponse<String> response) {
        return JsonText.parseObject(response.body().getBytes(StandardCharsets.UTF_8), "response");
    }

    @Override
    public void close() {
        try {
            service.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
