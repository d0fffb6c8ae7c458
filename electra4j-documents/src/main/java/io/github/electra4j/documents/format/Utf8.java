package io.github.electra4j.documents.format;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Text in UTF-8, refused where it is not. */
final class Utf8 {
    private Utf8() {}

    /** The characters, without a byte-order mark. */
    static String decode(Path file, byte[] bytes) throws UnreadableException {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = decoder.decode(in, out, true);
        if (result.isError()) {
            throw new UnreadableException(
                    file, "is no UTF-8 at byte " + in.position() + "; convert it, for example with iconv", null);
        }
        String text = out.flip().toString();
        int nul = text.indexOf('\0');
        if (nul >= 0) {
            throw new UnreadableException(file, "has a NUL character at " + nul + ", so it is no text", null);
        }
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}
