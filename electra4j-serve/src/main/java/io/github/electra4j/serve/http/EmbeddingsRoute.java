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
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code POST /v1/embeddings}, as clients of OpenAI's service ask: vectors of length 1, the means over the tokens. Lists of token numbers
 * are refused, since they are those of another vocabulary.
 */
final class EmbeddingsRoute implements Handler {
    private static final Set<String> KEYS = Set.of("input", "model", "encoding_format", "dimensions", "user");
    private static final Encode MEAN = new Encode(Pooling.MEAN);

    private final Desk desk;

    EmbeddingsRoute(Desk desk) {
        this.desk = desk;
    }

    @Override
    public void handle(Context context) {
        JsonRow request = desk.request(context);
        RequestObject.onlyKeys(request, KEYS);
        List<String> texts = RequestObject.checked(() -> RequestObject.oneOrMore(request, "input"));
        boolean base64 = RequestObject.checked(() -> isBase64(request));
        ServedModel model = desk.model(context, MEAN, RequestObject.checked(() -> request.textOrNull("model")));
        Desk.Asked<String, float[]> asked = desk.ask(context, model, MEAN, electra -> {
            if (request.has("dimensions") && request.whole("dimensions") != electra.hiddenSize()) {
                throw request.wrong("dimensions", "can only be " + electra.hiddenSize() + " with this model");
            }
            return TaskRequest.of(texts, MEAN, electra, desk.limits());
        });
        Answers.later(context, desk.writers(), asked.outputs(), found -> {
            ObjectNode body = JsonText.object().put("object", "list");
            ArrayNode data = body.putArray("data");
            for (int i = 0; i < found.size(); i++) {
                write(
                        found.get(i),
                        base64,
                        data.addObject().put("object", "embedding").put("index", i));
            }
            body.put("model", model.name());
            long tokens = asked.task().tokens();
            body.putObject("usage").put("prompt_tokens", tokens).put("total_tokens", tokens);
            Answers.json(context, body);
        });
    }

    private static void write(float[] vector, boolean base64, ObjectNode object) {
        float[] unit = Vectors.normalized(vector);
        if (base64) {
            object.put("embedding", Vectors.base64(unit));
        } else {
            Vectors.add(unit, object.putArray("embedding"));
        }
    }

    private static boolean isBase64(JsonRow request) {
        String format = request.textOrNull("encoding_format");
        if (format == null || format.equals("float")) {
            return false;
        }
        if (!format.equals("base64")) {
            throw request.wrong("encoding_format", "is \"" + format + "\", expected float or base64");
        }
        return true;
    }
}
