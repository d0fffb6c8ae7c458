package io.github.electra4j.checkpoint;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The exclusive right to write in a run directory. The operating system takes it back when the process ends, however it ends.
 *
 * <p>The lock file {@code .lock} holds the id of the process that holds it, or held it last; it stays after the lock is gone.
 */
public final class RunLock implements Closeable {
    static final String FILE = ".lock";
    /** Far behind the text, so that the text can be read by others where locks are mandatory. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;
    /** An OS lock belongs to the process, and closing any channel of the file would drop it: so one process asks here first. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private RunLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes the lock, or says who has it. The directory is made where missing.
     *
     * @throws IOException where another process, or this one, holds it already
     */
    public static RunLock acquire(Path runDirectory) throws IOException {
        Files.createDirectories(runDirectory);
        Path file = runDirectory.toRealPath().resolve(FILE);
        if (!HELD.add(file)) {
            throw new IOException(refusal(runDirectory, "this process"));
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
            if (lock == null) {
                throw new IOException(refusal(runDirectory, holder(channel)));
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8)), 0);
            return new RunLock(file, channel);
        } catch (IOException | RuntimeException e) {
            close(channel);
            HELD.remove(file);
            throw e;
        }
    }

    /**
     * Checks that this is the lock of a directory, and held.
     *
     * @throws IllegalStateException where it is not
     */
    public void requireOf(Path runDirectory) throws IOException {
        if (!file.equals(runDirectory.toRealPath().resolve(FILE)) || !HELD.contains(file)) {
            throw new IllegalStateException("the lock " + file + " is not the one held of " + runDirectory);
        }
    }

    /** Gives the right back. */
    @Override
    public void close() throws IOException {
        if (HELD.remove(file)) {
            channel.close();
        }
    }

    private static void close(@Nullable FileChannel channel) throws IOException {
        if (channel != null) {
            channel.close();
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(32);
        channel.read(text, 0);
        String pid = new String(text.array(), 0, text.position(), StandardCharsets.UTF_8).strip();
        return pid.isEmpty() ? "another process" : "process " + pid;
    }

    private static String refusal(Path runDirectory, String holder) {
        return runDirectory + " is in use by " + holder
                + "; wait until it has ended, stop it, or choose another directory";
    }
}
