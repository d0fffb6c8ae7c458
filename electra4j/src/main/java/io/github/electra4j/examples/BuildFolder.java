package io.github.electra4j.examples;

import io.github.electra4j.checkpoint.AtomicFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder in which examples are being built, locked against a second process.
 *
 * <p>Work goes on in {@code .partial}: {@code settings.json}, {@code part-00000.json} for each finished part, and
 * {@code shards/}. When all is done {@code .partial/shards} moves to {@code shards}, then {@code manifest.json} is written,
 * then {@code .partial} is deleted; a process killed between any two of these steps leaves what {@link #open} can tell apart.
 */
final class BuildFolder implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(BuildFolder.class);
    private static final String PARTIAL = ".partial";
    private static final String SETTINGS = "settings.json";
    private static final String LOCK = ".lock";

    private final Path dir;
    private final Path partial;
    private final FileChannel lockFile;

    private BuildFolder(Path dir, FileChannel lockFile) {
        this.dir = dir;
        this.partial = dir.resolve(PARTIAL);
        this.lockFile = lockFile;
    }

    /** Makes the folder where it is missing and locks it. */
    static BuildFolder open(Path dir) throws IOException {
        FileChannel channel;
        try {
            Files.createDirectories(dir);
            channel = FileChannel.open(dir.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            String reason = e instanceof FileSystemException f && f.getReason() != null ? f.getReason() : e.toString();
            throw new IOException(
                    dir + ": the folder cannot be written: " + reason + "; change its permissions or name another", e);
        }
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new BuildFolder(dir, channel);
            }
        } catch (OverlappingFileLockException e) {
            // Another build in this very process: the same answer.
        }
        channel.close();
        throw new IOException(dir + ": another process is building examples here; wait for it or name another folder");
    }

    /**
     * Prepares {@code .partial} for these settings; what was begun with other settings is deleted.
     *
     * @return whether work under the same settings was found
     */
    boolean begin(Settings settings) throws IOException {
        Path file = partial.resolve(SETTINGS);
        boolean resumed = false;
        if (Files.isDirectory(partial)) {
            String begun = Files.exists(file) ? Files.readString(file) : "";
            resumed = begun.equals(Manifest.toJson(settings));
            if (!resumed) {
                LOG.info("{}: unfinished examples of other settings are deleted", dir);
                // Shards in place without a manifest belong to the same unfinished work.
                AtomicFiles.deleteTree(dir.resolve(Shards.FOLDER));
                AtomicFiles.deleteTree(partial);
            }
        }
        if (Files.exists(dir.resolve(Shards.FOLDER))) {
            if (!resumed) {
                throw new IOException(dir + ": has " + Shards.FOLDER + " but no " + Manifest.FILE
                        + "; delete the folder, or name another one");
            }
            if (!Files.exists(shards())) {
                Files.move(dir.resolve(Shards.FOLDER), shards(), StandardCopyOption.ATOMIC_MOVE);
            }
        }
        Files.createDirectories(shards());
        AtomicFiles.writeString(file, Manifest.toJson(settings));
        return resumed;
    }

    /** Where shards are written. */
    Path shards() {
        return partial.resolve(Shards.FOLDER);
    }

    /** What an earlier run wrote of a part, if it is whole and its sources are the same, or null. */
    Part.@Nullable Done done(Part part) throws IOException {
        Path file = record(part);
        if (!Files.exists(file)) {
            return null;
        }
        Part.Done done;
        try {
            done = Manifest.readJson(file, Part.Done.class);
            for (Contents.Shard shard : done.train().plus(done.heldOut()).shards()) {
                Shards.openShard(shards(), shard, true);
            }
        } catch (IOException e) {
            LOG.warn("an unfinished build is damaged, part {} is built again: {}", part.number(), e.getMessage());
            return null;
        }
        return done.isOf(part) ? done : null;
    }

    /** Forgets a part that is about to be written again, so that no record tells of shards that change. */
    void forget(Part part) throws IOException {
        Files.deleteIfExists(record(part));
    }

    void finish(Part part, Part.Done done) throws IOException {
        AtomicFiles.writeString(record(part), Manifest.toJson(done));
    }

    private Path record(Part part) {
        return partial.resolve(String.format("part-%05d.json", part.number()));
    }

    /** Puts everything in place. */
    void publish(Manifest manifest) throws IOException {
        deleteStrangers(manifest);
        Files.move(shards(), dir.resolve(Shards.FOLDER), StandardCopyOption.ATOMIC_MOVE);
        AtomicFiles.writeString(dir.resolve(Manifest.FILE), Manifest.toJson(manifest));
        discard();
    }

    /** Deletes shards that no part owns: half-written ones of parts that were planned otherwise before. */
    private void deleteStrangers(Manifest manifest) throws IOException {
        List<String> names = new ArrayList<>();
        manifest.train().shards().forEach(shard -> names.add(shard.name()));
        manifest.heldOut().shards().forEach(shard -> names.add(shard.name()));
        List<Path> files;
        try (var list = Files.list(shards())) {
            files = list.toList();
        }
        for (Path file : files) {
            if (!names.contains(String.valueOf(file.getFileName()))) {
                Files.delete(file);
            }
        }
    }

    /** Deletes all unfinished work. */
    void discard() throws IOException {
        AtomicFiles.deleteTree(partial);
    }

    /** Unlocks the folder. */
    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
