package io.github.electra4j.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writing that leaves either the old content or the new one, never a part, whenever the process or the machine stops.
 *
 * <p>Content is written aside in the same folder, under a name that carries the process's id, synced, moved into place, and the
 * folder is synced. What a killed process left aside is removed by the next write of the same name.
 */
public final class AtomicFiles {
    private static final String ASIDE = "aside";
    private static final String REPLACED = "replaced";
    private static final Pattern LEFTOVER =
            Pattern.compile("\\.(.+)\\.(\\d{1,18})-\\d+\\.(" + ASIDE + "|" + REPLACED + ")");
    private static final List<String> STREAMS = List.of("/dev/stdout", "/dev/stderr", "/dev/fd", "/proc");
    private static final AtomicLong COUNTER = new AtomicLong();
    /** Names that this process writes under now; its id on any other name was an earlier process's. */
    private static final Set<String> IN_USE = ConcurrentHashMap.newKeySet();

    private AtomicFiles() {}

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface FileContent {
        /** Writes everything; the caller syncs and closes. */
        void writeTo(FileChannel channel) throws IOException;
    }

    /** Fills a folder. */
    @FunctionalInterface
    public interface DirectoryContent {
        /** Writes everything into a folder that exists and is empty; the caller syncs. */
        void writeTo(Path directory) throws IOException;
    }

