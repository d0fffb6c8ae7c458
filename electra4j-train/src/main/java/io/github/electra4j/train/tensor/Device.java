package io.github.electra4j.train.tensor;

import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Where tensors live. Only this package tells one device from the other. */
public enum Device {
    CPU,
    CUDA;

    /** The device of a name as the command line writes it: {@code cpu} or {@code cuda}. */
    public static Device of(String name) {
        Device device =
                switch (name) {
                    case "cpu" -> CPU;
                    case "cuda" -> CUDA;
                    default -> throw new IllegalArgumentException("device: \"" + name + "\", expected cpu or cuda");
                };
        if (device == CUDA && !torch.cuda_is_available()) {
            throw new IllegalArgumentException(
                    "device cuda: this build of the engine finds no CUDA device. Use --device"
                            + " cpu, or build with the CUDA natives (see docs/engine.md) on a machine with a GPU and its driver");
        }
        return device;
    }

    /** Options of a new tensor of this type on this device. */
    TensorOptions options(ScalarType type) {
        KernelCaches.bound();
        return new TensorOptions()
                .dtype(new ScalarTypeOptional(type))
                .device(new DeviceOptional(new org.bytedeco.pytorch.Device(this == CPU ? "cpu" : "cuda")));
    }
}
