package io.github.electra4j.documents.index;

import io.github.electra4j.documents.format.DocumentFormat;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The files of folders, hidden ones left out.
 *
 * @param files of known formats, by absolute path, with size and time
 * @param others how many there are of each other ending
 * @param unseen what could not be looked into, and what is called like a document and is no file, by path, and why
 */
record FolderFiles(Map<String, BasicFileAttributes> files, Map<String, Integer> others, Map<String, String> unseen) {
    /**
     * Looks through folders; files may be named too. Links are followed.
     *
     * @param leftOut a folder whose files are none of them: the index
     * @throws NoSuchFileException where a named one is not there, so that a folder that is away is not taken for an empty one
     */
    static FolderFiles find(List<Path> folders, Path leftOut) throws IOException {
        FolderFiles found = new FolderFiles(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        Path without = leftOut.toAbsolutePath().normalize();
        for (Path folder : folders) {
            if (!Files.exists(folder)) {
                throw new NoSuchFileException(folder.toString());
            }
            Path root = folder.toAbsolutePath().normalize();
            Files.walkFileTree(
                    root,
                    EnumSet.of(FileVisitOption.FOLLOW_LINKS),
                    Integer.MAX_VALUE,
                    new Visitor(root, without, found));
        }
        return found;
    }

    /**
     * Whether a file stands in a folder that could not be looked into, or has a name that the system's encoding lacks here, so that it may be
     * there still.
     */
    boolean mayHold(String file) {
        return !isName(file) || unseen.keySet().stream().anyMatch(folder -> file.startsWith(folder + File.separator));
    }

    /** Whether a file is the one that was named, or stands below the folder. */
    static boolean isBelow(String file, Path folder) {
        String root = folder.toAbsolutePath().normalize().toString();
        return file.equals(root) || file.startsWith(root.endsWith(File.separator) ? root : root + File.separator);
    }

    /** Whether a text can be a path in the encoding that the system has names in. */
    private static boolean isName(String text) {
        try {
            return Path.of(text).isAbsolute();
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static final class Visitor extends SimpleFileVisitor<Path> {
        private final Path root;
        private final Path without;
        private final FolderFiles found;

        Visitor(Path root, Path without, FolderFiles found) {
            this.root = root;
            this.without = without;
            this.found = found;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return folder.equals(without) || isHidden(folder) || isForeign(folder)
                    ? FileVisitResult.SKIP_SUBTREE
                    : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (isHidden(file)) {
                return FileVisitResult.CONTINUE;
            }
            if (DocumentFormat.of(file) == null) {
                found.others.merge(ending(file), 1, Integer::sum);
            } else if (isForeign(file)) {
                return FileVisitResult.CONTINUE;
            } else if (attributes.isRegularFile()) {
                found.files.put(file.toString(), attributes);
            } else {
                // A link is one that leads nowhere: others have been followed.
                found.unseen.put(
                        file.toString(),
                        file
                                + (attributes.isSymbolicLink()
                                        ? ": is a link to what is not there"
                                        : ": is a pipe, a socket or a device, expected a file"));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            if (e instanceof FileSystemLoopException) {
                return FileVisitResult.CONTINUE; // it is seen where it is not inside itself
            }
            found.unseen.put(
                    file.toString(),
                    file + ": cannot be looked into (" + e.getClass().getSimpleName() + ")");
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
            if (e != null) {
                found.unseen.put(folder.toString(), folder + ": was not listed to its end: " + e.getMessage());
            }
            return FileVisitResult.CONTINUE;
        }

        /** Whether a name has bytes that are no text here, so that the index could not name what it found; it is said of it. */
        private boolean isForeign(Path path) {
            String text = path.toString();
            boolean foreign = !isName(text) || !Path.of(text).equals(path);
            if (foreign) {
                found.unseen.put(
                        text,
                        text
                                + ": its name is not in the encoding that this system has names in; rename it, or set LC_ALL=C.UTF-8");
            }
            return foreign;
        }

        private boolean isHidden(Path path) {
            return !path.equals(root) && String.valueOf(path.getFileName()).startsWith(".");
        }

        private static String ending(Path file) {
            String name = String.valueOf(file.getFileName());
            int point = name.lastIndexOf('.');
            return point < 0 ? "without ending" : name.substring(point).toLowerCase(Locale.ROOT);
        }
    }
}
