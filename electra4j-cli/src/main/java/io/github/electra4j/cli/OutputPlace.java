package io.github.electra4j.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
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
        if (Files.isDirectory(file)) {
            throw new IllegalArgumentException(option + " " + file + ": is a folder; name a file in it");
        }
        checkParent(file, option);
    }

    /** Checks that a folder can be written or made. */
    static void checkFolder(Path folder, String option) throws IOException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new IllegalArgumentException(option + " " + folder + ": is a file; name a folder");
        }
        if (Files.isDirectory(folder)) {
            checkWritable(folder, option, folder);
        } else {
            checkParent(folder, option);
        }
    }

    private static void checkParent(Path path, String option) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        while (folder != null && !Files.exists(folder)) {
            folder = folder.getParent();
        }
        if (folder == null) {
            return;
        }
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException(option + " " + path + ": " + folder
                    + " is a file, so no folder can be made in it; choose another place");
        }
        checkWritable(folder, option, path);
    }

    private static void checkWritable(Path folder, String option, Path path) throws IOException {
        if (!Files.isWritable(folder)) {
            throw new AccessDeniedException(
                    option + " " + path,
                    null,
                    "cannot be written, no permission in " + folder + "; choose another place");
        }
    }
}
