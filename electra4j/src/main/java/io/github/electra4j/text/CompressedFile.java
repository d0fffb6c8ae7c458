package io.github.electra4j.text;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.zstd.ZstdInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.tukaani.xz.XZFormatException;
import org.tukaani.xz.XZIOException;
import org.tukaani.xz.XZInputStream;

/** The bytes of a file, unpacked by its ending; errors name the file. */
public final class CompressedFile extends InputStream {
    private static final int BUFFER = 1 << 16;

    private final Path file;
    private final Counting packed;
    private final InputStream bytes;

    private CompressedFile(Path file, Counting packed, InputStream bytes) {
        this.file = file;
        this.packed = packed;
        this.bytes = bytes;
    }

    /** Opens a file; closing the stream closes it. */
    public static CompressedFile open(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException(file + ": is a folder; name a file");
        }
        try {
            return open(file, Files.newInputStream(file));
        } catch (NoSuchFileException e) {
            throw named(new NoSuchFileException(file + ": no such file"), e);
        } catch (AccessDeniedException e) {
            throw named(new AccessDeniedException(file + ": the file cannot be read; change its permissions"), e);
        }
    }

    /**
     * The same of bytes that are read already for something else; closing the stream closes theirs.
     *
     * @param file whose name says how they are packed
     */
    public static CompressedFile open(Path file, InputStream raw) throws IOException {
        Counting packed = new Counting(raw);
        try {
            InputStream bytes =
                    switch (ending(file)) {
                        case ".gz" -> new GzipMembers(packed);
                        case ".xz" -> new XZInputStream(packed);
                        case ".zst" -> new ZstdInputStream(new ZstdFrames(packed));
                        default -> packed;
                    };
            return new CompressedFile(file, packed, bytes);
        } catch (IOException e) {
            packed.close();
            throw clear(file, packed, e);
        }
    }

    /** The file's name, less the ending that says how it is compressed. */
    public static String nameWithoutCompression(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.substring(0, name.length() - ending(file).length());
    }

    private static String ending(Path file) {
        String name = String.valueOf(file.getFileName());
        for (String ending : new String[] {".gz", ".xz", ".zst"}) {
            if (name.toLowerCase(Locale.ROOT).endsWith(ending)) {
                return ending;
            }
        }
        return "";
    }

    /** Bytes taken from the file so far, before unpacking. */
    long packedBytes() {
        return packed.count.get();
    }

    Path file() {
        return file;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        try {
            return bytes.read(target, offset, length);
        } catch (IOException | MalformedInputException e) {
            throw clear(file, packed, e);
        }
    }

    @Override
    public void close() throws IOException {
        bytes.close();
        packed.close();
    }

    private static IOException clear(Path file, Counting packed, Exception e) {
        String where = file + ": ";
        if (e instanceof ZstdFrames.WindowTooLarge) {
            return new IOException(
                    where + e.getMessage() + "; pack it again: zstd -d --long=31 -c " + file
                            + " | zstd -c > repacked.zst, and put that in its place",
                    e);
        }
        long at = packed.count.get();
        boolean broken = e instanceof ZipException
                || e instanceof XZFormatException
                || e instanceof XZIOException
                || e instanceof MalformedInputException;
        // Zstandard's reader gives no class of its own to an early end.
        if (e instanceof EOFException || (packed.ended && !broken)) {
            return named(
                    new EOFException(where + "the compressed data end too early, after " + at
                            + " bytes; the file is truncated: copy it again"),
                    e);
        }
        if (broken) {
            return new IOException(
                    where + "broken compressed data near byte " + at + " (" + e.getMessage() + "); copy it again", e);
        }
        return new IOException(where + "reading failed near byte " + at + ": " + e.getMessage(), e);
    }

    private static <E extends IOException> E named(E clear, Exception cause) {
        clear.initCause(cause);
        return clear;
    }

    /** All members of a gzip file; unlike the superclass, not silent about one that is damaged or cut at its beginning. */
    private static final class GzipMembers extends GZIPInputStream {
        private static final int TRAILER = 8;

        GzipMembers(InputStream in) throws IOException {
            super(in, BUFFER);
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int n = super.read(target, offset, length);
            if (n < 0) {
                checkRest();
            }
            return n;
        }

        /** Behind the last member there may only be zeros, as tapes have them. */
        private void checkRest() throws IOException {
            boolean zeros = true;
            for (int i = len - inf.getRemaining() + TRAILER; i < len; i++) {
                zeros &= buf[i] == 0;
            }
            for (int b = in.read(); b >= 0 && zeros; b = in.read()) {
                zeros = b == 0;
            }
            if (!zeros) {
                throw new ZipException("no gzip member behind the last whole one");
            }
        }
    }

    /** Counts what is read; the decompressors read in large blocks. */
    private static final class Counting extends FilterInputStream {
        private final AtomicLong count = new AtomicLong();
        private boolean ended;

        Counting(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            ended = b < 0;
            count.addAndGet(b < 0 ? 0 : 1);
            return b;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int n = super.read(target, offset, length);
            ended = n < 0;
            count.addAndGet(Math.max(n, 0));
            return n;
        }
    }
}
