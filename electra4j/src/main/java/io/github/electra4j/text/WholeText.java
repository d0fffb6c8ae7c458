package io.github.electra4j.text;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Files in UTF-8 that are small enough to be read at once: lists, settings, keys; packed ones are unpacked. */
public final class WholeText {
    private WholeText() {}

    /**
     * The text of a file, without a byte-order mark.
     *
     * @throws IllegalArgumentException where it is not UTF-8, with the line
     * @throws IOException where it is a folder or cannot be read
     */
    public static String read(Path file) throws IOException {
        byte[] all;
        try (CompressedFile in = CompressedFile.open(file)) {
            all = in.readAllBytes();
        }
        ByteBuffer bytes = ByteBuffer.wrap(all);
        CharBuffer text = CharBuffer.allocate(bytes.remaining());
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(bytes, text, true);
        if (result.isError()) {
            String before = text.flip().toString();
            long line = 1 + before.chars().filter(c -> c == '\n').count();
            throw new IllegalArgumentException(file + ": broken UTF-8 at byte " + bytes.position() + " (line " + line
                    + ", byte 0x" + Integer.toHexString(bytes.get(bytes.position()) & 0xFF)
                    + "); convert the text to UTF-8");
        }
        String whole = text.flip().toString();
        return whole.startsWith("\uFEFF") ? whole.substring(1) : whole;
    }

    /** The lines of a file, as {@link #read}. */
    public static List<String> lines(Path file) throws IOException {
        return read(file).lines().toList();
    }
}
