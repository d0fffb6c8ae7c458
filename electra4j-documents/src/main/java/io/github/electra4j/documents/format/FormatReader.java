package io.github.electra4j.documents.format;

import java.io.IOException;
import java.nio.file.Path;

/** One format. */
interface FormatReader {
    /**
     * Reads the bytes of a file.
     *
     * @param file for messages
     * @throws UnreadableException where they are not of the format
     */
    Document read(Path file, byte[] bytes) throws IOException;

    /** What is said of a file without text. */
    default String emptiness() {
        return "has no text";
    }
}
