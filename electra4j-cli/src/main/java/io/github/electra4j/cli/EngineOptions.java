package io.github.electra4j.cli;

import io.github.electra4j.Electra;
import io.github.electra4j.EnginePrecision;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How a model is run by the commands that ask a fine-tuned one. */
final class EngineOptions {
    @Option(
            names = "--precision",
            paramLabel = "NAME",
            defaultValue = "fp32",
            description = "fp32, or bf16: faster on processors with its instructions; less exact.")
    private String precision = "fp32";

    /** What is computed in. */
    EnginePrecision precision(CommandSpec spec) {
        return WrongUse.unless(spec, () -> EnginePrecision.of(precision));
    }

    /** Loads a model. */
    Electra load(CommandSpec spec, Path model) throws IOException {
        return Electra.load(model, precision(spec));
    }
}
