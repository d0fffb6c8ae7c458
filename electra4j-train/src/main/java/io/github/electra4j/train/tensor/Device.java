package io.github.electra4j.train.tensor;

import java.util.Locale;
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

    /** The device of a name as the command line writes it, {@code cpu} or {@code cuda}, whether or not there is one. */
    public static Device named(String name) {
        return switch (name) {
            case "cpu" -> CPU;
            case "cuda" -> CUDA;
            default -> throw new IllegalArgumentException("device: \"" + name + "\", expected cpu or cuda");
        };
    }

    /** The device of a name; refused where there is none. */
    public static Device of(String name) {
        Device device = named(name);
        if (device == CUDA && !cudaIsThere()) {
            throw new IllegalArgumentException(
                    "device cuda: the engine finds no CUDA device. Use --device cpu, or, on a machine with a GPU and its driver,"
                            + " name the libtorch of a PyTorch for CUDA in ELECTRA_LIBTORCH (docs/engine.md, CUDA)");
        }
        return device;
    }

    private static boolean cudaIsThere() {
        NativeLibraries.load();
        return torch.cuda_is_available();
    }

    /** Its name as the command line writes it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Where a tensor lives. */
    public static Device of(Tensor tensor) {
        return tensor.is_cuda() ? CUDA : CPU;
    }

    /** Threads that share a step where nothing else is asked for: one a core, and one for a GPU, which is not split. */
    public int replicas() {
        return this == CPU ? Runtime.getRuntime().availableProcessors() : 1;
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
        NativeLibraries.load();
        return new TensorOptions()
                .dtype(new ScalarTypeOptional(type))
                .device(new DeviceOptional(new org.bytedeco.pytorch.Device(this == CPU ? "cpu" : "cuda")));
    }
}
