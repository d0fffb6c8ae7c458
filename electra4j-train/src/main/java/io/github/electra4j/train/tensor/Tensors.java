package io.github.electra4j.train.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Java arrays into tensors of one device and precision, and back. */
public record Tensors(Device device, Precision precision) {

    /** A tensor of 64-bit integers, row-major. */
    public Tensor longs(int[] values, long... shape) {
        long[] wide = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            wide[i] = values[i];
        }
        Tensor host = torch.empty(shape, Device.CPU.options(ScalarType.Long), new MemoryFormatOptional());
        if (wide.length > 0) {
            new LongPointer(host.data_ptr()).put(wide, 0, wide.length);
        }
        return toDevice(host);
    }

    /** An fp32 tensor, row-major. */
    public Tensor floats(float[] values, long... shape) {
        Tensor host = torch.empty(shape, Device.CPU.options(ScalarType.Float), new MemoryFormatOptional());
        if (values.length > 0) {
            new FloatPointer(host.data_ptr()).put(values, 0, values.length);
        }
        return toDevice(host);
    }

    /** A tensor of the compute precision, row-major. */
    public Tensor compute(float[] values, long... shape) {
        return cast(floats(values, shape));
    }

    /** The same values in the compute precision. */
    public Tensor cast(Tensor tensor) {
        return tensor.to(precision.type());
    }

    /** All values, row-major, as fp32. */
    public static float[] toArray(Tensor tensor) {
        Tensor host = tensor.detach()
                .to(Device.CPU.options(ScalarType.Float), false, false, new MemoryFormatOptional())
                .contiguous();
        float[] values = new float[Math.toIntExact(host.numel())];
        if (values.length > 0) {
            new FloatPointer(host.data_ptr()).get(values, 0, values.length);
        }
        return values;
    }

    /** The memory of a contiguous fp32 tensor, little-endian; a copy where the tensor is not in main memory. */
    public static ByteBuffer bytes(Tensor tensor) {
        Tensor host = tensor.to(Device.CPU.options(ScalarType.Float), false, false, new MemoryFormatOptional());
        return new BytePointer(host.data_ptr())
                .capacity(host.numel() * Float.BYTES)
                .asByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Overwrites a contiguous fp32 tensor with what {@link #bytes} gave. */
    public static void restore(Tensor tensor, ByteBuffer bytes) {
        try (Scope scope = new Scope();
                AutoGradMode off = new AutoGradMode(false)) {
            if (bytes.remaining() != tensor.numel() * Float.BYTES) {
                throw new IllegalArgumentException(
                        "state of " + bytes.remaining() + " bytes, expected " + tensor.numel() * Float.BYTES);
            }
            Tensor host = torch.empty(
                    new long[] {tensor.numel()}, Device.CPU.options(ScalarType.Float), new MemoryFormatOptional());
            bytes(host).put(bytes.duplicate());
            tensor.copy_(host);
        }
    }

    private Tensor toDevice(Tensor host) {
        return device == Device.CPU
                ? host
                : host.to(device.options(host.scalar_type()), false, false, new MemoryFormatOptional());
    }
}
