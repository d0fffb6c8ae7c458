package io.github.electra4j.serve.http;

import io.github.electra4j.json.JsonFault;
import io.github.electra4j.json.JsonText;
import io.github.electra4j.task.JsonRow;
import io.github.electra4j.task.NearestName;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpStatus;
import tools.jackson.databind.JsonNode;

/** The JSON object of a request; what is wrong with it is a problem that names the key. */
final class RequestObject {
    /** Messages of rows begin with file and line, which a request has not. */
    private static final Path NO_FILE = Path.of("request");

    private static final String PLACE = NO_FILE + ":1: ";

    private RequestObject() {}

    /** What a body holds: one JSON object, in UTF-8. */
    static JsonRow of(byte[] body) {
        return checked(() -> new JsonRow(JsonText.parseObject(body, "the body"), "", NO_FILE, 1));
    }

    /** Refuses keys that nobody reads: they are misspelt, or something is expected that is not done. */
    static void onlyKeys(JsonRow object, Set<String> known) {
        for (String key : object.node().propertyNames()) {
            if (!known.contains(key)) {
                String nearest = NearestName.of(key, known);
                throw wrong(object.path() + JsonFault.shown(JsonText.node(key)) + " is no key here; expected "
                        + String.join(", ", new TreeSet<>(known))
                        + (nearest == null ? "" : "; did you mean " + nearest + "?"));
            }
        }
    }

    /** The text, or the list of one text or more, under a key. */
    static List<String> oneOrMore(JsonRow object, String key) {
        if (object.node().path(key).isString()) {
            return List.of(object.text(key));
        }
        List<String> texts = object.texts(key);
        if (texts.isEmpty()) {
            throw object.wrong(key, "is an empty list, expected a text or some");
        }
        return texts;
    }

    /** True or false under a key. */
    static boolean flag(JsonRow object, String key, boolean unsaid) {
        if (!object.has(key)) {
            return unsaid;
        }
        JsonNode value = object.node().get(key);
        if (!value.isBoolean()) {
            throw object.wrong(key, "is " + JsonFault.shown(value) + ", expected true or false");
        }
        return value.booleanValue();
    }

    /** Does what reads a request; what it does not like is wrong with the request. */
    static <T> T checked(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private static Problem.ProblemException wrong(String message) {
        String detail = message.startsWith(PLACE) ? message.substring(PLACE.length()) : message;
        return new Problem(HttpStatus.BAD_REQUEST_400, "invalid-request", detail).exception();
    }
}
