package io.github.electra4j.train.inference;

import io.github.electra4j.Engine;
import io.github.electra4j.EnginePrecision;
import io.github.electra4j.EngineProvider;
import io.github.electra4j.ModelTask;
import io.github.electra4j.checkpoint.ModelDirectory;
import io.github.electra4j.train.tensor.Precision;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Offers libtorch on the processor. */
public final class TorchEngineProvider implements EngineProvider {
    /** For {@link java.util.ServiceLoader}. */
    public TorchEngineProvider() {}

    @Override
    public String name() {
        return "libtorch";
    }

    @Override
    public Engine load(ModelDirectory model, @Nullable ModelTask task, EnginePrecision precision) throws IOException {
        return TorchEngine.load(
                model,
                task,
                switch (precision) {
                    case FP32 -> Precision.FP32;
                    case BF16 -> Precision.BF16;
                });
    }
}