    /**
     * Writes a file, replacing one that is there; its folder is made where missing. Behind a symbolic link, the file that it
     * points to is replaced; a pipe or a device is written to directly.
     */
    public static void write(Path file, FileContent content) throws IOException {
        if (isStream(file)) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
                content.writeTo(channel);
            }
            return;
        }
        Path target = Files.isSymbolicLink(file) && Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        Path folder = makeFolderOf(target, file);
        removeLeftovers(folder, target);
        Path aside = hidden(target, ASIDE);
        IN_USE.add(nameOf(aside));
        try {
            try (FileChannel channel =
                    FileChannel.open(aside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                content.writeTo(channel);
                channel.force(true);
            } catch (IOException e) {
                throw new IOException("cannot write " + file + ": " + reason(e) + "; what stood there is untouched", e);
            }
            Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
            syncFolder(folder);
        } finally {
            Files.deleteIfExists(aside);
            IN_USE.remove(nameOf(aside));
        }
    }

    /** Makes a folder where missing, and a file in it that is removed again; by the next call where the process is killed before. */
    static void requireWritable(Path folder) throws IOException {
        Path probe = Files.createDirectories(folder).resolve("writable");
        removeLeftovers(folder, probe);
        Path aside = hidden(probe, ASIDE);
        IN_USE.add(nameOf(aside));
        try {
            Files.createFile(aside);
        } finally {
            Files.deleteIfExists(aside);
            IN_USE.remove(nameOf(aside));
        }
    }

    /** Writes a text file in UTF-8. */
    public static void writeString(Path file, String text) throws IOException {
        writeBytes(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes a file of these bytes. */
    public static void writeBytes(Path file, byte[] bytes) throws IOException {
        write(file, channel -> {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        });
    }

    /**
     * Writes a whole folder aside and swaps it for the one in place.
     *
     * <p>No file system swaps two folders in one step that Java reaches, so for a moment nothing stands at the name. A process
     * killed in this moment leaves the complete new folder aside, which {@link #recoverDirectory} moves into place.
     */
    public static void replaceDirectory(Path directory, DirectoryContent content) throws IOException {
        Path target = directory.toAbsolutePath();
        Path folder = makeFolderOf(target, directory);
        recoverDirectory(target);
        Path aside = hidden(target, ASIDE);
        Path replaced = withKind(aside, ASIDE, REPLACED);
        IN_USE.add(nameOf(aside));
        IN_USE.add(nameOf(replaced));
        try {
            try {
                Files.createDirectory(aside);
                content.writeTo(aside);
                syncTree(aside);
            } catch (IOException e) {
                throw new IOException(
                        "cannot write " + directory + ": " + reason(e) + "; what stood there is untouched", e);
            }
            if (Files.exists(target)) {
                Files.move(target, replaced, StandardCopyOption.ATOMIC_MOVE);
            }
            Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
            syncFolder(folder);
        } finally {
            if (Files.exists(target)) {
                deleteTree(aside);
                deleteTree(replaced);
            } else if (Files.exists(replaced)) {
                Files.move(replaced, target, StandardCopyOption.ATOMIC_MOVE);
                deleteTree(aside);
            } else {
                deleteTree(aside);
            }
            IN_USE.remove(nameOf(aside));
            IN_USE.remove(nameOf(replaced));
        }
    }

    /**
     * Ends what a killed {@link #replaceDirectory} began: the new folder is moved into place where the old one was moved away
     * already, and all else that it left is removed. Readers of a folder call it first; it does nothing in the common case.
     */
    public static void recoverDirectory(Path directory) throws IOException {
        Path target = directory.toAbsolutePath();
        Path folder = folderOf(target);
        if (!Files.isDirectory(folder)) {
            return;
        }
        if (!Files.exists(target)) {
            try (DirectoryStream<Path> siblings = Files.newDirectoryStream(folder)) {
                for (Path sibling : siblings) {
                    if (isLeftover(sibling, target) && sibling.toString().endsWith(REPLACED)) {
                        Path aside = withKind(sibling, REPLACED, ASIDE);
                        // The old one moves away only once the new one is complete and synced.
                        Files.move(Files.exists(aside) ? aside : sibling, target, StandardCopyOption.ATOMIC_MOVE);
                        syncFolder(folder);
                        break;
                    }
                }
            }
        }
        try {
            removeLeftovers(folder, target);
        } catch (AccessDeniedException e) {
            // The directory is whole; who may not look into the folder that it stands in cannot tidy up there either.
            if (!Files.exists(target)) {
                throw e;
            }
        }
    }

    /** Removes what killed processes left in a folder of writing anything there. */
    public static void removeLeftoversIn(Path folder) throws IOException {
        removeLeftovers(folder, null);
    }

    private static void removeLeftovers(Path folder, @Nullable Path target) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> siblings = Files.newDirectoryStream(folder)) {
            for (Path sibling : siblings) {
                if (isLeftover(sibling, target)) {
                    deleteTree(sibling);
                }
            }
        }
    }

    /** Deletes a file or a folder with all that is in it; nothing where it is missing. Links are not followed. */
    public static void deleteTree(Path path) throws IOException {
        try {
            Files.walkFileTree(path, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
                    if (e != null) {
                        throw e;
                    }
                    Files.delete(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (NoSuchFileException e) {
            if (Files.exists(path)) {
                throw e;
            }
        }
    }

    /** Makes the entries of a folder durable; Windows offers no such call, and needs none. */
    static void syncFolder(Path folder) throws IOException {
        if (System.getProperty("os.name", "").startsWith("Windows")) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void syncTree(Path root) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                // Closing a channel of a lock file would drop the lock that this process may hold.
                if (!attributes.isRegularFile() || nameOf(file).equals(RunLock.FILE)) {
                    return FileVisitResult.CONTINUE;
                }
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
                syncFolder(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static Path makeFolderOf(Path target, Path asGiven) throws IOException {
        Path folder = folderOf(target);
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new IOException("cannot write " + asGiven + ": " + reason(e), e);
        }
    }

    /** What cannot be replaced by a file beside it: also a standard stream by its name, whatever it is redirected to. */
    private static boolean isStream(Path file) throws IOException {
        return Files.exists(file)
                && (STREAMS.stream().anyMatch(file.toAbsolutePath()::startsWith)
                        || Files.readAttributes(file, BasicFileAttributes.class).isOther());
    }

    private static Path hidden(Path target, String kind) {
        return target.resolveSibling("." + nameOf(target) + "."
                + ProcessHandle.current().pid() + "-" + COUNTER.incrementAndGet() + "." + kind);
    }

    private static Path withKind(Path hidden, String from, String to) {
        String name = nameOf(hidden);
        return hidden.resolveSibling(name.substring(0, name.length() - from.length()) + to);
    }

    private static String nameOf(Path path) {
        return String.valueOf(path.getFileName());
    }

    private static boolean isLeftover(Path candidate, @Nullable Path target) {
        Matcher matcher = LEFTOVER.matcher(nameOf(candidate));
        if (!matcher.matches() || (target != null && !matcher.group(1).equals(nameOf(target)))) {
            return false;
        }
        long pid = Long.parseLong(matcher.group(2));
        return pid == ProcessHandle.current().pid()
                ? !IN_USE.contains(nameOf(candidate))
                : ProcessHandle.of(pid).isEmpty();
    }

    private static Path folderOf(Path absolute) {
        Path folder = absolute.getParent();
        if (folder == null) {
            throw new IllegalArgumentException(
                    absolute + " is the root of a file system; name a file or a folder in it");
        }
        return folder;
    }

    /** The JDK's file system exceptions often have a path alone for a message; the class then tells what happened. */
    static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "no permission";
        }
        if (e instanceof FileAlreadyExistsException f) {
            return f.getFile() + " is a file, and a folder is needed there";
        }
        if (e instanceof NoSuchFileException) {
            return "no file or folder can be made there";
        }
        if (e instanceof FileSystemException f) {
            return f.getReason() == null ? e.getClass().getSimpleName() + " " + f.getFile() : f.getReason();
        }
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }
}
