package io.github.electra4j.checkpoint;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Element types of a safetensors file, in the order in which the format's own writer ranks them: larger elements come first
 * in a file, so that every tensor is aligned.
 */
public enum DType {
    BOOL(1),
    U8(1),
    I8(1),
    I16(2),
    U16(2),
    F16(2),
    BF16(2),
    I32(4),
    U32(4),
    F32(4),
    F64(8),
    I64(8),
    U64(8);

    private final int bytes;

    DType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }

    /** Whether {@link SafeTensors#floats} can read it. */
    public boolean isFloat() {
        return this == F16 || this == BF16 || this == F32 || this == F64;
    }

    static String supported() {
        return Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(" "));
    }
}
