package io.github.electra4j.examples;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A text file that examples were made of.
 *
 * @param path where it lay, absolute
 * @param bytes its size on disk
 * @param modified when it was last written, ISO 8601
 * @param sha256 digest of its bytes as they lie on disk, hexadecimal
 */
public record Source(String path, long bytes, String modified, String sha256) {
    private static final int BUFFER = 1 << 16;

    /** Reads a whole file for its digest. */
    static Source digest(Path file) throws IOException {
        BasicFileAttributes before = Files.readAttributes(file, BasicFileAttributes.class);
        MessageDigest hash = newSha256();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[BUFFER];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                hash.update(buffer, 0, n);
            }
        }
        return new Source(
                file.toAbsolutePath().normalize().toString(),
                before.size(),
                before.lastModifiedTime().toString(),
                HexFormat.of().formatHex(hash.digest()));
    }

    /** Whether nobody has touched the file since, by its path, size and time. */
    boolean isUntouched(Path file) throws IOException {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        return path.equals(file.toAbsolutePath().normalize().toString())
                && bytes == now.size()
                && modified.equals(now.lastModifiedTime().toString());
    }

    /** Whether the file has the same content; reads it only if its path, size and time leave a doubt. */
    boolean isSameContent(Path file) throws IOException {
        return isUntouched(file) || (bytes == Files.size(file) && sha256.equals(digest(file).sha256));
    }

    /** Says which of the files are not the same now; nothing where all are. */
    static List<String> changes(List<Source> was, List<Path> now) throws IOException {
        if (was.size() != now.size()) {
            return List.of("text was " + was.size() + " files, is " + now.size());
        }
        for (int i = 0; i < now.size(); i++) {
            if (!was.get(i).isSameContent(now.get(i))) {
                return List.of("text file " + (i + 1) + " was " + was.get(i).path() + " of "
                        + was.get(i).bytes() + " bytes, is " + now.get(i) + " of " + Files.size(now.get(i))
                        + " bytes with other content");
            }
        }
        return List.of();
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
