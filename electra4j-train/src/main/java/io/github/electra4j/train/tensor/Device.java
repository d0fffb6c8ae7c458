package io.github.electra4j.train.tensor;

import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Where tensors live. Only this package tells one device from the other. */
public enum Device {
    CPU,
    CUDA;

    /** So many times what a processor works on at a time is worth one launch of an operator on a GPU. */
    private static final long LAUNCH = 128;

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

    /** Where a tensor lives. */
    public static Device of(Tensor tensor) {
        return tensor.is_cuda() ? CUDA : CPU;
    }

    /**
     * How much to work on at a time.
     *
     * @param cached as much as stays in a processor's cache
     * @return that on a processor, and many times as much on a GPU, where every operator costs the time of its launch
     */
    public long block(long cached) {
        return this == CPU ? cached : LAUNCH * cached;
    }

    /** Waits until what was asked of it is computed; a processor has computed it when it is asked. */
    void await() {
        if (this == CUDA) {
            torch.cuda_synchronize();
        }
    }

    /** Options of a new tensor of this type on this device. */
    TensorOptions options(ScalarType type) {
        KernelCaches.bound();
        return new TensorOptions()
                .dtype(new ScalarTypeOptional(type))
                .device(new DeviceOptional(new org.bytedeco.pytorch.Device(this == CPU ? "cpu" : "cuda")));
    }
}
