package io.github.electra4j.text;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.ZipException;

/**
 * The frames of a Zstandard file that hold data, still packed, and nothing else (RFC 8878, section 3.1). The decompressor behind it knows neither
 * skippable frames nor, at the end, the beginning of a frame that was cut, so this walks from block to block and leaves out the ones and refuses
 * the other.
 */
final class ZstdFrames extends FilterInputStream {
    private static final int MAGIC = 0xFD2FB528;
    /** Sixteen of them; the last four bits are the writer's. */
    private static final int SKIPPABLE = 0x184D2A50;

    /** Bytes of the largest window that the decompressor keeps. */
    private static final long MOST_WINDOW = 8L << 20;

    private static final int RLE = 1;
    private static final int COMPRESSED = 2;
    private static final int[] DICTIONARY_BYTES = {0, 1, 2, 4};
    private static final int[] SIZE_BYTES = {0, 2, 4, 8};

    /** What comes behind the bytes that are passed on unread. */
    private enum Next {
        FRAME,
        BLOCK,
        CHECKSUM
    }

    private Next next = Next.FRAME;
    private boolean hasChecksum;
    /** Bytes of text that a block of this frame may refer back over; 0 where that is the whole frame, which the decompressor keeps. */
    private long window;
    /** A header that was read and is to be passed on. */
    private ByteBuffer header = ByteBuffer.allocate(0);
    /** Bytes behind the header that are passed on unread. */
    private long content;

    /** A frame is sound, and refers back over more text than the decompressor keeps. */
    static final class WindowTooLarge extends IOException {
        private static final long serialVersionUID = 1;

        WindowTooLarge(long window) {
            super("its window is " + (window >> 20) + " MiB, and at most " + (MOST_WINDOW >> 20) + " MiB are read");
        }
    }

    ZstdFrames(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    /** As many bytes as are asked for, unless the file ends before: the headers between would make many small reads. */
    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            if (header.hasRemaining()) {
                int n = Math.min(header.remaining(), length - done);
                header.get(target, offset + done, n);
                done += n;
            } else if (content > 0) {
                int n = in.read(target, offset + done, (int) Math.min(content, length - done));
                if (n < 0) {
                    throw cut();
                }
                content -= n;
                done += n;
            } else if (!advance()) {
                break;
            }
        }
        return done == 0 && length > 0 ? -1 : done;
    }

    /** Reads the next header; false where the file ends behind a whole frame. */
    private boolean advance() throws IOException {
        switch (next) {
            case FRAME -> {
                return frame();
            }
            case BLOCK -> {
                header = bytes(3);
                int block = Byte.toUnsignedInt(header.get(0))
                        + (Byte.toUnsignedInt(header.get(1)) << 8)
                        + (Byte.toUnsignedInt(header.get(2)) << 16);
                boolean last = (block & 1) != 0;
                int kind = (block >> 1) & 3;
                // Other blocks refer to nothing, so that a few words that were only stored are read whatever the
                // window.
                if (kind == COMPRESSED && window > MOST_WINDOW) {
                    throw new WindowTooLarge(window);
                }
                content = kind == RLE ? 1 : block >> 3;
                next = !last ? Next.BLOCK : hasChecksum ? Next.CHECKSUM : Next.FRAME;
            }
            case CHECKSUM -> {
                content = 4;
                next = Next.FRAME;
            }
        }
        return true;
    }

    private boolean frame() throws IOException {
        byte[] magic = in.readNBytes(4);
        if (magic.length == 0) {
            return false;
        }
        if (magic.length < 4) {
            throw cut();
        }
        int found = ByteBuffer.wrap(magic).order(ByteOrder.LITTLE_ENDIAN).getInt();
        if ((found & ~0xF) == SKIPPABLE) {
            leaveOut(Integer.toUnsignedLong(bytes(4).getInt()));
            return true;
        }
        if (found != MAGIC) {
            throw new ZipException("no Zstandard frame where one should begin");
        }
        int descriptor = bytes(1).get() & 0xFF;
        boolean isSingleSegment = ((descriptor >> 5) & 1) != 0;
        hasChecksum = ((descriptor >> 2) & 1) != 0;
        int sizeFlag = descriptor >> 6;
        int rest = (isSingleSegment ? 0 : 1)
                + DICTIONARY_BYTES[descriptor & 3]
                + (sizeFlag == 0 && isSingleSegment ? 1 : SIZE_BYTES[sizeFlag]);
        ByteBuffer fields = bytes(rest);
        window = isSingleSegment ? 0 : window(fields.get(0) & 0xFF);
        header = ByteBuffer.allocate(5 + rest)
                .put(magic)
                .put((byte) descriptor)
                .put(fields)
                .flip();
        next = Next.BLOCK;
        return true;
    }

    /** The bytes that a window descriptor stands for: a power of two, and eighths of it (RFC 8878, section 3.1.1.1.2). */
    private static long window(int descriptor) {
        long base = 1L << (10 + (descriptor >> 3));
        return base + base / 8 * (descriptor & 7);
    }

    /** Read and not skipped: a file may be skipped beyond its end. */
    private void leaveOut(long bytes) throws IOException {
        byte[] unread = new byte[(int) Math.min(bytes, 1 << 16)];
        for (long left = bytes; left > 0; ) {
            int n = in.read(unread, 0, (int) Math.min(left, unread.length));
            if (n < 0) {
                throw cut();
            }
            left -= n;
        }
    }

    private ByteBuffer bytes(int n) throws IOException {
        byte[] read = in.readNBytes(n);
        if (read.length < n) {
            throw cut();
        }
        return ByteBuffer.wrap(read).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static EOFException cut() {
        return new EOFException("the file ends inside a frame");
    }
}
