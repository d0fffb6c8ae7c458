package io.github.electra4j.cli;

import io.github.electra4j.checkpoint.DiskSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds out before the work whether its result can be written after it. */
final class OutputPlace {
    private OutputPlace() {}

    /**
     * Checks that a file can be written; missing folders will be made.
     *
     * @param option the option that names the file, for the message
     */
    static void checkFile(Path file, String option) throws IOException {
        checkFile(file, option, 0);
    }

    /**
     * Checks that a file can be written and that so many bytes are free for it.
     *
     * @param option the option that names the file, for the message
     */
    static void checkFile(Path file, String option, long bytes) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IllegalArgumentException(option + " " + file + ": is a folder; name a file in it");
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            return; // a pipe or a device has no folder to write in, and fills no disk
        }
        checkWritable(existingParent(Files.exists(file) ? file.toRealPath() : file, option), option, file, bytes);
    }

    /** Checks that a folder can be written or made. */
    static void checkFolder(Path folder, String option) throws IOException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new IllegalArgumentException(option + " " + folder + ": is a file; name a folder");
        }
        checkWritable(Files.isDirectory(folder) ? folder : existingParent(folder, option), option, folder, 0);
    }

    /** The nearest folder above that is there. */
    private static Path existingParent(Path path, String option) {
        Path folder = path.toAbsolutePath().getParent();
        while (folder != null && !Files.exists(folder)) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalArgumentException(
                    option + " " + path + ": no folder above it exists; choose another place");
        }
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException(option + " " + path + ": " + folder
                    + " is a file, so no folder can be made in it; choose another place");
        }
        return folder;
    }

    /** By writing: permissions alone do not tell of file systems that refuse all, or all but some, users. */
    private static void checkWritable(Path folder, String option, Path path, long bytes) throws IOException {
        try {
            DiskSpace.require(folder, bytes, "what is written there");
        } catch (IOException e) {
            throw new IOException(option + " " + path + ": " + e.getMessage(), e);
        }
    }
}
