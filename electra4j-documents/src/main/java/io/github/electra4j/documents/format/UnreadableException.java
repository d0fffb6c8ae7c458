package io.github.electra4j.documents.format;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file that gives no text; the message names it and says why. */
public final class UnreadableException extends IOException {
    private static final long serialVersionUID = 1;

    /**
     * Of a file.
     *
     * @param why it gives no text, in words that go on from its name
     * @param cause null for none
     */
    public UnreadableException(Path file, String why, @Nullable Throwable cause) {
        super(file + ": " + why, cause);
    }
}
