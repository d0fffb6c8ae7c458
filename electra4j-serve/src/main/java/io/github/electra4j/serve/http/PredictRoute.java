package io.github.electra4j.serve.http;

import io.github.electra4j.json.JsonText;
import io.github.electra4j.serve.model.FineTuned;
import io.github.electra4j.serve.model.ServedModel;
import io.github.electra4j.task.JsonRow;
import io.github.electra4j.task.LabeledText;
import io.github.electra4j.task.TaskRow;
import io.github.electra4j.task.TextTask.ClassPrediction;
import io.github.electra4j.task.TextTask.ValuePrediction;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * {@code POST /predict}, as clients of Hugging Face's text-embeddings-inference ask: the labels of a text with their probabilities, the
 * greatest first. {@code inputs} is a text, a list of one text or of the two of a pair, or a list of such lists. It names no model, so that
 * the first that classifies texts is asked.
 */
final class PredictRoute implements Handler {
    private static final String INPUTS = "inputs";
    private static final String PARAMETERS = "parameters";
    private static final Set<String> KEYS =
            Set.of(INPUTS, PARAMETERS, "raw_scores", "truncate", "truncation_direction");

    private final Desk desk;

    PredictRoute(Desk desk) {
        this.desk = desk;
    }

    @Override
    public void handle(Context context) {
        JsonRow request = desk.request(context);
        RequestObject.onlyKeys(request, KEYS);
        boolean batch = request.node().path(INPUTS).path(0).isArray();
        List<TaskRow> rows = RequestObject.checked(() -> {
            if (RequestObject.flag(request, "raw_scores", false)) {
                throw request.wrong("raw_scores", "is true, expected false: probabilities are all there is");
            }
            // Hugging Face's client sends them with everything, empty where nothing is asked for.
            if (request.has(PARAMETERS) && !request.object(PARAMETERS).node().isEmpty()) {
                throw request.wrong(PARAMETERS, "is not empty, expected none: all labels are answered");
            }
            return rows(request, batch);
        });
        ServedModel model = desk.model(context, FineTuned.CLASSIFY_TEXTS, null);
        Desk.Asked<TaskRow, FineTuned.Answer> asked = desk.ask(
                context,
                model,
                FineTuned.CLASSIFY_TEXTS,
                electra -> TaskRequest.of(rows, FineTuned.CLASSIFY_TEXTS, electra, desk.limits()));
        Answers.later(context, desk.writers(), asked.outputs(), found -> {
            ArrayNode body = JsonText.array();
            found.forEach(answer -> write(answer, batch ? body.addArray() : body));
            Answers.json(context, body);
        });
    }

    private static List<TaskRow> rows(JsonRow request, boolean batch) {
        JsonNode inputs = request.node().path(INPUTS);
        if (!batch) {
            return List.of(row(request, RequestObject.oneOrMore(request, INPUTS), INPUTS));
        }
        List<TaskRow> rows = new ArrayList<>();
        for (JsonNode input : inputs) {
            List<String> texts = new ArrayList<>();
            for (JsonNode text : input) {
                texts.add(text.isString() ? text.stringValue() : "");
            }
            if (!input.isArray() || texts.isEmpty() || !allTexts(input)) {
                throw request.wrong(INPUTS + "[" + rows.size() + "]", "is not a list of one text or two");
            }
            rows.add(row(request, texts, INPUTS + "[" + rows.size() + "]"));
        }
        return rows;
    }

    private static boolean allTexts(JsonNode list) {
        return list.valueStream().allMatch(JsonNode::isString);
    }

    private static LabeledText row(JsonRow request, List<String> texts, String key) {
        if (texts.size() > 2) {
            throw request.wrong(
                    key,
                    "has " + texts.size()
                            + " texts, expected one or the two of a pair; several inputs are lists in a list");
        }
        return LabeledText.of(texts.get(0), texts.size() == 2 ? texts.get(1) : null);
    }

    private static void write(FineTuned.Answer answer, ArrayNode list) {
        if (answer.answer() instanceof ClassPrediction classes) {
            List<String> labels = answer.task().outputNames();
            double[] probabilities = classes.probabilities();
            IntStream.range(0, probabilities.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble(label -> -probabilities[label]))
                    .forEach(label ->
                            list.addObject().put("score", probabilities[label]).put("label", labels.get(label)));
        } else if (answer.answer() instanceof ValuePrediction value) {
            list.addObject().put("score", value.value()).put("label", "value");
        }
    }
}
