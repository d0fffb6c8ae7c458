package io.github.electra4j.documents.index;

import io.github.electra4j.documents.passage.PassageCutter;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;

/**
 * Brings an index to what folders hold: new and changed files are read, those that have gone leave, all others stay as they are. Each file is replaced
 * whole, and the work is committed now and then: killed at any moment, the same call goes on with the files that are not committed yet.
 */
public final class DocumentIndexer {
    /** Files that a thread reads between two looks at the clock and the stop signal. */
    private static final int FILES_AT_ONCE = 8;

    private final Path folder;
    private final IndexSettings settings;
    private final long commitNanos;

    /**
     * An indexer.
     *
     * @param folder of the index, empty or an index already
     * @param commitSeconds between commits
     */
    public DocumentIndexer(Path folder, IndexSettings settings, double commitSeconds) {
        this.folder = folder;
        this.settings = settings;
        this.commitNanos = (long) (commitSeconds * 1e9);
    }

    /**
     * Indexes.
     *
     * @param sources folders, or files; what is in the index and not in them leaves it
     * @param stop asked between files; when true what was done is committed
     * @throws java.nio.file.NoSuchFileException where a source is not there
     * @throws IOException where the index cannot be written, or another process writes it
     * @throws IllegalArgumentException where the index has other settings, or the folder holds something else
     */
    public IndexReport index(List<Path> sources, IndexProgress progress, BooleanSupplier stop) throws IOException {
        FolderFiles found = FolderFiles.find(sources, folder);
        requireOwnFolder();
        Files.createDirectories(folder);
        try (Analyzer analyzer = settings.language().analyzer();
                Directory directory = FSDirectory.open(folder);
                IndexWriter writer = open(directory, analyzer)) {
            Map<String, FileRecord> known = known(directory);
            requireSomething(sources, found, known.keySet());
            writer.setLiveCommitData(settings.toCommit().entrySet());
            int removed = 0;
            for (String file : known.keySet()) {
                if (!found.files().containsKey(file) && !found.mayHold(file)) {
                    writer.deleteDocuments(new Term(Fields.FILE, file));
                    removed++;
                }
            }
            FileUpdates updates = new FileUpdates(writer, new PassageCutter(settings.size())::cut, known);
            boolean finished = updateAll(writer, updates, found.files(), progress, stop);
            writer.commit();
            if (finished) {
                finishMerges(writer);
            }
            List<String> failures = new ArrayList<>(found.unseen().values());
            failures.addAll(updates.failures());
            return new IndexReport(
                    updates.added(),
                    updates.replaced(),
                    updates.unchanged(),
                    removed,
                    failures,
                    found.others(),
                    passages(),
                    finished);
        } catch (LockObtainFailedException e) {
            throw new IOException(folder + ": another process writes this index; wait until it is done", e);
        } catch (CorruptIndexException e) {
            throw new IllegalArgumentException(
                    folder + ": the index is damaged (" + e.getMessage() + "); delete the folder and index anew", e);
        }
    }

    /** A folder that is empty all at once is rather not mounted than emptied. */
    private void requireSomething(List<Path> sources, FolderFiles found, Set<String> known) {
        for (Path source : sources) {
            long before = known.stream()
                    .filter(file -> FolderFiles.isBelow(file, source))
                    .count();
            if (before > 0 && found.files().keySet().stream().noneMatch(file -> FolderFiles.isBelow(file, source))) {
                throw new IllegalArgumentException(source + ": no file of a kind that is read, where the index has "
                        + before + "; is a disk missing? The index stays as it is; leave " + source
                        + " out if it is to go, or delete " + folder + " to begin anew");
            }
        }
    }

    /** That no folder with files of somebody is filled with those of an index. */
    private void requireOwnFolder() throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        if (!Files.isDirectory(folder)) {
            throw new FileSystemException(folder.toString(), null, "is a file, expected the folder of an index");
        }
        String other = IndexFolder.otherFile(folder);
        if (other != null) {
            throw new IllegalArgumentException(
                    folder + ": holds " + other + ", which is no part of an index; name a folder for the index alone");
        }
    }

    private static IndexWriter open(Directory directory, Analyzer analyzer) throws IOException {
        return new IndexWriter(directory, new IndexWriterConfig(analyzer).setCommitOnClose(false));
    }

    private Map<String, FileRecord> known(Directory directory) throws IOException {
        Map<String, FileRecord> known = new HashMap<>();
        if (DirectoryReader.indexExists(directory)) {
            try (DocumentIndex before = DocumentIndex.open(folder)) {
                if (!before.settings().describe().equals(settings.describe())) {
                    throw new IllegalArgumentException(folder + ": was made with "
                            + before.settings().describe() + ", not with " + settings.describe()
                            + "; give the same, or another folder");
                }
                before.records().forEach(record -> known.put(record.file(), record));
            }
        }
        return known;
    }

    /** Closing would throw away what is being merged, and the next indexing begin it again. */
    private static void finishMerges(IndexWriter writer) throws IOException {
        if (writer.getConfig().getMergeScheduler() instanceof ConcurrentMergeScheduler merges) {
            merges.sync();
            writer.commit();
        }
    }

    private int passages() throws IOException {
        try (DocumentIndex now = DocumentIndex.open(folder)) {
            return now.passages();
        }
    }

    /** Whether all were done. */
    private boolean updateAll(
            IndexWriter writer,
            FileUpdates updates,
            Map<String, BasicFileAttributes> files,
            IndexProgress progress,
            BooleanSupplier stop)
            throws IOException {
        List<Map.Entry<String, BasicFileAttributes>> todo = files.entrySet().stream()
                .filter(file -> !updates.passOver(file.getKey(), file.getValue()))
                .toList();
        progress.begins(todo.stream().mapToLong(file -> file.getValue().size()).sum());
        int threads = Runtime.getRuntime().availableProcessors();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            long committed = System.nanoTime();
            long bytes = 0;
            for (int at = 0; at < todo.size(); at += FILES_AT_ONCE * threads) {
                if (stop.getAsBoolean()) {
                    return false;
                }
                var some = todo.subList(at, Math.min(todo.size(), at + FILES_AT_ONCE * threads));
                List<Future<?>> running = new ArrayList<>();
                for (var file : some) {
                    running.add(pool.submit(() -> {
                        updates.update(file.getKey());
                        return null;
                    }));
                }
                for (int i = 0; i < some.size(); i++) {
                    await(running.get(i));
                    bytes += some.get(i).getValue().size();
                    progress.read(bytes, at + i + 1, updates.failed());
                }
                if (System.nanoTime() - committed >= commitNanos) {
                    writer.commit();
                    committed = System.nanoTime();
                }
            }
            return true;
        } finally {
            pool.shutdownNow();
        }
    }

    private static void await(Future<?> running) throws IOException {
        try {
            running.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
