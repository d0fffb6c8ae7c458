package io.github.electra4j.train.tensor;

import io.github.electra4j.random.CounterRandom;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.StringViewOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Draws from categorical distributions by inverting the cumulative distribution, row by row. */
public final class Sampling {
    private static final int BLOCK = 128;

    private Sampling() {}

    /**
     * One draw a row.
     *
     * @param weights fp32, non-negative, not necessarily summing to one; shape {@code [rows, categories]}
     * @param keys a random key for each row
     * @return the category drawn in each row
     */
    public static int[] draw(Tensor weights, long[] keys) {
        return Device.of(weights) == Device.CUDA ? drawOnDevice(weights, keys) : drawHere(weights, keys);
    }

    /**
     * By the GPU's own operators, in fp32, so that no more than the draws has to leave it. Its running sums are not added in order: rounding may,
     * seldom, give the neighbour of the category that is due, one without weight too.
     */
    private static int[] drawOnDevice(Tensor weights, long[] keys) {
        float[] uniforms = new float[keys.length];
        for (int r = 0; r < keys.length; r++) {
            // So far below 1 that its product with the whole is less than the whole, rounding counted in.
            uniforms[r] = Math.min((float) uniform(keys[r]), 1 - 0x1.0p-23f);
        }
        Tensor cumulative = weights.cumsum(-1);
        long last = cumulative.size(1) - 1;
        Tensor at = new Tensors(Device.CUDA, Precision.FP32)
                .floats(uniforms, keys.length, 1)
                .mul_(cumulative.narrow(1, last, 1));
        Tensor drawn = torch.searchsorted(cumulative, at, false, true, new StringViewOptional(), new TensorOptional());
        float[] values = Tensors.toArray(drawn.clamp_max(new Scalar(last)));
        int[] ids = new int[values.length];
        for (int r = 0; r < ids.length; r++) {
            ids[r] = (int) values[r];
        }
        return ids;
    }

    private static double uniform(long key) {
        return (CounterRandom.at(key, 0) >>> 11) * 0x1.0p-53;
    }

    private static int[] drawHere(Tensor weights, long[] keys) {
        Tensor host = weights.to(Device.CPU.options(ScalarType.Float), false, false, new MemoryFormatOptional())
                .contiguous();
        int categories = Math.toIntExact(host.size(1));
        int[] drawn = new int[keys.length];
        float[] row = new float[categories];
        double[] blocks = new double[(categories + BLOCK - 1) / BLOCK];
        FloatPointer pointer = new FloatPointer(host.data_ptr());
        for (int r = 0; r < keys.length; r++) {
            pointer.position((long) r * categories).get(row, 0, categories);
            drawn[r] = invert(row, blocks, uniform(keys[r]));
        }
        return drawn;
    }

    private static int invert(float[] row, double[] blocks, double uniform) {
        double total = 0;
        for (int b = 0; b < blocks.length; b++) {
            int end = Math.min(row.length, (b + 1) * BLOCK);
            // Four partial sums: one alone waits for its own addition at every element.
            float s0 = 0;
            float s1 = 0;
            float s2 = 0;
            float s3 = 0;
            int i = b * BLOCK;
            for (; i + 3 < end; i += 4) {
                s0 += row[i];
                s1 += row[i + 1];
                s2 += row[i + 2];
                s3 += row[i + 3];
            }
            for (; i < end; i++) {
                s0 += row[i];
            }
            blocks[b] = (double) s0 + s1 + s2 + s3;
            total += blocks[b];
        }
        double left = uniform * total;
        int block = 0;
        while (block < blocks.length - 1 && left >= blocks[block]) {
            left -= blocks[block++];
        }
        int last = -1;
        int end = Math.min(row.length, (block + 1) * BLOCK);
        for (int i = block * BLOCK; i < end; i++) {
            if (row[i] > 0) {
                last = i;
                left -= row[i];
                if (left < 0) {
                    return i;
                }
            }
        }
        return last >= 0 ? last : argMax(row);
    }

    /** Only where rounding left the search at a block without weight. */
    private static int argMax(float[] row) {
        int best = 0;
        for (int i = 1; i < row.length; i++) {
            if (row[i] > row[best]) {
                best = i;
            }
        }
        return best;
    }
}
