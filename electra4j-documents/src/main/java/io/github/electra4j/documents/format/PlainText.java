package io.github.electra4j.documents.format;

import java.nio.file.Path;
import java.util.List;

/** Text as it stands: places in it are places in the file's characters, behind a byte-order mark. */
final class PlainText implements FormatReader {
    @Override
    public Document read(Path file, byte[] bytes) throws UnreadableException {
        return new Document(null, Utf8.decode(file, bytes), List.of());
    }
}
