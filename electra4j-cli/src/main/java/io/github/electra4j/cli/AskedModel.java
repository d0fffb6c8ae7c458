package io.github.electra4j.cli;

import io.github.electra4j.Electra;
import io.github.electra4j.ModelTask;
import io.github.electra4j.task.Answering;
import java.util.function.Supplier;

/**
 * A fine-tuned model that rows are asked of, wherever it is.
 *
 * @param name for people
 * @param model what it was fine-tuned for
 * @param answering it
 * @param cut what was cut so far
 */
record AskedModel(String name, ModelTask model, Answering answering, Supplier<CutInputs> cut) {
    /** One that is loaded here. */
    static AskedModel of(Electra electra) {
        return new AskedModel(
                String.valueOf(electra.path().toAbsolutePath().normalize().getFileName()),
                electra.knownTask(),
                electra::answer,
                () -> CutInputs.of(electra));
    }
}
