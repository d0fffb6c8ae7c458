package io.github.electra4j.serve.page;

import io.github.electra4j.json.JsonText;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Commands and events of a browser (https://chromedevtools.github.io/devtools-protocol/), over the JDK's client of WebSocket. */
final class DevTools implements WebSocket.Listener, AutoCloseable {
    private static final long PATIENCE = 60;

    private final AtomicInteger last = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final Map<String, BiConsumer<String, JsonNode>> listeners = new ConcurrentHashMap<>();
    private final StringBuilder message = new StringBuilder();
    // Whoever hears of an event may send a command, whose answer comes through the same socket.
    private final ExecutorService events = Executors.newSingleThreadExecutor(work -> {
        Thread made = new Thread(work, "devtools-events");
        made.setDaemon(true);
        return made;
    });
    private WebSocket socket;

    static DevTools connect(URI uri) {
        DevTools made = new DevTools();
        made.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(uri, made)
                .join();
        return made;
    }

    /** Tells of a session's events, by name. */
    void listen(String session, BiConsumer<String, JsonNode> listener) {
        listeners.put(session, listener);
    }

    /**
     * Sends a command and waits for its result.
     *
     * @param session empty for the browser itself
     */
    JsonNode send(String session, String method, Map<String, ?> parameters) {
        int id = last.incrementAndGet();
        ObjectNode command = JsonText.object().put("id", id).put("method", method);
        command.set("params", JsonText.node(parameters));
        if (!session.isEmpty()) {
            command.put("sessionId", session);
        }
        CompletableFuture<JsonNode> result = new CompletableFuture<>();
        waiting.put(id, result);
        synchronized (this) {
            socket.sendText(JsonText.compact(command), true).join();
        }
        try {
            JsonNode answer = result.get(PATIENCE, TimeUnit.SECONDS);
            if (answer.has("error")) {
                throw new AssertionError(method + ": " + answer.get("error"));
            }
            return answer.get("result");
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(method + " was not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(method + " was interrupted", e);
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        message.append(data);
        if (last) {
            ObjectNode whole = JsonText.parseObject(message.toString().getBytes(StandardCharsets.UTF_8), "DevTools");
            message.setLength(0);
            received(whole);
        }
        from.request(1);
        return null;
    }

    private void received(ObjectNode whole) {
        if (whole.has("id")) {
            CompletableFuture<JsonNode> result = waiting.remove(whole.get("id").intValue());
            if (result != null) {
                result.complete(whole);
            }
            return;
        }
        BiConsumer<String, JsonNode> listener =
                listeners.get(whole.path("sessionId").asString(""));
        if (listener != null) {
            events.execute(() -> listener.accept(whole.get("method").stringValue(), whole.get("params")));
        }
    }

    @Override
    public void close() {
        events.shutdownNow();
        socket.abort();
    }
}
