package io.github.electra4j.examples;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** One shard, mapped into memory; the layout stands at {@link ShardWriter}. */
final class ShardReader implements ExampleSource {
    private final long examples;
    private final long tokens;
    private final int checksum;
    private final LongBuffer index;
    private final @Nullable CharBuffer narrow;
    private final @Nullable IntBuffer wide;

    private ShardReader(long examples, long tokens, int checksum, LongBuffer index, ByteBuffer ids, int bytesPerId) {
        this.examples = examples;
        this.tokens = tokens;
        this.checksum = checksum;
        this.index = index;
        this.narrow = bytesPerId == 2 ? ids.asCharBuffer() : null;
        this.wide = bytesPerId == 4 ? ids.asIntBuffer() : null;
    }

    /**
     * Maps a shard.
     *
     * @param verify whether the checksum of the whole shard is compared, at some gigabytes a second
     * @throws IOException if the file is no shard, is cut short or damaged
     */
    static ShardReader open(Path file, boolean verify) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(
                    file
                            + ": a shard is missing; put a copy of the folder back, or build the examples again in another one");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size < ShardWriter.HEADER) {
                throw damaged(file, "it has " + size + " bytes, a header alone has " + ShardWriter.HEADER);
            }
            ByteBuffer map = channel.map(MapMode.READ_ONLY, 0, Math.min(size, Integer.MAX_VALUE));
            map.order(ByteOrder.LITTLE_ENDIAN);
            byte[] magic = new byte[ShardWriter.MAGIC.length];
            map.get(0, magic);
            if (!Arrays.equals(magic, ShardWriter.MAGIC)) {
                throw damaged(file, "it does not begin with the mark of a shard");
            }
            CRC32C crc = new CRC32C();
            crc.update(map.slice(0, ShardWriter.HEADER_CRC));
            if ((int) crc.getValue() != map.getInt(ShardWriter.HEADER_CRC)) {
                throw damaged(file, "the checksum of its header is wrong");
            }
            int version = map.getInt(8);
            if (version != ShardWriter.VERSION) {
                throw new IOException(file + ": shard format " + version + ", this version reads " + ShardWriter.VERSION
                        + "; build the examples again into another folder");
            }
            int bytesPerId = map.getInt(12);
            long examples = map.getLong(16);
            long tokens = map.getLong(24);
            long body = (tokens * bytesPerId + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
            long expected = ShardWriter.HEADER + body + (examples + 1) * Long.BYTES;
            if (size != expected) {
                throw damaged(file, "it has " + size + " bytes, its header says " + expected);
            }
            int checksum = map.getInt(32);
            if (verify) {
                crc.reset();
                crc.update(map.slice(ShardWriter.HEADER, map.capacity() - ShardWriter.HEADER));
                if ((int) crc.getValue() != checksum) {
                    throw damaged(
                            file,
                            String.format(
                                    "its checksum is %08x, its header says %08x", (int) crc.getValue(), checksum));
                }
            }
            ByteBuffer ids = map.slice(ShardWriter.HEADER, (int) body).order(ByteOrder.LITTLE_ENDIAN);
            ByteBuffer words = map.slice(ShardWriter.HEADER + (int) body, (int) (examples + 1) * Long.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN);
            return new ShardReader(examples, tokens, checksum, words.asLongBuffer(), ids, bytesPerId);
        }
    }

    private static IOException damaged(Path file, String found) {
        return new IOException(
                file + ": damaged shard: " + found
                        + "; put a copy of the folder back, or build the examples again in another one, from the same text and vocabulary");
    }

    long tokens() {
        return tokens;
    }

    int checksum() {
        return checksum;
    }

    @Override
    public long size() {
        return examples;
    }

    @Override
    public int length(long i) {
        return (int) (start(Math.toIntExact(i) + 1) - start((int) i));
    }

    @Override
    public int firstLength(long i) {
        return (int) index.get(Math.toIntExact(i)) & ShardWriter.MAX_LENGTH;
    }

    @Override
    public void copy(long i, int[] target, int offset) {
        int from = (int) start(Math.toIntExact(i));
        int length = length(i);
        if (wide != null) {
            wide.get(from, target, offset, length);
        } else {
            CharBuffer ids = Objects.requireNonNull(narrow);
            for (int k = 0; k < length; k++) {
                target[offset + k] = ids.get(from + k);
            }
        }
    }

    private long start(int i) {
        return index.get(i) >>> ShardWriter.FIRST_LENGTH_BITS;
    }
}
