package io.github.electra4j.serve.http;

import io.github.electra4j.Electra;
import io.github.electra4j.serve.model.Operation;
import io.github.electra4j.task.JsonRow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.http.HttpStatus;

/**
 * Inputs as a model will read them.
 *
 * @param inputs one or more
 * @param lengths word pieces of each, as often as the network reads them; the most that an int holds where there are more
 * @param tokens word pieces of all inputs as they were sent
 */
record TaskRequest<I>(List<I> inputs, int[] lengths, long tokens) {
    private static final String INPUTS = "inputs";
    private static final String MODEL = "model";

    /** Whether there is a list of inputs, and so of results. */
    static boolean isBatch(JsonRow request) {
        return request.node().has(INPUTS);
    }

    /** Reads the inputs, as many as there may be. */
    static <I> TaskRequest<I> of(JsonRow request, Operation<I, ?> operation, Electra model, Limits limits) {
        boolean batch = isBatch(request);
        List<JsonRow> objects = batch ? request.objects(INPUTS) : List.of(request);
        Set<String> keys = operation.keys(model);
        Set<String> top = new HashSet<>(operation.choices());
        top.add(MODEL);
        top.addAll(batch ? Set.of(INPUTS) : keys);
        RequestObject.onlyKeys(request, top);
        checkCount(objects.size(), limits);
        List<I> inputs = new ArrayList<>();
        for (JsonRow object : objects) {
            if (batch) {
                RequestObject.onlyKeys(object, keys);
            }
            inputs.add(operation.read(object, model));
        }
        return of(inputs, operation, model, limits);
    }

    /** Inputs that have been read, counted, of which there are no more than there may be. */
    static <I> TaskRequest<I> of(List<I> inputs, Operation<I, ?> operation, Electra model, Limits limits) {
        checkCount(inputs.size(), limits);
        TaskRequest<I> request = counted(inputs, operation, model);
        long sum = request.tokens();
        if (sum > limits.maxTokens()) {
            throw new Problem(
                            HttpStatus.PAYLOAD_TOO_LARGE_413,
                            "too-many-tokens",
                            "the texts have " + sum + " tokens, expected at most " + limits.maxTokens()
                                    + "; send fewer or shorter ones")
                    .with("limit", limits.maxTokens())
                    .exception();
        }
        return request;
    }

    /** Inputs that have been read, counted, whatever their number. */
    static <I> TaskRequest<I> counted(List<I> inputs, Operation<I, ?> operation, Electra model) {
        int[] lengths = new int[inputs.size()];
        long tokens = 0;
        for (int i = 0; i < lengths.length; i++) {
            long length = operation.length(inputs.get(i), model);
            lengths[i] = (int) Math.min(Integer.MAX_VALUE, length);
            tokens += operation.sent(inputs.get(i), length, model);
        }
        return new TaskRequest<>(inputs, lengths, tokens);
    }

    private static void checkCount(int count, Limits limits) {
        if (count > limits.maxTexts()) {
            throw new Problem(
                            HttpStatus.PAYLOAD_TOO_LARGE_413,
                            "too-many-texts",
                            count + " inputs, expected at most " + limits.maxTexts()
                                    + "; send them in several requests")
                    .with("limit", limits.maxTexts())
                    .exception();
        }
    }
}
