package io.github.electra4j.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * A tensor to be written to a safetensors file.
 *
 * @param name its name in the file, unique
 * @param dtype type of the elements
 * @param shape sizes, outermost first; empty for a scalar
 * @param data the elements, row-major and little-endian, from position to limit; never copied, never moved
 */
public record NamedTensor(String name, DType dtype, long[] shape, ByteBuffer data) {
    /** The key under which safetensors keeps its metadata; no tensor may have this name. */
    static final String METADATA = "__metadata__";

    public NamedTensor {
        if (name.equals(METADATA)) {
            throw new IllegalArgumentException(
                    "tensor \"" + name + "\": this name is safetensors' own; choose another");
        }
        shape = shape.clone();
        long expected = byteLength(dtype, shape);
        if (expected < 0) {
            throw new IllegalArgumentException(
                    "tensor \"" + name + "\": shape " + Arrays.toString(shape) + " has a negative size or overflows");
        }
        if (data.remaining() != expected) {
            throw new IllegalArgumentException("tensor \"" + name + "\": " + data.remaining() + " bytes of data, but "
                    + dtype + " " + Arrays.toString(shape) + " needs " + expected);
        }
    }

    /** A 32-bit float tensor over a copy of an array. */
    public static NamedTensor ofFloats(String name, long[] shape, float[] values) {
        return ofFloats(name, shape, FloatBuffer.wrap(values));
    }

    /** A 32-bit float tensor over a copy of a buffer's elements from position to limit. */
    public static NamedTensor ofFloats(String name, long[] shape, FloatBuffer values) {
        if (values.remaining() > Integer.MAX_VALUE / Float.BYTES) {
            throw new IllegalArgumentException("tensor \"" + name + "\": " + values.remaining()
                    + " elements are more than one buffer of 2 GiB holds; split it");
        }
        ByteBuffer data =
                ByteBuffer.allocateDirect(values.remaining() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(values.duplicate());
        return new NamedTensor(name, DType.F32, shape, data);
    }

    /** Bytes of a tensor, or -1 where a size is negative or the product overflows. */
    static long byteLength(DType dtype, long[] shape) {
        boolean empty = false;
        for (long size : shape) {
            if (size < 0) {
                return -1;
            }
            empty |= size == 0;
        }
        if (empty) {
            return 0;
        }
        long total = dtype.bytes();
        for (long size : shape) {
            if (size > Long.MAX_VALUE / total) {
                return -1;
            }
            total *= size;
        }
        return total;
    }
}
