package io.github.electra4j.examples;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Writes one shard: examples back to back, then an index. {@link #finish} completes it; a shard without it has no valid
 * header and is refused by every reader.
 *
 * <p>The file, little-endian: a header of 64 bytes (magic, format version, bytes an id, examples, tokens, CRC-32C of
 * what follows the header, and at byte 60 CRC-32C of the 60 bytes before it), the ids, zeros up to a multiple of 8, and
 * one 64-bit word an example and one at the end: the example's first token in the high 48 bits, the length of its first
 * segment in the low 16.
 */
public final class ShardWriter implements Closeable {
    static final byte[] MAGIC = {'E', '4', 'J', 'S', 'H', 'A', 'R', 'D'};
    static final int VERSION = 1;
    static final int HEADER = 64;
    static final int HEADER_CRC = 60;
    static final int FIRST_LENGTH_BITS = 16;

    /** The longest example a shard can hold, in tokens. */
    public static final int MAX_LENGTH = (1 << FIRST_LENGTH_BITS) - 1;

    /** The largest shard, below the 2 GiB that one mapping can span. */
    private static final long MAX_BYTES = 1L << 30;

    private static final int BUFFER = 1 << 18;

    private final Path file;
    private final int bytesPerId;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
    private final CRC32C crc = new CRC32C();
    private long[] index = new long[1024];
    private int examples;
    private long tokens;

    /**
     * Starts a shard.
     *
     * @param file where; an existing file is written over
     * @param bytesPerId 2 for ids below 65,536, else 4
     * @throws IOException if the file cannot be written
     */
    public ShardWriter(Path file, int bytesPerId) throws IOException {
        if (bytesPerId != 2 && bytesPerId != 4) {
            throw new IllegalArgumentException("bytes an id: " + bytesPerId + ", expected 2 or 4");
        }
        this.file = file;
        this.bytesPerId = bytesPerId;
        this.channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        channel.position(HEADER);
    }

    /** Bytes an id that a vocabulary of this size needs: 2 where 16 bits are enough, else 4. */
    public static int bytesPerId(int vocabularySize) {
        return vocabularySize <= 1 << Character.SIZE ? 2 : 4;
    }

    /**
     * Adds an example.
     *
     * @param ids holds the example in its first {@code length} places
     * @param length tokens, 1 to {@link #MAX_LENGTH}
     * @param firstLength tokens of segment type 0, 1 to {@code length}
     */
    public void add(int[] ids, int length, int firstLength) throws IOException {
        if (length < 1 || length > MAX_LENGTH || firstLength < 1 || firstLength > length) {
            throw new IllegalArgumentException("example of " + length + " tokens, first segment " + firstLength
                    + "; expected 1 to " + MAX_LENGTH + " tokens and a first segment within them");
        }
        if (examples + 1 == index.length) {
            index = Arrays.copyOf(index, index.length * 2);
        }
        index[examples++] = tokens << FIRST_LENGTH_BITS | firstLength;
        tokens += length;
        for (int i = 0; i < length; i++) {
            if (buffer.remaining() < bytesPerId) {
                flush();
            }
            if (bytesPerId == 2) {
                buffer.putChar((char) ids[i]);
            } else {
                buffer.putInt(ids[i]);
            }
        }
    }

    /** Whether the shard is as large as it may become and the next example belongs into a new one. */
    public boolean isFull() {
        return tokens * bytesPerId + (long) examples * Long.BYTES >= MAX_BYTES;
    }

    /** Number of examples so far. */
    public int examples() {
        return examples;
    }

    /** Number of tokens so far. */
    public long tokens() {
        return tokens;
    }

    /**
     * Completes the shard and forces it to the disk.
     *
     * @return CRC-32C of what follows the header
     */
    public int finish() throws IOException {
        long body = tokens * bytesPerId;
        for (long pad = body; pad % Long.BYTES != 0; pad++) {
            if (!buffer.hasRemaining()) {
                flush();
            }
            buffer.put((byte) 0);
        }
        index[examples] = tokens << FIRST_LENGTH_BITS;
        for (int i = 0; i <= examples; i++) {
            if (buffer.remaining() < Long.BYTES) {
                flush();
            }
            buffer.putLong(index[i]);
        }
        flush();
        int checksum = (int) crc.getValue();
        ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        header.put(MAGIC).putInt(VERSION).putInt(bytesPerId).putLong(examples).putLong(tokens);
        header.putInt(checksum);
        CRC32C headerCrc = new CRC32C();
        headerCrc.update(header.array(), 0, HEADER_CRC);
        header.putInt(HEADER_CRC, (int) headerCrc.getValue());
        header.rewind();
        while (header.hasRemaining()) {
            channel.write(header, header.position());
        }
        channel.force(true);
        channel.close();
        return checksum;
    }

    private void flush() throws IOException {
        buffer.flip();
        crc.update(buffer.duplicate());
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }

    /** Closes the file; without {@link #finish} before it, the shard stays invalid. */
    @Override
    public void close() throws IOException {
        channel.close();
    }

    @Override
    public String toString() {
        return "ShardWriter[" + file + ", " + examples + " examples, " + tokens + " tokens]";
    }
}
