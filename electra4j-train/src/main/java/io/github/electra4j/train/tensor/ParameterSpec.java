package io.github.electra4j.train.tensor;

import java.util.List;

/**
 * One parameter of a network before it exists.
 *
 * @param name its name in the flat store; a path such as {@code discriminator/electra.encoder.layer.0.output.dense.weight}
 * @param shape its shape
 * @param init how it starts
 * @param storage in which precision the forward pass sees it
 * @param decay whether weight decay applies: everything but biases and LayerNorms (reference, section 3.7)
 * @param parts names under which equal slices of the first axis are saved, where several published weights are kept as
 *     one; empty where the parameter is saved whole under its own name
 */
public record ParameterSpec(
        String name, List<Long> shape, Init init, Storage storage, boolean decay, List<String> parts) {

    /** The first value. */
    public enum Init {
        /** Truncated normal, at two standard deviations. */
        NORMAL,
        ZEROS,
        ONES
    }

    /** In which precision the forward pass sees a parameter when it computes in bf16. */
    public enum Storage {
        /** fp32 alone: LayerNorms and tables that are only looked up. */
        FLOAT,
        /** Both: the word embeddings, looked up in fp32 and multiplied in the compute precision. */
        BOTH,
        /** The compute precision: everything that is multiplied. */
        COMPUTE
    }

    /** Number of values. */
    public long count() {
        return shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
    }

    /** Whether it is one matrix or several: of two axes, of more than one row and column, and multiplied alone. */
    public boolean isMatrix() {
        return storage == Storage.COMPUTE && shape.size() == 2 && rows() > 1 && shape.get(1) > 1;
    }

    /** Of a matrix, how many are kept as one: as many as it is saved as. */
    public long matrices() {
        return Math.max(1, parts.size());
    }

    /** Of a matrix, rows of each that is kept in it. */
    public long rows() {
        return shape.get(0) / matrices();
    }

    long[] dims() {
        return shape.stream().mapToLong(Long::longValue).toArray();
    }

    /** A weight that is multiplied: truncated normal, decayed. */
    public static ParameterSpec weight(String name, long... shape) {
        return of(name, Init.NORMAL, Storage.COMPUTE, true, shape);
    }

    /** A bias: zero, not decayed. */
    public static ParameterSpec bias(String name, long... shape) {
        return of(name, Init.ZEROS, Storage.COMPUTE, false, shape);
    }

    /** A table that is only looked up: truncated normal, decayed, fp32. */
    public static ParameterSpec table(String name, long... shape) {
        return of(name, Init.NORMAL, Storage.FLOAT, true, shape);
    }

    /** A table that is looked up in fp32 and multiplied in the compute precision. */
    public static ParameterSpec tiedTable(String name, long... shape) {
        return of(name, Init.NORMAL, Storage.BOTH, true, shape);
    }

    /** A LayerNorm's gain: one, not decayed, fp32. */
    public static ParameterSpec gain(String name, long size) {
        return of(name, Init.ONES, Storage.FLOAT, false, size);
    }

    /** A LayerNorm's shift: zero, not decayed, fp32. */
    public static ParameterSpec shift(String name, long size) {
        return of(name, Init.ZEROS, Storage.FLOAT, false, size);
    }

    /** The same parameter with another start. */
    public ParameterSpec startingAt(Init other) {
        return new ParameterSpec(name, shape, other, storage, decay, parts);
    }

    /** The same parameter, saved as equal slices of its first axis under these names; whole where there are none. */
    public ParameterSpec savedAs(List<String> slices) {
        return new ParameterSpec(name, shape, init, storage, decay, slices);
    }

    private static ParameterSpec of(String name, Init init, Storage storage, boolean decay, long... shape) {
        return new ParameterSpec(name, box(shape), init, storage, decay, List.of());
    }

    private static List<Long> box(long[] shape) {
        return java.util.Arrays.stream(shape).boxed().toList();
    }
}
