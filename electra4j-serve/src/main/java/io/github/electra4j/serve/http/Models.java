package io.github.electra4j.serve.http;

import io.github.electra4j.serve.model.Operation;
import io.github.electra4j.serve.model.ServedModel;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/** The models by their names, in the order in which they were given. */
final class Models {
    private final Map<String, ServedModel> byName = new LinkedHashMap<>();

    Models(List<ServedModel> models) {
        models.forEach(model -> byName.put(model.name(), model));
    }

    Collection<ServedModel> all() {
        return byName.values();
    }

    /** The model of a name. */
    ServedModel named(String name) {
        ServedModel model = byName.get(name);
        if (model == null) {
            throw new Problem(HttpStatus.NOT_FOUND_404, "unknown-model", "there is no model of this name")
                    .with("models", List.copyOf(byName.keySet()))
                    .exception();
        }
        return model;
    }

    /**
     * The model that an operation is asked of: the one that the request names, or the first that can do it.
     *
     * @param name from the request, or null
     */
    ServedModel of(Operation<?, ?> operation, @Nullable String name) {
        List<ServedModel> able = byName.values().stream()
                .filter(model -> model.<Boolean>ask(operation::suits))
                .toList();
        List<String> names = able.stream().map(ServedModel::name).toList();
        if (name != null) {
            ServedModel model = named(name);
            if (!able.contains(model)) {
                throw cannot("the model \"" + name + "\" cannot " + operation.name(), names);
            }
            return model;
        }
        if (able.isEmpty()) {
            throw cannot("no model here can " + operation.name(), names);
        }
        return able.get(0);
    }

    private static Problem.ProblemException cannot(String what, List<String> able) {
        return new Problem(
                        HttpStatus.UNPROCESSABLE_ENTITY_422,
                        "wrong-model",
                        what
                                + (able.isEmpty()
                                        ? "; serve one that was fine-tuned for it"
                                        : "; these can: " + String.join(", ", able)))
                .with("models", able)
                .exception();
    }
}
