package io.github.electra4j.serve.http;

import io.github.electra4j.Pooling;
import io.github.electra4j.json.JsonText;
import io.github.electra4j.serve.model.Encode;
import io.github.electra4j.serve.model.ServedModel;
import io.github.electra4j.serve.model.Vectors;
import io.github.electra4j.task.JsonRow;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;

/**
 * {@code POST /embed}, as clients of Hugging Face's text-embeddings-inference ask: the means over the tokens, of length 1 unless
 * {@code normalize} is false. It names no model, so that the first is asked. Texts are never cut, whatever {@code truncate} says.
 */
final class EmbedRoute implements Handler {
    private static final Set<String> KEYS =
            Set.of("inputs", "normalize", "truncate", "truncation_direction", "prompt_name");
    private static final Encode MEAN = new Encode(Pooling.MEAN);

    private final Desk desk;

    EmbedRoute(Desk desk) {
        this.desk = desk;
    }

    @Override
    public void handle(Context context) {
        JsonRow request = desk.request(context);
        RequestObject.onlyKeys(request, KEYS);
        List<String> texts = RequestObject.checked(() -> RequestObject.oneOrMore(request, "inputs"));
        boolean normalize = RequestObject.checked(() -> RequestObject.flag(request, "normalize", true));
        ServedModel model = desk.model(context, MEAN, null);
        Desk.Asked<String, float[]> asked =
                desk.ask(context, model, MEAN, electra -> TaskRequest.of(texts, MEAN, electra, desk.limits()));
        Answers.later(context, desk.writers(), asked.outputs(), found -> {
            ArrayNode body = JsonText.array();
            found.forEach(vector -> Vectors.add(normalize ? Vectors.normalized(vector) : vector, body.addArray()));
            Answers.json(context, body);
        });
    }
}
