package io.github.electra4j.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** Checks before a long run that its results will have a place. */
public final class DiskSpace {
    private DiskSpace() {}

    /**
     * Makes the folder where missing, and checks that a file can be made in it and that this many bytes are free.
     *
     * @param what what needs the space, for the message, as in "checkpoints of 1,000 steps"
     * @throws IOException where the folder cannot be written in, or too little is free
     */
    public static void require(Path folder, long bytes, String what) throws IOException {
        try {
            AtomicFiles.requireWritable(folder);
        } catch (IOException e) {
            throw new IOException(
                    "cannot write in " + folder + ": " + AtomicFiles.reason(e)
                            + "; choose another folder or change its permissions",
                    e);
        }
        long usable = Files.getFileStore(folder).getUsableSpace();
        if (usable < bytes) {
            throw new IOException(folder + ": " + what + " needs " + megabytes(bytes) + " of disk, " + megabytes(usable)
                    + " is free; free some or choose another folder");
        }
    }

    /** Bytes of all files below some folders, which may be missing: what a run that is gone on with has already. */
    public static long held(Path... folders) throws IOException {
        long bytes = 0;
        for (Path folder : folders) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.walk(folder)) {
                    for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                        bytes += Files.size(file);
                    }
                }
            }
        }
        return bytes;
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%,.1f MB", bytes / 1e6);
    }
}
