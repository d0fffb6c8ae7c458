package io.github.electra4j.serve.runs;

import io.github.electra4j.json.JsonText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a run has measured, from a place of its log on.
 *
 * @param log tells logs apart: a run that goes on from a saved state may write a new one, which the lines of the old one do not belong to
 * @param from the byte that it was read from
 * @param next the byte to read from the next time
 * @param size bytes of the log
 * @param lines whole ones; those that are no measurement are passed over, as the one is that a kill tore
 */
public record LogPart(String log, long from, long next, long size, List<ObjectNode> lines) {
    /** Most bytes that are read at a time: some thousand lines. */
    static final int MOST = 1 << 19;

    /**
     * Reads on.
     *
     * @param log that was read before; null for none
     * @param from the {@code next} of it; a log that is another or shorter by now is read from its beginning
     */
    static LogPart read(Path file, @Nullable String log, long from) throws IOException {
        String now = identity(file);
        try (SeekableByteChannel channel =
                Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            long size = channel.size();
            long begin = (log == null || log.equals(now)) && from <= size ? from : 0;
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(MOST, size - begin));
            channel.position(begin);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // A read may give less than there is.
            }
            int end = wholeLines(bytes.array(), bytes.position());
            List<ObjectNode> lines =
                    lines(new String(bytes.array(), 0, end, StandardCharsets.UTF_8), file.getFileName() + "");
            return new LogPart(now, begin, begin + end, size, lines);
        }
    }

    /** The file behind the name. Its time says nothing: it changes with every line. */
    private static String identity(Path file) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        Object key = attributes.fileKey() == null ? attributes.creationTime() : attributes.fileKey();
        return Integer.toHexString(String.valueOf(key).hashCode());
    }

    /** Up to behind the last line feed; a line that is longer than what is read at a time is cut and so passed over. */
    private static int wholeLines(byte[] bytes, int count) {
        for (int end = count; end > 0; end--) {
            if (bytes[end - 1] == '\n') {
                return end;
            }
        }
        return count == MOST ? count : 0;
    }

    private static List<ObjectNode> lines(String text, String place) {
        List<ObjectNode> lines = new ArrayList<>();
        text.lines().filter(line -> line.startsWith("{")).forEach(line -> {
            try {
                ObjectNode object = JsonText.parseLine(line, place);
                if (object.path("step").isNumber()) {
                    lines.add(object);
                }
            } catch (IllegalArgumentException e) {
                // Torn or damaged; the others tell of the run.
            }
        });
        return lines;
    }
}
