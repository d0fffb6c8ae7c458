package io.github.electra4j.cli;

import io.github.electra4j.text.ByteOrderMark;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lines of UTF-8 from a stream that may be a terminal, a pipe or a file: as many at once as have come already, so that a
 * person or a program that waits for an answer gets it, and a file is worked through in large portions.
 */
final class InputLines {
    /** Bytes of a portion: enough work for several threads, little beside the heap. */
    private static final int PORTION = 1 << 20;

    /** Bytes of a line at most; its pieces would fill memory. */
    static final int LONGEST = 1 << 26;

    private final InputStream in;
    private final String name;
    private final boolean lenient;
    private byte[] buffer = new byte[1 << 16];
    /** Bytes [from, to) are unread; the buffer begins at byte {@code offset} of the stream. */
    private int from;

    private int to;
    private long offset;
    private long line;
    private long replaced;
    private boolean ended;
    /** What is wrong with the line behind those that were handed out last. */
    private @Nullable IllegalArgumentException fault;

    /**
     * @param name what messages call the stream
     * @param lenient replace broken bytes by U+FFFD instead of stopping
     */
    InputLines(InputStream in, String name, boolean lenient) {
        this.in = in;
        this.name = name;
        this.lenient = lenient;
    }

    /** Broken bytes that were replaced. */
    long replaced() {
        return replaced;
    }

    /**
     * The next lines without their ends, and the first without a byte-order mark: one at least, more if they need no waiting. Empty at the end of the stream. Lines
     * before one that is refused are handed out first.
     *
     * @throws IllegalArgumentException if a line is no UTF-8 or longer than {@link #LONGEST}
     */
    List<String> portion() {
        try {
            if (fault != null) {
                throw fault;
            }
            List<String> lines = new ArrayList<>();
            try {
                read(lines);
            } catch (IllegalArgumentException e) {
                if (lines.isEmpty()) {
                    throw e;
                }
                fault = e;
            }
            return lines;
        } catch (IOException e) {
            // Unchecked, so that who writes what is made of the lines does not take it for a failure to write.
            throw new UncheckedIOException(new IOException(name + ": cannot be read: " + e.getMessage(), e));
        }
    }

    private void read(List<String> lines) throws IOException {
        int scanned = from;
        long taken = 0;
        while (true) {
            int end = lineFeed(scanned);
            if (end < to) {
                lines.add(decode(from, end));
                taken += end + 1 - from;
                from = end + 1;
                scanned = from;
                continue;
            }
            if (!lines.isEmpty() && (taken >= PORTION || in.available() == 0)) {
                return;
            }
            int kept = to - from;
            if (!fill()) {
                if (from < to) {
                    lines.add(decode(from, to));
                    from = to;
                }
                return;
            }
            scanned = from + kept;
        }
    }

    private int lineFeed(int at) {
        while (at < to && buffer[at] != '\n') {
            at++;
        }
        return at;
    }

    private boolean fill() throws IOException {
        if (ended) {
            return false;
        }
        System.arraycopy(buffer, from, buffer, 0, to - from);
        offset += from;
        to -= from;
        from = 0;
        if (to == buffer.length) {
            if (buffer.length >= LONGEST) {
                throw new IllegalArgumentException(name + ": line " + (line + 1) + " has more than " + LONGEST
                        + " bytes; split it into several lines");
            }
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        int n = in.read(buffer, to, buffer.length - to);
        if (n < 0) {
            ended = true;
            return false;
        }
        to += n;
        return true;
    }

    private String decode(int begin, int end) {
        line++;
        int start = line == 1 ? ByteOrderMark.skip(buffer, begin, end) : begin;
        int last = end > start && buffer[end - 1] == '\r' ? end - 1 : end;
        String text = new String(buffer, start, last - start, StandardCharsets.UTF_8);
        // The fast decoder puts U+FFFD for broken bytes; only then is it worth looking closer.
        if (text.indexOf('\uFFFD') >= 0) {
            checkBroken(start, last);
        }
        return text;
    }

    private void checkBroken(int start, int end) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
        ByteBuffer bytes = ByteBuffer.wrap(buffer, start, end - start);
        CharBuffer target = CharBuffer.allocate(end - start);
        while (true) {
            CoderResult result = decoder.decode(bytes, target, true);
            if (!result.isError()) {
                return;
            }
            if (!lenient) {
                throw new IllegalArgumentException(name + ": broken UTF-8 at byte " + (offset + bytes.position())
                        + " (line " + line + ", byte 0x" + Integer.toHexString(buffer[bytes.position()] & 0xFF)
                        + "); convert the text to UTF-8, or replace what is broken with --lenient");
            }
            replaced++;
            bytes.position(bytes.position() + result.length());
        }
    }
}
