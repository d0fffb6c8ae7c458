package io.github.electra4j.cli;

import io.github.electra4j.checkpoint.DiskSpace;
import io.github.electra4j.text.GlobPattern;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

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
        if (Files.exists(file) && isSpecial(file)) {
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

    /**
     * Refuses a result in the place of what the command reads, or of another result. A pipe or a device may be named for both.
     *
     * @param option the option that names the result, for the message
     * @param result null where it is not wanted
     * @param other the option that names the other place
     * @param place null where it is not given
     */
    static void checkApart(String option, @Nullable Path result, String other, @Nullable Path place)
            throws IOException {
        if (result == null || place == null || (Files.exists(result) && isSpecial(result))) {
            return;
        }
        if (real(result).equals(real(place))) {
            throw new PlaceTakenException(
                    option + " " + result + ": would overwrite " + place + " of " + other + "; choose another place");
        }
    }

    /**
     * Refuses a result that the same command would find in a folder, and read, when it goes on or is run again. Hidden names are not
     * found.
     *
     * @param option the option that names the result, for the message
     * @param result null where it is not wanted
     * @param input the option that names the folder
     * @param folder what is read through and through
     */
    static void checkOutside(String option, @Nullable Path result, String input, Path folder) throws IOException {
        if (result == null) {
            return;
        }
        Path place = real(result);
        Path read = real(folder);
        if (place.startsWith(read) && !isHidden(read.relativize(place))) {
            throw new PlaceTakenException(option + " " + result + ": lies in " + folder + " of " + input
                    + ", and would be read as text the next time; choose a place outside of it");
        }
    }

    /**
     * Refuses a result that the same command would find by a pattern, and read, when it goes on or is run again.
     *
     * @param option the option that names the result, for the message
     * @param written files that are written in the result where it is a folder; none where it is a file itself
     * @param input the option that gives the pattern
     * @param name the pattern as it was given
     */
    static void checkUntaken(
            String option, Path result, List<String> written, String input, String name, GlobPattern pattern)
            throws IOException {
        Path place = real(result);
        boolean taken = pattern.takes(place);
        for (String file : written) {
            taken |= pattern.takes(place.resolve(file));
        }
        if (taken) {
            throw new PlaceTakenException(option + " " + result + ": would be found by " + name + " of " + input
                    + ", and read as text the next time; choose a place that the pattern does not match");
        }
    }

    private static boolean isHidden(Path below) {
        return StreamSupport.stream(below.spliterator(), false)
                .anyMatch(name -> name.toString().startsWith("."));
    }

    /** Neither a file nor a folder, but a pipe or a device. */
    private static boolean isSpecial(Path path) {
        return !Files.isRegularFile(path) && !Files.isDirectory(path);
    }

    /** The path that names this place whatever the links on the way; what is not there yet has the name that it is given. */
    private static Path real(Path path) throws IOException {
        Path whole = path.toAbsolutePath();
        if (Files.exists(path)) {
            // A pipe that /dev/stdout leads to is at no place.
            return isSpecial(path) ? whole : path.toRealPath();
        }
        Path above = whole.getParent();
        return above == null
                ? whole
                : real(above).resolve(above.relativize(whole)).normalize();
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
