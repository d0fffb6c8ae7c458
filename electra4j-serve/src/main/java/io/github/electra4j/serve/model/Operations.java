package io.github.electra4j.serve.model;

import io.github.electra4j.Electra;
import io.github.electra4j.Pooling;
import java.util.List;

/** The operations that there are, with their choices as they are where a request makes none. */
public final class Operations {
    /** All. */
    public static final List<Operation<?, ?>> ALL = List.of(
            FineTuned.CLASSIFY,
            FineTuned.ANSWER,
            FineTuned.TAG,
            FineTuned.EXTRACT,
            FineTuned.SELECT,
            new Detect(),
            new Encode(Pooling.MEAN),
            new Similarity(Pooling.MEAN));

    private Operations() {}

    /** The names of those that a model can do. */
    public static List<String> of(Electra model) {
        return ALL.stream()
                .filter(operation -> operation.suits(model))
                .map(Operation::name)
                .toList();
    }
}
