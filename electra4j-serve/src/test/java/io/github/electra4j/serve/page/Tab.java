package io.github.electra4j.serve.page;

import io.github.electra4j.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** A page of a browser: what is done on it, what is seen of it, and what it asked of whom. */
final class Tab {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final DevTools tools;
    private final String session;
    private final List<String> troubles = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile Function<Asked, Reply> server = asked -> Reply.REAL;

    /** A request that is held until it is told what becomes of it. */
    record Asked(String url, String body) {}

    /**
     * What becomes of a request.
     *
     * @param status 0 where it goes to the real server, -1 where nobody answers, -2 where it waits for ever
     */
    record Reply(int status, String json, Map<String, String> headers) {
        static final Reply REAL = new Reply(0, "", Map.of());
        static final Reply GONE = new Reply(-1, "", Map.of());
        static final Reply NEVER = new Reply(-2, "", Map.of());

        static Reply of(String json) {
            return new Reply(200, json, Map.of());
        }
    }

    Tab(DevTools tools, String session) {
        this.tools = tools;
        this.session = session;
        tools.listen(session, this::heard);
        for (String domain : List.of("Page", "Runtime", "Log", "Network", "Accessibility")) {
            send(domain + ".enable", Map.of());
        }
    }

    JsonNode send(String method, Map<String, ?> parameters) {
        return tools.send(session, method, parameters);
    }

    private void heard(String event, JsonNode parameters) {
        switch (event) {
            case "Network.requestWillBeSent" ->
                requests.add(parameters.path("request").path("url").asString(""));
            case "Runtime.exceptionThrown" -> troubles.add(parameters.toString());
            case "Runtime.consoleAPICalled" -> {
                if (List.of("error", "warning", "assert")
                        .contains(parameters.path("type").asString(""))) {
                    troubles.add(parameters.toString());
                }
            }
            case "Log.entryAdded" -> {
                if (!parameters.path("entry").path("level").asString("").equals("verbose")) {
                    troubles.add(parameters.toString());
                }
            }
            case "Fetch.requestPaused" -> paused(parameters);
            default -> {
                // Of no interest.
            }
        }
    }

    private void paused(JsonNode parameters) {
        String id = parameters.get("requestId").stringValue();
        JsonNode request = parameters.get("request");
        Reply reply = server.apply(new Asked(
                request.get("url").stringValue(), request.path("postData").asString("")));
        switch (reply.status()) {
            case 0 -> send("Fetch.continueRequest", Map.of("requestId", id));
            case -1 -> send("Fetch.failRequest", Map.of("requestId", id, "errorReason", "ConnectionRefused"));
            case -2 -> {
                // The page gives it up itself.
            }
            default -> send("Fetch.fulfillRequest", fulfilled(id, reply));
        }
    }

    private static Map<String, Object> fulfilled(String id, Reply reply) {
        Map<String, String> headers = new HashMap<>(reply.headers());
        headers.put("Content-Type", reply.status() < 400 ? "application/json" : "application/problem+json");
        List<Map<String, String>> listed = new ArrayList<>();
        headers.forEach((name, value) -> listed.add(Map.of("name", name, "value", value)));
        byte[] json = reply.json().getBytes(StandardCharsets.UTF_8);
        return Map.of(
                "requestId",
                id,
                "responseCode",
                reply.status(),
                "responseHeaders",
                listed,
                "body",
                Base64.getEncoder().encodeToString(json));
    }

    /** From now on a stand-in decides what becomes of requests to the service. */
    void answeredBy(Function<Asked, Reply> standIn) {
        server = standIn;
        send("Fetch.enable", Map.of("patterns", List.of(Map.of("urlPattern", "*/v1/*"))));
    }

    /** What the console had: errors and warnings. */
    List<String> troubles() {
        return troubles;
    }

    /** Addresses of all requests. */
    List<String> requests() {
        return requests;
    }

    /** Loads the page and waits until it shows what is served, or why it does not. */
    void open(String url) {
        send("Page.navigate", Map.of("url", url));
        until("document.querySelector('#sections section, #trouble *') !== null");
    }

    /** The value of an expression of the page, or of the promise that it is. */
    JsonNode value(String expression) {
        JsonNode answer =
                send("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        if (answer.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + answer.get("exceptionDetails"));
        }
        return answer.get("result").path("value");
    }

    String text(String expression) {
        return value(expression).asString("");
    }

    boolean holds(String expression) {
        return value("Boolean(" + expression + ")").booleanValue();
    }

    /** Waits until an expression is true. */
    void until(String expression) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!holds(expression)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("this did not become true: " + expression + "; the page shows: "
                        + text("document.body.innerText") + "; its console: " + troubles);
            }
            pause(50);
        }
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    void click(String selector) {
        until("document.querySelector(" + quoted(selector) + ") !== null");
        value("document.querySelector(" + quoted(selector) + ").click()");
    }

    void focus(String selector) {
        value("document.querySelector(" + quoted(selector) + ").focus()");
    }

    /** Text as from a keyboard, a letter after the other. */
    void type(String text) {
        text.codePoints().forEach(point -> send("Input.insertText", Map.of("text", Character.toString(point))));
    }

    /** A key that makes no letter. */
    void key(String name, int code, int modifiers) {
        for (String kind : List.of("rawKeyDown", "keyUp")) {
            send(
                    "Input.dispatchKeyEvent",
                    Map.of(
                            "type",
                            kind,
                            "key",
                            name,
                            "code",
                            name,
                            "windowsVirtualKeyCode",
                            code,
                            "modifiers",
                            modifiers));
        }
    }

    /** The key that ends a line; in a field of one line it sends the form, and a button is pressed by it. */
    void enter() {
        Map<String, Object> key = Map.of("key", "Enter", "code", "Enter", "windowsVirtualKeyCode", 13, "text", "\r");
        for (String kind : List.of("keyDown", "keyUp")) {
            Map<String, Object> event = new HashMap<>(key);
            event.put("type", kind);
            send("Input.dispatchKeyEvent", event);
        }
    }

    void tabulator() {
        key("Tab", 9, 0);
    }

    void size(int width, int height) {
        send(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** A picture of an element, or of its beginning, PNG. */
    byte[] picture(String selector) {
        JsonNode box = value(
                "(() => { const b = document.querySelector(" + quoted(selector) + ").getBoundingClientRect();"
                        + " return { x: b.x + scrollX, y: b.y + scrollY, width: b.width, height: Math.min(b.height, 960), scale: 1 }; })()");
        JsonNode shot =
                send("Page.captureScreenshot", Map.of("captureBeyondViewport", true, "clip", JsonText.value(box)));
        return Base64.getDecoder().decode(shot.get("data").stringValue());
    }

    /** What the user has asked the system for, such as {@code prefers-color-scheme}. */
    void prefers(String feature, String value) {
        send("Emulation.setEmulatedMedia", Map.of("features", List.of(Map.of("name", feature, "value", value))));
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "\\'") + "'";
    }
}
