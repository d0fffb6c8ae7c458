package io.github.electra4j.train.tensor;

import io.github.electra4j.random.CounterRandom;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.ShortPointer;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Dropout (Srivastava et al., 2014) by masks made in Java from a counter, some ten times faster than the engine's own on a CPU,
 * and the same in a resumed run.
 *
 * <p>A mask holds 0 or the factor 1/(1-p). In bf16 the factor is rounded (1.1111 to 1.1094), so p is moved to where
 * the rounded factor is exact (0.1 to 0.0986): the expectation stays unbiased.
 */
public final class Dropout {
    private final long key;
    private final boolean active;
    private long site;

    private Dropout(long key, boolean active) {
        this.key = key;
        this.active = active;
    }

    /** No dropout: evaluation. */
    public static Dropout none() {
        return new Dropout(0, false);
    }

    /** The dropout of one network in one part of one step. */
    public static Dropout of(long seed, String network, long step, long part) {
        return new Dropout(CounterRandom.key(seed, "dropout " + network, step, part), true);
    }

    /** Where the next mask comes from; {@link #rewind} to it repeats the masks since, for recomputed layers. */
    public long position() {
        return site;
    }

    public void rewind(long position) {
        site = position;
    }

    /** Drops elements with probability {@code p} and scales the others up; each call takes new random numbers. */
    public Tensor apply(Tensor x, double p) {
        if (!active || p == 0) {
            return x;
        }
        Tensor mask = torch.empty(x.shape(), Device.CPU.options(x.scalar_type()), new MemoryFormatOptional());
        long stream = CounterRandom.at(key, site++);
        int n = Math.toIntExact(mask.numel());
        if (x.scalar_type().intern() == ScalarType.BFloat16) {
            short factor = (short) (Float.floatToRawIntBits((float) (1 / (1 - p))) + 0x8000 >>> 16);
            float exact = Float.intBitsToFloat((factor & 0xFFFF) << 16);
            short[] values = fill(new short[n], stream, threshold(1 - 1 / exact), factor);
            new ShortPointer(mask.data_ptr()).put(values, 0, n);
        } else {
            float[] values = fill(new float[n], stream, threshold(p), (float) (1 / (1 - p)));
            new FloatPointer(mask.data_ptr()).put(values, 0, n);
        }
        if (x.is_cuda()) {
            mask = mask.to(Device.CUDA.options(x.scalar_type()), false, false, new MemoryFormatOptional());
        }
        return x.mul(mask);
    }

    private static int threshold(double p) {
        return (int) Math.round(p * 65536);
    }

    private static short[] fill(short[] values, long stream, int threshold, short factor) {
        int whole = values.length & ~3;
        for (int i = 0; i < whole; i += 4) {
            long bits = CounterRandom.at(stream, i);
            values[i] = (bits & 0xFFFF) < threshold ? 0 : factor;
            values[i + 1] = (bits >>> 16 & 0xFFFF) < threshold ? 0 : factor;
            values[i + 2] = (bits >>> 32 & 0xFFFF) < threshold ? 0 : factor;
            values[i + 3] = (bits >>> 48) < threshold ? 0 : factor;
        }
        for (int i = whole; i < values.length; i++) {
            values[i] = (CounterRandom.at(stream, i) & 0xFFFF) < threshold ? 0 : factor;
        }
        return values;
    }

    private static float[] fill(float[] values, long stream, int threshold, float factor) {
        int whole = values.length & ~3;
        for (int i = 0; i < whole; i += 4) {
            long bits = CounterRandom.at(stream, i);
            values[i] = (bits & 0xFFFF) < threshold ? 0 : factor;
            values[i + 1] = (bits >>> 16 & 0xFFFF) < threshold ? 0 : factor;
            values[i + 2] = (bits >>> 32 & 0xFFFF) < threshold ? 0 : factor;
            values[i + 3] = (bits >>> 48) < threshold ? 0 : factor;
        }
        for (int i = whole; i < values.length; i++) {
            values[i] = (CounterRandom.at(stream, i) & 0xFFFF) < threshold ? 0 : factor;
        }
        return values;
    }
}
