package io.github.electra4j.documents.format;

import io.github.electra4j.text.CompressedFile;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The formats that are read, each known by the endings of its files; {@code .gz}, {@code .xz} or {@code .zst} may stand behind. */
public enum DocumentFormat {
    /** Plain text in UTF-8. */
    TEXT,
    /** CommonMark in UTF-8. */
    MARKDOWN,
    /** HTML in the encoding that it states. */
    HTML,
    /** PDF with text in it; pictures of text are not read. */
    PDF;

    /** Bytes, unpacked, above which a file is not read: it would fill the memory. */
    static final int MOST_BYTES = 256 << 20;

    private FormatReader reader() {
        return switch (this) {
            case TEXT -> new PlainText();
            case MARKDOWN -> new Markdown();
            case HTML -> new Html();
            case PDF -> new Pdf();
        };
    }

    private List<String> endings() {
        return switch (this) {
            case TEXT -> List.of(".txt", ".text");
            case MARKDOWN -> List.of(".md", ".markdown");
            case HTML -> List.of(".html", ".htm", ".xhtml");
            case PDF -> List.of(".pdf");
        };
    }

    /** The format that a file's name says, or null. */
    public static @Nullable DocumentFormat of(Path file) {
        String name = CompressedFile.nameWithoutCompression(file).toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(format -> format.endings().stream().anyMatch(name::endsWith))
                .findFirst()
                .orElse(null);
    }

    /** The endings of all formats. */
    public static List<String> allEndings() {
        return Arrays.stream(values())
                .flatMap(format -> format.endings().stream())
                .toList();
    }

    /**
     * Reads a file.
     *
     * @throws UnreadableException where it is damaged, has a password, is in another encoding or has no text
     * @throws IOException where the system does not give the bytes, or the memory for them
     */
    public static Document read(Path file) throws IOException {
        return read(file, () -> CompressedFile.open(file));
    }

    /**
     * The same of bytes that are read for something else too.
     *
     * @param file whose name says what they are
     * @param raw as they stand in the file; not closed, and not always read to the end
     */
    public static Document read(Path file, InputStream raw) throws IOException {
        InputStream kept = new FilterInputStream(raw) {
            @Override
            public void close() {
                // It is the caller's.
            }
        };
        return read(file, () -> CompressedFile.open(file, kept));
    }

    /** How the bytes of a file, unpacked, are come by. */
    private interface Opening {
        InputStream open() throws IOException;
    }

    private static Document read(Path file, Opening opening) throws IOException {
        DocumentFormat format = of(file);
        if (format == null) {
            throw new UnreadableException(
                    file, "the name says no known format; expected an ending of " + allEndings(), null);
        }
        Document document;
        try {
            document = format.reader().read(file, bytes(file, opening));
        } catch (OutOfMemoryError e) {
            // It may be of the files that are read beside this one, and another time there may be room.
            throw new IOException("too little memory to read it; give the JVM more", e);
        } catch (RuntimeException | StackOverflowError e) {
            // The libraries answer some damaged files so.
            throw new UnreadableException(file, "cannot be read as " + format + ": " + e, e);
        }
        if (document.text().isBlank()) {
            throw new UnreadableException(file, format.reader().emptiness(), null);
        }
        return document;
    }

    private static byte[] bytes(Path file, Opening opening) throws IOException {
        try (InputStream in = opening.open()) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new UnreadableException(
                        file, "has more than " + (MOST_BYTES >> 20) + " MiB unpacked; split it", null);
            }
            return bytes;
        } catch (FileSystemException | UnreadableException e) {
            throw e;
        } catch (IOException e) {
            // Of a packed file that is damaged; the message names it already.
            String message = String.valueOf(e.getMessage());
            throw new UnreadableException(
                    file, message.startsWith(file + ": ") ? message.substring((file + ": ").length()) : message, e);
        }
    }
}
