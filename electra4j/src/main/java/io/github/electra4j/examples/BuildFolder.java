package io.github.electra4j.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.electra4j.checkpoint.AtomicFiles;
import io.github.electra4j.checkpoint.DiskSpace;
import io.github.electra4j.checkpoint.RunLock;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder in which examples are being built, locked against a second process.
 *
 * <p>Work goes on in {@code .partial}: {@code settings.json}, {@code section-00000-000.json} for each finished
 * section, and {@code shards/}. When all is done {@code .partial/shards} moves to {@code shards}, then {@code manifest.json} is written,
 * then {@code .partial} is deleted; a process killed between any two of these steps leaves what {@link #open} can tell apart.
 */
final class BuildFolder implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(BuildFolder.class);
    private static final String PARTIAL = ".partial";
    private static final String SETTINGS = "settings.json";
    private static final Pattern RECORD = Pattern.compile("section-(\\d{1,9})-(\\d{1,9})\\.json");

    /** What must be the same for unfinished work to be gone on with. */
    private record Begun(Settings settings, Section.Sizes sizes) {}

    private final Path dir;
    private final Path partial;
    private final RunLock lock;

    private BuildFolder(Path dir, RunLock lock) {
        this.dir = dir;
        this.partial = dir.resolve(PARTIAL);
        this.lock = lock;
    }

    /** Makes the folder where it is missing and locks it. */
    static BuildFolder open(Path dir) throws IOException {
        try {
            return new BuildFolder(dir, RunLock.acquire(dir));
        } catch (FileSystemException e) {
            String reason = e.getReason() == null ? e.toString() : e.getReason();
            throw new IOException(
                    dir + ": the folder cannot be written: " + reason + "; change its permissions or name another", e);
        }
    }

    /**
     * Checks that nothing will be overwritten that no build has made: a folder without a manifest and without unfinished work is
     * somebody's.
     *
     * @param vocabulary the text of the vocabulary that will stand here; the same may stand here already
     */
    static void requireNothingForeign(Path dir, String vocabulary) throws IOException {
        if (Files.isDirectory(dir.resolve(PARTIAL)) || Files.exists(dir.resolve(Manifest.FILE))) {
            return;
        }
        Path pieces = dir.resolve(Shards.VOCABULARY);
        String found = Files.exists(dir.resolve(Shards.FOLDER))
                ? Shards.FOLDER
                : Files.exists(pieces) && !Arrays.equals(Files.readAllBytes(pieces), vocabulary.getBytes(UTF_8))
                        ? Shards.VOCABULARY + ", which is not the vocabulary of these examples,"
                        : null;
        if (found != null) {
            throw new IllegalArgumentException(dir + ": holds " + found + " and no " + Manifest.FILE
                    + ", so it is no folder of examples, and what is in it would be overwritten; name another folder");
        }
    }

    /**
     * Prepares {@code .partial} for these settings; what was begun with other settings is deleted.
     *
     * @return whether work under the same settings was found
     */
    boolean begin(Settings settings, Section.Sizes sizes) throws IOException {
        Path file = partial.resolve(SETTINGS);
        String now = Manifest.toJson(new Begun(settings, sizes));
        boolean resumed = false;
        if (Files.isDirectory(partial)) {
            String begun = Files.exists(file) ? Files.readString(file) : "";
            resumed = begun.equals(now);
            if (!resumed) {
                LOG.info("{}: unfinished examples of other settings are deleted", dir);
                // Shards in place without a manifest belong to the same unfinished work.
                AtomicFiles.deleteTree(dir.resolve(Shards.FOLDER));
                AtomicFiles.deleteTree(partial);
            }
        }
        if (Files.exists(dir.resolve(Shards.FOLDER))) {
            if (!Files.exists(shards())) {
                Files.move(dir.resolve(Shards.FOLDER), shards(), StandardCopyOption.ATOMIC_MOVE);
            }
        }
        Files.createDirectories(shards());
        AtomicFiles.writeString(file, now);
        return resumed;
    }

    /** Bytes of the shards that are there. */
    long bytes() throws IOException {
        return DiskSpace.held(shards(), dir.resolve(Shards.FOLDER));
    }

    /** Where shards are written. */
    Path shards() {
        return partial.resolve(Shards.FOLDER);
    }

    /**
     * What an earlier run finished: whole, and made of the same files as now.
     *
     * @param parts all parts of the text, in order
     * @param deduplicated whether a part also depends on all text before it: behind a part of which nothing is left to vouch for its
     *     files, nothing is used, and its records go, lest a later run find them beside a part that was built again
     */
    NavigableMap<Section, Section.Done> done(List<Part> parts, boolean deduplicated) throws IOException {
        NavigableMap<Section, Section.Done> found = new TreeMap<>();
        boolean known = true;
        int forgotten = 0;
        for (Part part : parts) {
            if (known) {
                Map<Section, Section.Done> ofPart = done(part);
                found.putAll(ofPart);
                known = !deduplicated || !ofPart.isEmpty();
            } else {
                for (Section section : recorded(part)) {
                    forget(section);
                    forgotten++;
                }
            }
        }
        if (forgotten > 0) {
            LOG.info(
                    "{}: a part of the text changed or is damaged; as duplicates are dropped, {} finished sections behind it are"
                            + " built again",
                    dir,
                    forgotten);
        }
        return found;
    }

    private Map<Section, Section.Done> done(Part part) throws IOException {
        Map<Section, Section.Done> found = new TreeMap<>();
        List<Source> same = List.of();
        for (Section section : recorded(part)) {
            Section.Done done = read(section);
            if (done != null
                    && ((done.firstFile() == part.firstFile() && done.sources().equals(same)) || done.isOf(part))) {
                same = done.sources();
                found.put(section, done);
            }
        }
        return found;
    }

    private List<Section> recorded(Part part) throws IOException {
        List<Section> sections = new ArrayList<>();
        try (Stream<Path> list = Files.list(partial)) {
            list.forEach(file -> {
                Matcher name = RECORD.matcher(String.valueOf(file.getFileName()));
                if (name.matches() && Integer.parseInt(name.group(1)) == part.number()) {
                    sections.add(new Section(/* part= */ part.number(), /* number= */ Integer.parseInt(name.group(2))));
                }
            });
        }
        return sections;
    }

    private Section.@Nullable Done read(Section section) {
        try {
            Section.Done done = Manifest.readJson(record(section), Section.Done.class);
            for (Contents.Shard shard : done.train().plus(done.heldOut()).shards()) {
                Shards.openShard(shards(), shard, true);
            }
            return done;
        } catch (IOException e) {
            LOG.warn("unfinished work is damaged, its section is built again: {}", e.getMessage());
            return null;
        }
    }

    /** Forgets a section that is about to be written again, so that no record tells of shards that change. */
    void forget(Section section) throws IOException {
        Files.deleteIfExists(record(section));
    }

    void finish(Section section, Section.Done done) throws IOException {
        AtomicFiles.writeString(record(section), Manifest.toJson(done));
    }

    private Path record(Section section) {
        return partial.resolve("section-" + section.suffix() + ".json");
    }

    /** Puts everything in place. */
    void publish(Manifest manifest) throws IOException {
        deleteStrangers(manifest);
        Files.move(shards(), dir.resolve(Shards.FOLDER), StandardCopyOption.ATOMIC_MOVE);
        AtomicFiles.writeString(dir.resolve(Manifest.FILE), Manifest.toJson(manifest));
        discard();
    }

    /** Deletes shards that no section owns: half-written ones of text that was divided otherwise before. */
    private void deleteStrangers(Manifest manifest) throws IOException {
        List<String> names = new ArrayList<>();
        manifest.train().shards().forEach(shard -> names.add(shard.name()));
        manifest.heldOut().shards().forEach(shard -> names.add(shard.name()));
        List<Path> files;
        try (Stream<Path> list = Files.list(shards())) {
            files = list.toList();
        }
        for (Path file : files) {
            if (!names.contains(String.valueOf(file.getFileName()))) {
                Files.delete(file);
            }
        }
    }

    /** Whether a run was killed after its work was done and before it had cleared up. */
    static boolean hasLeftovers(Path dir) {
        return Files.isDirectory(dir.resolve(PARTIAL)) && Files.isWritable(dir);
    }

    /** Deletes all unfinished work. */
    void discard() throws IOException {
        AtomicFiles.deleteTree(partial);
    }

    /** Unlocks the folder. */
    @Override
    public void close() throws IOException {
        lock.close();
    }
}
