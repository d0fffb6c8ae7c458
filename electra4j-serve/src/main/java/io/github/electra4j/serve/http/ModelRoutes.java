package io.github.electra4j.serve.http;

import io.github.electra4j.Electra;
import io.github.electra4j.ModelTask;
import io.github.electra4j.json.JsonText;
import io.github.electra4j.serve.model.Ask;
import io.github.electra4j.serve.model.LoadedModel;
import io.github.electra4j.serve.model.ServedModel;
import io.javalin.http.Context;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is served: the list of the models, in the form that clients of OpenAI's service expect, and their cards.
 *
 * @param ask the documents that models may read; null for none
 */
record ModelRoutes(Models models, @Nullable Ask ask) {
    void list(Context context) {
        ObjectNode body = JsonText.object().put("object", "list");
        ArrayNode data = body.putArray("data");
        models.all().forEach(model -> describe(model, data.addObject()));
        Answers.json(context, body);
    }

    void one(Context context) {
        ObjectNode body = JsonText.object();
        describe(models.named(context.pathParam("name")), body);
        Answers.json(context, body);
    }

    private void describe(ServedModel model, ObjectNode object) {
        LoadedModel held = model.hold();
        try {
            object.put("id", held.name())
                    .put("object", "model")
                    .put("created", held.when().getEpochSecond())
                    .put("owned_by", "electra4j");
            ArrayNode operations = object.putArray("operations");
            held.operations().forEach(operations::add);
            if (ask != null && held.<Boolean>ask(ask::suits)) {
                operations.add(ask.name());
            }
            held.ask(electra -> describe(electra, object));
        } finally {
            held.release();
        }
    }

    private static ObjectNode describe(Electra electra, ObjectNode object) {
        ModelTask task = electra.task();
        object.put("architecture", electra.architecture().className());
        if (task != null) {
            object.put("task", task.task().name());
            ArrayNode labels = object.putArray("labels");
            task.task().outputNames().forEach(labels::add);
        }
        return object.put("max_length", electra.maxLength()).put("hidden_size", electra.hiddenSize());
    }

    void card(Context context) {
        String card = models.named(context.pathParam("name")).current().card();
        if (card == null) {
            throw new Problem(HttpStatus.NOT_FOUND_404, "no-card", "the directory of this model has no model card")
                    .exception();
        }
        context.contentType("text/markdown; charset=utf-8").result(card);
    }
}
