package io.github.electra4j.task;

import io.github.electra4j.text.CompressedFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The characters of a UTF-8 file, without its byte-order mark. Broken bytes and NULs are errors that say where. */
public final class Utf8Characters extends Reader {
    private final Path file;
    private final InputStream bytes;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final ByteBuffer packed = ByteBuffer.allocate(1 << 16).limit(0);
    private final CharBuffer characters = CharBuffer.allocate(1 << 16).limit(0);
    private boolean ended;
    /** Bytes decoded before the buffer, and line feeds in the characters handed over to {@link #characters}. */
    private long offset;

    private long lineFeeds;
    private long lines;

    /** Opens a file; the name says how it is compressed. */
    public Utf8Characters(Path file) throws IOException {
        this.file = file;
        this.bytes = CompressedFile.open(file);
        fill();
        if (characters.hasRemaining() && characters.get(characters.position()) == '\uFEFF') {
            characters.get();
        }
    }

    /** The file, as messages name it. */
    public Path file() {
        return file;
    }

    @Override
    public int read() throws IOException {
        return characters.hasRemaining() || fill() ? characters.get() : -1;
    }

    /** The next character without taking it, or -1. */
    int peek() throws IOException {
        return characters.hasRemaining() || fill() ? characters.get(characters.position()) : -1;
    }

    /**
     * The next line without its line feed, or null at the end.
     *
     * @param longest characters above which it is refused
     */
    public @Nullable String line(int longest) throws IOException {
        int c = read();
        if (c < 0) {
            return null;
        }
        lines++;
        StringBuilder text = new StringBuilder();
        for (; c >= 0 && c != '\n'; c = read()) {
            if (text.length() == longest) {
                throw new IllegalArgumentException(file + ":" + lines + ": a line of more than " + longest
                        + " characters; is this the right file?");
            }
            text.append((char) c);
        }
        return text.toString();
    }

    /** The number of the line that was read last, from 1. */
    public long lines() {
        return lines;
    }

    @Override
    public int read(char[] target, int from, int length) throws IOException {
        if (!characters.hasRemaining() && !fill()) {
            return -1;
        }
        int n = Math.min(length, characters.remaining());
        characters.get(target, from, n);
        return n;
    }

    /** Decodes more; false at the end. */
    private boolean fill() throws IOException {
        characters.clear();
        while (characters.position() == 0) {
            int before = packed.position();
            CoderResult result = decoder.decode(packed, characters, ended);
            offset += packed.position() - before;
            if (result.isError()) {
                count(characters.position());
                throw new IllegalArgumentException(file + ": broken UTF-8 at byte " + offset + " (line "
                        + (lineFeeds + 1) + ", byte 0x" + Integer.toHexString(packed.get(packed.position()) & 0xFF)
                        + "); convert the file to UTF-8");
            }
            if (characters.position() == 0) {
                if (ended) {
                    characters.flip();
                    return false;
                }
                packed.compact();
                int n = bytes.read(packed.array(), packed.position(), packed.remaining());
                ended = n < 0;
                packed.position(packed.position() + Math.max(n, 0)).flip();
            }
        }
        count(characters.position());
        characters.flip();
        return true;
    }

    private void count(int decoded) {
        for (int i = 0; i < decoded; i++) {
            char c = characters.get(i);
            if (c == '\n') {
                lineFeeds++;
            } else if (c == '\0') {
                throw new IllegalArgumentException(file + ":" + (lineFeeds + 1)
                        + ": a NUL character; this is a binary file, or text that is not UTF-8: convert it");
            }
        }
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
