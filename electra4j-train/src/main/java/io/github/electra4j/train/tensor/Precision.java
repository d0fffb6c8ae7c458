package io.github.electra4j.train.tensor;

import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The type of weights and activations in the forward and backward pass. Master weights, LayerNorms, embedding look-ups
 * and the optimiser's moments are fp32 in both.
 */
public enum Precision {
    FP32(ScalarType.Float),
    BF16(ScalarType.BFloat16);

    private final ScalarType type;

    Precision(ScalarType type) {
        this.type = type;
    }

    public ScalarType type() {
        return type;
    }

    /**
     * The one that multiplies fastest: on a GPU bf16; on this machine bf16 where the processor has instructions for it, since others are many
     * times slower with it. The processor's own word counts, so that a load on the machine does not decide what a run is trained in; where it is not
     * known, a measurement of a fifth of a second.
     */
    public static Precision fastest(Device device) {
        return device == Device.CUDA || ProcessorFeatures.multipliesBf16().orElseGet(Precision::isMeasuredFaster)
                ? BF16
                : FP32;
    }

    private static boolean isMeasuredFaster() {
        return flopsPerSecond(BF16) > 1.2 * flopsPerSecond(FP32);
    }

    private static double flopsPerSecond(Precision precision) {
        return MatrixMultiplication.flopsPerSecond(new Tensors(Device.CPU, precision));
    }

    /** The precision of a name as the command line writes it: {@code fp32} or {@code bf16}. */
    public static Precision of(String name) {
        return switch (name) {
            case "fp32" -> FP32;
            case "bf16" -> BF16;
            default -> throw new IllegalArgumentException("precision: \"" + name + "\", expected fp32 or bf16");
        };
    }
}
