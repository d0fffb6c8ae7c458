package io.github.electra4j.train.inference;

import io.github.electra4j.Engine;
import io.github.electra4j.EngineProvider;
import io.github.electra4j.ModelTask;
import io.github.electra4j.checkpoint.ModelDirectory;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Offers libtorch on the processor, in fp32. */
public final class TorchEngineProvider implements EngineProvider {
    /** For {@link java.util.ServiceLoader}. */
    public TorchEngineProvider() {}

    @Override
    public String name() {
        return "libtorch";
    }

    @Override
    public Engine load(ModelDirectory model, @Nullable ModelTask task) throws IOException {
        return TorchEngine.load(model, task);
    }
}
