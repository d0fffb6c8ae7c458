package io.github.electra4j.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * What tells whether a file is still as it was written. It finds what disks and copies damage, at the speed of memory; it is no
 * proof against intent.
 *
 * @param bytes the file's size
 * @param crc32c CRC-32C of its bytes, eight hexadecimal digits
 */
public record Checksum(long bytes, String crc32c) {
    private static final int PIECE = 4 << 20;

    /** Reads a file through. */
    public static Checksum of(Path file) throws IOException {
        CRC32C crc = new CRC32C();
        long bytes = 0;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(PIECE);
            for (int read = channel.read(buffer); read >= 0; read = channel.read(buffer)) {
                bytes += read;
                crc.update(buffer.flip());
                buffer.clear();
            }
        }
        return new Checksum(bytes, String.format("%08x", crc.getValue()));
    }
}
