package io.github.electra4j;

import io.github.electra4j.checkpoint.ModelDirectory;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Makes engines; found by {@link java.util.ServiceLoader}. The module {@code electra4j-train} brings one. */
public interface EngineProvider {
    /** The engine's name, for messages. */
    String name();

    /**
     * Loads a model's weights.
     *
     * @param task what the head is for, or null where the model has none for a task
     * @param precision that is computed in
     * @throws IllegalArgumentException where weights are missing or do not fit the configuration
     */
    Engine load(ModelDirectory model, @Nullable ModelTask task, EnginePrecision precision) throws IOException;
}
