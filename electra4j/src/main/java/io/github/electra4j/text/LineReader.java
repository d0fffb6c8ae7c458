package io.github.electra4j.text;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Lines of UTF-8 bytes as strings, from a buffer of bounded size. A line above the bound is handed out in parts, cut at
 * white space where there is some.
 */
final class LineReader implements Closeable {
    private static final int FIRST_BUFFER = 1 << 16;

    private final CompressedFile in;
    private final int longest;
    private final boolean cut;
    private final boolean lenient;
    private byte[] buffer;
    /** Bytes [from, to) of the buffer are unread; the buffer begins at byte {@code offset} of the unpacked file. */
    private int from;

    private int to;
    private long offset;
    private long line;
    private boolean continues;
    private boolean failed;
    private boolean ended;
    private long replaced;

    /**
     * @param longest bytes of a line above which it is cut or refused
     * @param cut whether a longer line is cut, or else refused
     */
    LineReader(CompressedFile in, int longest, boolean cut, boolean lenient) throws IOException {
        this.in = in;
        this.longest = longest;
        this.cut = cut;
        this.lenient = lenient;
        this.buffer = new byte[Math.min(FIRST_BUFFER, longest)];
        while (to < ByteOrderMark.LENGTH && fill()) {
            // a read may give less than a byte-order mark
        }
        from = ByteOrderMark.skip(buffer, 0, to);
        if (to >= 2 && (begins(0xFF, 0xFE) || begins(0xFE, 0xFF))) {
            throw utf16();
        }
    }

    private boolean begins(int first, int second) {
        return buffer[0] == (byte) first && buffer[1] == (byte) second;
    }

    /** Neither byte ever stands in UTF-8, and so the two are a byte-order mark. */
    private IllegalArgumentException utf16() throws IOException {
        in.close();
        return new IllegalArgumentException(in.file() + ": this is UTF-16 (it begins with a byte-order mark), expected"
                + " UTF-8; convert it, as with iconv -f UTF-16 -t UTF-8");
    }

    /** The number of the last line handed out, from 1. */
    long line() {
        return line;
    }

    /** Whether the last string was only a part of its line, with more to come. */
    boolean continues() {
        return continues;
    }

    long bytesRead() {
        return in.packedBytes();
    }

    /** Broken bytes and NULs replaced since the last call. */
    long takeReplaced() {
        long n = replaced;
        replaced = 0;
        return n;
    }

    /** The next line without its line feed (a carriage return may be left), or a part of it; null at the end. */
    @Nullable
    String next() throws IOException {
        // Whoever asks again after an error, as the other threads of a pass do, hears of the same line.
        if (!failed && !continues) {
            line++;
        }
        failed = true;
        String text = read();
        failed = false;
        return text;
    }

    private @Nullable String read() throws IOException {
        continues = false;
        int scanned = from;
        while (true) {
            int at = scanned;
            while (at < to && buffer[at] != '\n') {
                at++;
            }
            if (at < to) {
                String text = decode(from, at);
                from = at + 1;
                return text;
            }
            if (to - from >= longest) {
                return part();
            }
            int kept = to - from;
            if (!fill()) {
                if (from == to) {
                    return null;
                }
                String text = decode(from, to);
                from = to;
                return text;
            }
            scanned = from + kept;
        }
    }

    private String part() {
        if (!cut) {
            throw new IllegalArgumentException(in.file() + ":" + line + ": a row of more than " + longest
                    + " bytes; split its text into several rows");
        }
        int end = from + longest;
        int at = end - 1;
        while (at > from + longest / 2 && buffer[at] != ' ' && buffer[at] != '\t') {
            at--;
        }
        if (at == from + longest / 2) {
            at = end;
            while (at > end - 4 && (buffer[at - 1] & 0xC0) == 0x80) {
                at--;
            }
            at--; // a whole character fewer, so that none is cut
        }
        String text = decode(from, at);
        from = at;
        continues = true;
        return text;
    }

    /** Reads more bytes behind the unread ones; false at the end of the file. */
    private boolean fill() throws IOException {
        if (ended) {
            return false;
        }
        if (from > 0) {
            System.arraycopy(buffer, from, buffer, 0, to - from);
            offset += from;
            to -= from;
            from = 0;
        }
        if (to == buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.min(longest, buffer.length * 2));
        }
        int n = in.read(buffer, to, buffer.length - to);
        if (n < 0) {
            ended = true;
            return false;
        }
        to += n;
        return true;
    }

    private String decode(int start, int end) {
        String text = new String(buffer, start, end - start, StandardCharsets.UTF_8);
        if (text.indexOf('\0') >= 0) {
            text = nuls(text, start, end);
        }
        // The fast decoder puts U+FFFD for broken bytes; only then is it worth looking closer.
        if (text.indexOf('\uFFFD') >= 0) {
            checkBroken(start, end);
        }
        return text;
    }

    private String nuls(String text, int start, int end) {
        int at = start;
        while (at < end && buffer[at] != 0) {
            at++;
        }
        if (!lenient) {
            throw new IllegalArgumentException(in.file() + ": a NUL at byte " + (offset + at) + " (line " + line
                    + "); this is a binary file, or text that is not UTF-8: convert it or leave it out");
        }
        replaced += text.chars().filter(c -> c == 0).count();
        return text.replace('\0', '\uFFFD');
    }

    /** Counts the broken sequences, or names the first. */
    private void checkBroken(int start, int end) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer bytes = ByteBuffer.wrap(buffer, start, end - start);
        CharBuffer target = CharBuffer.allocate(1 << 10);
        while (true) {
            CoderResult result = decoder.decode(bytes, target, true);
            target.clear();
            if (result.isUnderflow()) {
                return;
            }
            if (result.isError()) {
                if (!lenient) {
                    throw new IllegalArgumentException(in.file() + ": broken UTF-8 at byte "
                            + (offset + bytes.position()) + " (line " + line + ", byte 0x"
                            + Integer.toHexString(buffer[bytes.position()] & 0xFF)
                            + "); convert the file to UTF-8, or replace what is broken with --lenient");
                }
                replaced++;
                bytes.position(bytes.position() + result.length());
            }
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
