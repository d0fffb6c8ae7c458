package io.github.electra4j.serve.http;

import io.github.electra4j.json.JsonText;
import io.github.electra4j.serve.model.Operation;
import io.github.electra4j.serve.model.ServedModel;
import io.github.electra4j.task.JsonRow;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code POST /v1/OPERATION}: an input, or a list of them under {@code inputs}; what the model says to it, or to each. */
final class TaskRoute implements Handler {
    private final Operation<?, ?> operation;
    private final Desk desk;

    TaskRoute(Operation<?, ?> operation, Desk desk) {
        this.operation = operation;
        this.desk = desk;
    }

    @Override
    public void handle(Context context) {
        JsonRow request = desk.request(context);
        answer(context, request, RequestObject.checked(() -> operation.chosen(request)));
    }

    private <I, O> void answer(Context context, JsonRow request, Operation<I, O> chosen) {
        ServedModel model = desk.model(context, chosen, RequestObject.checked(() -> request.textOrNull("model")));
        Desk.Asked<I, O> asked =
                desk.ask(context, model, chosen, electra -> TaskRequest.of(request, chosen, electra, desk.limits()));
        boolean batch = TaskRequest.isBatch(request);
        TaskRequest<I> task = asked.task();
        Answers.later(context, desk.writers(), asked.outputs(), results -> {
            ObjectNode body = JsonText.object().put("model", model.name());
            if (batch) {
                ArrayNode list = body.putArray("results");
                for (int i = 0; i < results.size(); i++) {
                    chosen.write(task.inputs().get(i), results.get(i), list.addObject());
                }
            } else {
                chosen.write(task.inputs().get(0), results.get(0), body);
            }
            Answers.json(context, body.put("input_tokens", task.tokens()));
        });
    }
}
