package io.github.electra4j.checkpoint;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A safetensors file: named tensors behind a JSON header. Files of any size; every tensor is mapped by itself, when it is
 * asked for, and may hold up to 2 GiB.
 *
 * <p>Opening checks the header in full against the file's size; a damaged file is an {@link IllegalArgumentException} that
 * names file and tensor. Buffers that were given out stay valid after {@link #close()}. Thread-safe.
 *
 * @see <a href="https://github.com/huggingface/safetensors">the format</a>
 */
public final class SafeTensors implements Closeable {
    private static final int PIECE = 4 << 20;

    private final Path file;
    private final FileChannel channel;
    private final SafeTensorsHeader header;
    private final long dataStart;

    private SafeTensors(Path file, FileChannel channel, SafeTensorsHeader header, long dataStart) {
        this.file = file;
        this.channel = channel;
        this.header = header;
        this.dataStart = dataStart;
    }

    /**
     * Opens a file and checks its header.
     *
     * @throws IllegalArgumentException where the file is no sound safetensors file
     */
    public static SafeTensors open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            long size = channel.size();
            if (size < Long.BYTES) {
                throw new IllegalArgumentException(
                        file + ": " + size + " bytes; a safetensors file begins with 8 bytes for its header's length");
            }
            long length = readFully(channel, file, 0, Long.BYTES).getLong();
            if (length < 0 || length > size - Long.BYTES || length > SafeTensorsHeader.LONGEST) {
                throw new IllegalArgumentException(file + ": header length " + Long.toUnsignedString(length)
                        + " in a file of " + size + " bytes, expected at most "
                        + Math.min(size - Long.BYTES, SafeTensorsHeader.LONGEST)
                        + "; the file is cut short, damaged or no safetensors file");
            }
            byte[] json = readFully(channel, file, Long.BYTES, (int) length).array();
            long dataStart = Long.BYTES + length;
            SafeTensorsHeader header = SafeTensorsHeader.parse(json, size - dataStart, file.toString());
            return new SafeTensors(file, channel, header, dataStart);
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Writes a file aside, syncs it and moves it into place. The tensors stand in the order of the format's own writer: by
     * type, larger elements first, then by name; equal input gives equal bytes.
     *
     * @param metadata free text entries; {@code transformers} expects {@code format} to be {@code pt}
     */
    public static void write(Path file, List<NamedTensor> tensors, Map<String, String> metadata) throws IOException {
        AtomicFiles.write(file, channel -> writeTo(channel, tensors, metadata));
    }

    static void writeTo(FileChannel channel, List<NamedTensor> tensors, Map<String, String> metadata)
            throws IOException {
        Set<String> names = new HashSet<>();
        for (NamedTensor tensor : tensors) {
            if (!names.add(tensor.name())) {
                throw new IllegalArgumentException("tensor \"" + tensor.name() + "\" stands twice; names are unique");
            }
        }
        List<NamedTensor> ordered = tensors.stream()
                .sorted(Comparator.comparing(NamedTensor::dtype).reversed().thenComparing(NamedTensor::name))
                .toList();
        byte[] header = SafeTensorsHeader.format(ordered, metadata);
        ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        writeFully(channel, length.putLong(header.length).flip());
        writeFully(channel, ByteBuffer.wrap(header));
        for (NamedTensor tensor : ordered) {
            writeFully(channel, tensor.data().duplicate());
        }
    }

    /** Names of all tensors, in the order of their bytes. */
    public Set<String> names() {
        return Collections.unmodifiableSet(header.entries().keySet());
    }

    /** The file's free text entries. */
    public Map<String, String> metadata() {
        return Collections.unmodifiableMap(header.metadata());
    }

    public boolean contains(String name) {
        return header.entries().containsKey(name);
    }

    /** Sizes of a tensor, outermost first. */
    public long[] shape(String name) {
        return entry(name).shape().clone();
    }

    public DType dtype(String name) {
        return entry(name).dtype();
    }

    /** The bytes of a tensor, little-endian, mapped from the file and read-only. */
    public ByteBuffer bytes(String name) throws IOException {
        SafeTensorsHeader.Entry entry = entry(name);
        long length = entry.end() - entry.begin();
        if (length > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    file + ": tensor \"" + name + "\": " + length + " bytes; one of more than 2 GiB cannot be read");
        }
        if (length == 0) {
            return ByteBuffer.allocate(0).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
        }
        return channel.map(FileChannel.MapMode.READ_ONLY, dataStart + entry.begin(), length)
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A copy of a tensor's elements, row-major, from F32, F16, BF16 or F64 (rounded to the nearest). */
    public float[] floats(String name) throws IOException {
        DType dtype = dtype(name);
        if (!dtype.isFloat()) {
            throw new IllegalArgumentException(
                    file + ": tensor \"" + name + "\" is " + dtype + ", expected F32, F16, BF16 or F64");
        }
        ByteBuffer bytes = bytes(name);
        float[] values = new float[bytes.remaining() / dtype.bytes()];
        switch (dtype) {
            case F32 -> bytes.asFloatBuffer().get(values);
            case F64 -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) bytes.getDouble(i * Double.BYTES);
                }
            }
            case BF16 -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = Float.intBitsToFloat(bytes.getShort(i * Short.BYTES) << 16);
                }
            }
            default -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = halfToFloat(bytes.getShort(i * Short.BYTES));
                }
            }
        }
        return values;
    }

    /** The file that was opened. */
    public Path file() {
        return file;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** IEEE 754 binary16 to binary32, exact. */
    static float halfToFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = half >>> 10 & 0x1F;
        int fraction = half & 0x3FF;
        if (exponent == 0) {
            float magnitude = fraction * 0x1.0p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        int wide = exponent == 0x1F ? 0xFF : exponent + 127 - 15;
        return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
    }

    private SafeTensorsHeader.Entry entry(String name) {
        SafeTensorsHeader.Entry entry = header.entries().get(name);
        if (entry == null) {
            throw new IllegalArgumentException(file + ": no tensor \"" + name + "\" among its "
                    + header.entries().size() + " tensors");
        }
        return entry;
    }

    private static ByteBuffer readFully(FileChannel channel, Path file, long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new IOException(file + ": ended at byte " + (position + buffer.position())
                        + " while it was read; another process may be writing it");
            }
        }
        return buffer.flip();
    }

    private static void writeFully(FileChannel channel, ByteBuffer buffer) throws IOException {
        int limit = buffer.limit();
        while (buffer.position() < limit) {
            // In pieces: the JDK copies what is not direct through a direct buffer of the same size, and keeps it.
            buffer.limit((int) Math.min(limit, buffer.position() + (long) PIECE));
            channel.write(buffer);
        }
    }
}
