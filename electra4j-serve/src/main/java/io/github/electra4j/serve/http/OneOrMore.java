package io.github.electra4j.serve.http;

import io.github.electra4j.task.JsonRow;
import java.util.List;

/**
 * A text or a list of texts under one key, as other services take them.
 *
 * @param single whether it was no list
 */
record OneOrMore(List<String> texts, boolean single) {
    static OneOrMore of(JsonRow request, String key) {
        if (request.node().path(key).isString()) {
            return new OneOrMore(List.of(request.text(key)), true);
        }
        List<String> texts = request.texts(key);
        if (texts.isEmpty()) {
            throw request.wrong(key, "is an empty list, expected a text or some");
        }
        return new OneOrMore(texts, false);
    }
}
