package io.github.electra4j;

/** The type of numbers that an engine computes in. */
public enum EnginePrecision {
    /** 32 bits: what a model was measured in. */
    FP32,
    /** 16 bits with the range of 32: faster on processors with instructions for them, and less exact. */
    BF16;

    /** The precision of a name as the command line writes it: {@code fp32} or {@code bf16}. */
    public static EnginePrecision of(String name) {
        return switch (name) {
            case "fp32" -> FP32;
            case "bf16" -> BF16;
            default -> throw new IllegalArgumentException("precision: \"" + name + "\", expected fp32 or bf16");
        };
    }
}
