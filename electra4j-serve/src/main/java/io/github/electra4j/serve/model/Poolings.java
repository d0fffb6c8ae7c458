package io.github.electra4j.serve.model;

import io.github.electra4j.Pooling;
import io.github.electra4j.task.JsonRow;
import java.util.Set;

/** How a request says which vector of a text it wants. */
final class Poolings {
    private static final String KEY = "pooling";

    /** The key that says it. */
    static final Set<String> KEYS = Set.of(KEY);

    private Poolings() {}

    static Pooling of(JsonRow request, Pooling unsaid) {
        String name = request.textOrNull(KEY);
        if (name == null) {
            return unsaid;
        }
        return switch (name) {
            case "cls" -> Pooling.CLS;
            case "mean" -> Pooling.MEAN;
            default -> throw request.wrong(KEY, "is \"" + name + "\", expected cls or mean");
        };
    }
}
