package io.github.electra4j.text;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A stream of paragraphs. For one thread. */
public interface ParagraphReader extends Closeable {
    /**
     * The next paragraph, or null at the end.
     *
     * @throws IOException if the file cannot be read or ends too early; the message names it
     * @throws IllegalArgumentException if the content is not text; the message names file and byte, or file and line
     */
    @Nullable
    Paragraph next() throws IOException;

    /** Bytes of the files read so far, before unpacking: with {@link Corpus#totalBytes()}, the share that is done. */
    default long bytesRead() {
        return 0;
    }
}
