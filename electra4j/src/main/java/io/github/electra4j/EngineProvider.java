package io.github.electra4j;

import io.github.electra4j.checkpoint.ModelDirectory;
import java.io.IOException;

/** Makes engines; found by {@link java.util.ServiceLoader}. The module {@code electra4j-train} brings one. */
public interface EngineProvider {
    /** The engine's name, for messages. */
    String name();

    /**
     * Loads a model's weights.
     *
     * @param pooling what the head for texts sees, where the model has one
     * @throws IllegalArgumentException where weights are missing or do not fit the configuration
     */
    Engine load(ModelDirectory model, Pooling pooling) throws IOException;
}
