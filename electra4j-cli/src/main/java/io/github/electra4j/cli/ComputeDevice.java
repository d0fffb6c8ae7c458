package io.github.electra4j.cli;

import io.github.electra4j.train.tensor.Device;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The option of commands that train. */
final class ComputeDevice {
    @Option(
            names = "--device",
            paramLabel = "cpu|cuda",
            defaultValue = "cpu",
            description = "Where to compute: here, or on an NVIDIA GPU (docs/engine.md, CUDA).")
    private String device = "cpu";

    /** The device; one that is not there is wrong use. */
    Device get(CommandSpec spec) {
        return WrongUse.unless(spec, () -> Device.of(device));
    }

    /**
     * The device, whether or not it is there.
     *
     * @throws IllegalArgumentException where it has another name than those that are known
     */
    Device named() {
        return Device.named(device);
    }
}
