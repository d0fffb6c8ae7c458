package io.github.electra4j.serve.model;

import io.github.electra4j.Electra;
import io.github.electra4j.task.JsonRow;
import java.util.Set;

/**
 * What can be asked of a single text.
 *
 * @param <O> what the model says to it
 */
interface OfText<O> extends Operation<String, O> {
    @Override
    default Set<String> keys(Electra model) {
        return Set.of("text");
    }

    @Override
    default String read(JsonRow object, Electra model) {
        return object.text("text");
    }

    @Override
    default long length(String input, Electra model) {
        return model.countTokens(input);
    }
}
