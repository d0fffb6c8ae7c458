package io.github.electra4j.serve.runs;

import io.github.electra4j.progress.MetricsLog;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The runs below a folder, under names that are made here: whoever asks for one can name no file. Thread-safe. */
public final class RunFolder {
    /** Folders of folders that are looked into. */
    private static final int DEPTH = 8;

    /** Files and folders that are looked at; a folder of more is not one of runs. */
    private static final int MOST = 100_000;

    /** For so long a listing is as good as a new one, however many ask. */
    private static final long FRESH = Duration.ofSeconds(2).toNanos();

    private final Path folder;
    private final String name;
    private Map<String, Run> runs = Map.of();
    private boolean complete = true;
    private boolean listed;
    private long when;

    /**
     * The runs below it, which may come later.
     *
     * @throws NotDirectoryException where there is no such folder
     */
    public RunFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new NotDirectoryException(folder + ": no such folder; name one that holds runs, or will");
        }
        this.folder = folder.toRealPath();
        Path last = this.folder.getFileName();
        this.name = last == null ? "/" : last.toString();
    }

    /**
     * What is there now.
     *
     * @param folder the last part of the folder's path
     * @param complete whether all was looked at: there may be too much
     * @param runs the newest first
     */
    public record Listing(String folder, boolean complete, List<Run> runs) {}

    /** Lists them. */
    public synchronized Listing list() throws IOException {
        refresh();
        Collection<Run> all = runs.values();
        List<Run> sorted = all.stream()
                .sorted(Comparator.comparing(Run::written).reversed().thenComparing(Run::name))
                .toList();
        return new Listing(name, complete, sorted);
    }

    /**
     * Reads what a run has measured.
     *
     * @param run one of those that were listed
     * @param log that was read before; null for none
     * @param from the {@link LogPart#next} of it, or 0
     * @return null where there is no such run
     */
    public @Nullable LogPart read(String run, @Nullable String log, long from) throws IOException {
        Run known;
        synchronized (this) {
            if (!runs.containsKey(run)) {
                refresh();
            }
            known = runs.get(run);
        }
        try {
            return known == null ? null : LogPart.read(known.log(), log, from);
        } catch (NoSuchFileException e) {
            return null; // gone since it was listed
        }
    }

    private void refresh() throws IOException {
        if (listed && System.nanoTime() - when < FRESH) {
            return;
        }
        Walk walk = new Walk();
        Files.walkFileTree(folder, EnumSet.noneOf(FileVisitOption.class), DEPTH, walk);
        Map<String, Run> found = new LinkedHashMap<>();
        for (Map.Entry<String, Log> entry : walk.logs.entrySet()) {
            Run run = run(entry.getKey(), entry.getValue());
            if (run != null) {
                found.put(run.name(), run);
            }
        }
        runs = found;
        complete = walk.seen < MOST;
        listed = true;
        when = System.nanoTime();
    }

    private @Nullable Run run(String path, Log log) {
        String called = RunName.of(path);
        Run before = runs.get(called);
        BasicFileAttributes now = log.attributes();
        if (before != null && before.bytes() == now.size() && before.written().equals(now.lastModifiedTime())) {
            return before;
        }
        try {
            return Run.of(called, path, log.directory(), now.size(), now.lastModifiedTime());
        } catch (IOException e) {
            return null; // gone since, or of another user
        }
    }

    /** Measurements that were found. */
    private record Log(Path directory, BasicFileAttributes attributes) {}

    /** Looks for measurements. Links are not followed, hidden folders and what may not be read are passed over. */
    private final class Walk extends SimpleFileVisitor<Path> {
        private final Map<String, Log> logs = new TreeMap<>();
        private int seen;

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            boolean hidden = !directory.equals(folder)
                    && directory.getFileName().toString().startsWith(".");
            return hidden ? FileVisitResult.SKIP_SUBTREE : counted();
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            Path directory = file.getParent();
            if (directory != null && attributes.isRegularFile() && file.endsWith(MetricsLog.FILE)) {
                logs.put(path(directory), new Log(directory, attributes));
            }
            return counted();
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return counted();
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) {
            return FileVisitResult.CONTINUE;
        }

        private FileVisitResult counted() {
            return ++seen < MOST ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
        }

        private String path(Path directory) {
            return folder.relativize(directory)
                    .toString()
                    .replace(directory.getFileSystem().getSeparator(), "/");
        }
    }
}
