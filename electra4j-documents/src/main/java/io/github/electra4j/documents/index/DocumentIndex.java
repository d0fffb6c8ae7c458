package io.github.electra4j.documents.index;

import io.github.electra4j.documents.passage.Passage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The passages of documents, found by the words of a question.
 *
 * <pre>{@code
 * try (DocumentIndex index = DocumentIndex.open(Path.of("runs/handbook"))) {
 *     for (FoundPassage found : index.search("Who approves a journey?", 5)) {
 *         System.out.println(found.file() + ": " + found.passage().text());
 *     }
 * }
 * }</pre>
 *
 * <p>Thread-safe. What {@link DocumentIndexer} writes meanwhile is seen after {@link #refresh}.
 */
public final class DocumentIndex implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DocumentIndex.class);

    /** Different words of a question that are looked for. */
    private static final int MOST_WORDS = 256;

    /** Weight of a word in title and headings, beside 1 in the passage. */
    private static final float AROUND_WEIGHT = 0.3F;

    /** Where it is, perhaps by a symbolic link that may lead elsewhere tomorrow; null in memory. */
    private final @Nullable Path folder;

    private final String place;
    private Directory directory;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private Opened opened;

    /** What the last look at the directory failed with; null where it did not. */
    private @Nullable Class<?> unreadable;

    /**
     * The index as it was at a commit.
     *
     * @param commit the commit's own number, which no other has, of an index made in the same place neither
     */
    private record Opened(
            byte[] commit, DirectoryReader reader, IndexSearcher searcher, IndexSettings settings, Analyzer analyzer) {
        static Opened of(Directory directory, String place) throws IOException {
            // Before the reader: a commit between the two is seen the next time.
            byte[] commit = SegmentInfos.readLatestCommit(directory).getId();
            DirectoryReader reader = DirectoryReader.open(directory);
            try {
                IndexSettings settings =
                        IndexSettings.ofCommit(reader.getIndexCommit().getUserData(), place);
                return new Opened(
                        commit,
                        reader,
                        new IndexSearcher(reader),
                        settings,
                        settings.language().analyzer());
            } catch (RuntimeException | IOException e) {
                reader.close();
                throw e;
            }
        }

        void close() throws IOException {
            reader.close();
            analyzer.close();
        }
    }

    private DocumentIndex(Directory directory, @Nullable Path folder, String place) throws IOException {
        this.directory = directory;
        this.folder = folder;
        this.place = place;
        this.opened = Opened.of(directory, place);
    }

    /**
     * Opens an index that {@code electra index} made.
     *
     * @throws NoSuchFileException where there is none
     * @throws IllegalArgumentException where it is damaged or of another kind
     */
    public static DocumentIndex open(Path folder) throws IOException {
        if (Files.isRegularFile(folder)) {
            throw new NotDirectoryException(
                    folder + ": is a file, expected the folder of an index, which `electra index " + folder
                            + " --out INDEX` makes of it");
        }
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(
                    folder + ": no such index; make it with `electra index FOLDER --out " + folder + "`");
        }
        Directory directory = FSDirectory.open(folder);
        try {
            return new DocumentIndex(directory, folder, folder.toString());
        } catch (IndexNotFoundException e) {
            directory.close();
            String other = IndexFolder.otherFile(folder);
            NoSuchFileException clear = new NoSuchFileException(folder
                    + (other == null
                            ? ": holds no index, or one whose first commit has not come; `electra index FOLDER --out "
                                    + folder + "` makes it or goes on"
                            : ": is no index but a folder with other files, such as " + other + "; `electra index "
                                    + folder + " --out INDEX` makes one of them, in a folder of its own"));
            clear.initCause(e);
            throw clear;
        } catch (CorruptIndexException | IndexFormatTooNewException | IndexFormatTooOldException e) {
            directory.close();
            throw new IllegalArgumentException(
                    folder + ": the index is damaged or of another version (" + e.getMessage()
                            + "); delete the folder and index the documents anew",
                    e);
        } catch (RuntimeException | IOException e) {
            directory.close();
            throw e;
        }
    }

    /**
     * An index of texts in memory, each a passage; of equal ones the first alone.
     *
     * @param texts by the names that are to stand for their files
     */
    public static DocumentIndex inMemory(Map<String, String> texts, Language language) throws IOException {
        Directory directory = new ByteBuffersDirectory();
        IndexSettings settings = new IndexSettings(language, IndexSettings.DEFAULT.size());
        try (Analyzer analyzer = language.analyzer();
                IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig(analyzer))) {
            Set<String> seen = new LinkedHashSet<>();
            for (Map.Entry<String, String> entry : texts.entrySet()) {
                if (seen.add(entry.getValue())) {
                    writer.addDocument(
                            Fields.ofPassage(entry.getKey(), null, new Passage(entry.getValue(), 0, 0, "", 0)));
                }
            }
            writer.setLiveCommitData(settings.toCommit().entrySet());
            writer.commit();
        }
        return new DocumentIndex(directory, null, "memory");
    }

    /** What it was made with. */
    public IndexSettings settings() {
        return asked(Opened::settings);
    }

    /** Passages in it. */
    public int passages() {
        return asked(index ->
                index.reader().numDocs() - index.searcher().count(new TermQuery(new Term(Fields.KIND, Fields.RECORD))));
    }

    /**
     * The passages whose words fit a question best, by BM25 (k1 1.2, b 0.75) over stems, the best first. Passages with one text count once.
     *
     * @param most passages at most, at least 1; fewer come where no others share a word with the question
     */
    public List<FoundPassage> search(String question, int most) {
        if (most < 1) {
            throw new IllegalArgumentException("passages to find: " + most + ", expected at least 1");
        }
        return asked(index -> {
            IndexSearcher searcher = index.searcher();
            Query query = query(index.analyzer(), question);
            Map<String, FoundPassage> found = new LinkedHashMap<>();
            ScoreDoc last = null;
            while (found.size() < most) {
                ScoreDoc[] some = searcher.searchAfter(last, query, most).scoreDocs;
                for (ScoreDoc one : some) {
                    FoundPassage passage =
                            Fields.toPassage(searcher.storedFields().document(one.doc), one.score);
                    if (found.size() < most) {
                        found.putIfAbsent(passage.passage().text(), passage);
                    }
                    last = one;
                }
                if (some.length < most) {
                    break;
                }
            }
            return List.copyOf(found.values());
        });
    }

    private static Query query(Analyzer analyzer, String question) {
        Map<String, Integer> words = new LinkedHashMap<>();
        try (TokenStream tokens = analyzer.tokenStream(Fields.TEXT, Spelling.of(question))) {
            CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
            tokens.reset();
            while (tokens.incrementToken() && words.size() < MOST_WORDS) {
                words.merge(term.toString(), 1, Integer::sum);
            }
            tokens.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        words.forEach((word, count) -> {
            query.add(new BoostQuery(new TermQuery(new Term(Fields.TEXT, word)), count), Occur.SHOULD);
            query.add(
                    new BoostQuery(new TermQuery(new Term(Fields.AROUND, word)), AROUND_WEIGHT * count), Occur.SHOULD);
        });
        return query.build();
    }

    /**
     * Sees what was written since, and an index that was made anew in the same place, or to which the symbolic link that was opened leads now.
     * Where there is none for the moment, or one that is damaged or of another version, what was read of the last one stays.
     */
    public synchronized void refresh() throws IOException {
        Directory there = null;
        try {
            there = there();
            // Versions start again with an index that is made anew, so that two may have the same one.
            if (there == directory
                    && Arrays.equals(SegmentInfos.readLatestCommit(there).getId(), opened.commit())) {
                unreadable = null;
                return;
            }
            replace(Opened.of(there, place), there);
            unreadable = null;
        } catch (IndexNotFoundException | NoSuchFileException e) {
            // What was opened stays.
        } catch (CorruptIndexException | IndexFormatTooNewException | IndexFormatTooOldException e) {
            // It stays too, but this will not pass by itself; once is enough, while every question comes here.
            if (!e.getClass().equals(unreadable)) {
                unreadable = e.getClass();
                LOG.warn(
                        "{}: the index is damaged or of another version ({}); questions are answered from what was"
                                + " read of it before, until it is made anew",
                        place,
                        e.getClass().getName());
            }
        } finally {
            if (there != null && there != directory) {
                there.close();
            }
        }
    }

    private void replace(Opened now, Directory there) throws IOException {
        Opened before = opened;
        Directory left = directory;
        lock.writeLock().lock();
        try {
            opened = now;
            directory = there;
        } finally {
            lock.writeLock().unlock();
        }
        before.close();
        if (left != there) {
            left.close();
        }
    }

    /** The directory that is open, or another where its folder is a link that leads elsewhere by now: Lucene's follow links once. */
    private Directory there() throws IOException {
        if (folder != null
                && directory instanceof FSDirectory open
                && !open.getDirectory().equals(folder.toRealPath())) {
            return FSDirectory.open(folder);
        }
        return directory;
    }

    /** What is known of all files, those without passages too. */
    List<FileRecord> records() {
        return asked(index -> {
            List<FileRecord> records = new ArrayList<>();
            IndexSearcher searcher = index.searcher();
            Query all = new TermQuery(new Term(Fields.KIND, Fields.RECORD));
            for (ScoreDoc one : searcher.search(all, Math.max(1, index.reader().maxDoc())).scoreDocs) {
                records.add(Fields.toRecord(searcher.storedFields().document(one.doc)));
            }
            return records;
        });
    }

    private interface Asking<T> {
        T of(Opened index) throws IOException;
    }

    private <T> T asked(Asking<T> asking) {
        lock.readLock().lock();
        try {
            return asking.of(opened);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public synchronized void close() throws IOException {
        lock.writeLock().lock();
        try {
            opened.close();
            directory.close();
        } finally {
            lock.writeLock().unlock();
        }
    }
}
