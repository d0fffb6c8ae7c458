package io.github.electra4j.train.model;

import io.github.electra4j.examples.Batch;
import io.github.electra4j.train.tensor.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The input of an encoder.
 *
 * @param ids token ids, 64-bit, shape {@code [size, length]}
 * @param types segment types, 64-bit, the same shape
 * @param mask added to attention scores, 0 at tokens that may be seen and a very large negative number at others, of a shape that
 *     widens to {@code [size, heads, length, length]}; null where everything is seen
 * @param size number of sequences
 * @param length tokens a sequence
 */
public record Sequences(Tensor ids, Tensor types, @Nullable Tensor mask, int size, int length) {
    /** Far below any score, and finite in bf16, so that a row of padding alone stays a number. */
    private static final float MASKED = -1e30f;

    /** Which tokens a token may see beside itself. */
    public enum Direction {
        /** Those before it. */
        LEFT_TO_RIGHT,
        /** Those behind it. */
        RIGHT_TO_LEFT
    }

    /** The batch with its own ids. */
    public static Sequences of(Batch batch, Tensors tensors) {
        return of(batch, batch.ids(), tensors);
    }

    /** The batch with other ids in place of its own: masked, or with replaced tokens. */
    public static Sequences of(Batch batch, int[] ids, Tensors tensors) {
        int size = batch.size();
        int length = batch.length();
        int[] types = new int[size * length];
        boolean padded = false;
        for (int row = 0; row < size; row++) {
            Arrays.fill(
                    types,
                    row * length + Math.min(batch.firstLengths()[row], batch.lengths()[row]),
                    row * length + batch.lengths()[row],
                    1);
            padded |= batch.lengths()[row] < length;
        }
        Tensor mask = null;
        if (padded) {
            float[] values = new float[size * length];
            for (int row = 0; row < size; row++) {
                Arrays.fill(values, row * length + batch.lengths()[row], (row + 1) * length, MASKED);
            }
            mask = tensors.compute(values, size, 1, 1, length);
        }
        return new Sequences(tensors.longs(ids, size, length), tensors.longs(types, size, length), mask, size, length);
    }

    /** The same where each token sees itself and what stands on one side of it alone: causal attention. */
    public Sequences seeing(Direction direction, Tensors tensors) {
        float[] values = new float[length * length];
        for (int from = 0; from < length; from++) {
            for (int to = 0; to < length; to++) {
                boolean hidden = direction == Direction.LEFT_TO_RIGHT ? to > from : to < from;
                values[from * length + to] = hidden ? MASKED : 0;
            }
        }
        Tensor side = tensors.compute(values, 1, 1, length, length);
        return new Sequences(ids, types, mask == null ? side : side.add(mask), size, length);
    }
}
