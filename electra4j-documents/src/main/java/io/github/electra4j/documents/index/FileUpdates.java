package io.github.electra4j.documents.index;

import io.github.electra4j.documents.format.Document;
import io.github.electra4j.documents.format.DocumentFormat;
import io.github.electra4j.documents.format.UnreadableException;
import io.github.electra4j.documents.passage.Passage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.Term;
import org.jspecify.annotations.Nullable;

/** Brings single files into an index; from several threads. */
final class FileUpdates {
    /** A file changed this shortly before it was read may change again without another time. */
    private static final long MILLISECONDS_TO_CHANGE = 2000;

    private final IndexWriter writer;
    private final Function<Document, List<Passage>> cutting;
    private final Map<String, FileRecord> known;
    private final AtomicInteger added = new AtomicInteger();
    private final AtomicInteger replaced = new AtomicInteger();
    private final AtomicInteger unchanged = new AtomicInteger();
    private final Map<String, String> failures = new ConcurrentSkipListMap<>();

    /**
     * Brings them into it.
     *
     * @param cutting of a document into passages
     * @param known of files by their names
     */
    FileUpdates(IndexWriter writer, Function<Document, List<Passage>> cutting, Map<String, FileRecord> known) {
        this.writer = writer;
        this.cutting = cutting;
        this.known = known;
    }

    int added() {
        return added.get();
    }

    int replaced() {
        return replaced.get();
    }

    int unchanged() {
        return unchanged.get();
    }

    int failed() {
        return failures.size();
    }

    List<String> failures() {
        return List.copyOf(failures.values());
    }

    /** Whether size and time say that a file is the one that is known. */
    boolean passOver(String file, BasicFileAttributes attributes) {
        FileRecord before = known.get(file);
        if (before == null
                || !before.matches(
                        attributes.size(), attributes.lastModifiedTime().toMillis())) {
            return false;
        }
        unchanged(before);
        return true;
    }

    private void unchanged(FileRecord before) {
        if (before.failure() == null) {
            unchanged.incrementAndGet();
        } else {
            failures.put(before.file(), before.failure());
        }
    }

    /**
     * Looks into a file, and replaces what the index has of it where it is another.
     *
     * @throws IOException where the index cannot be written; what is wrong with the file is one of the failures
     */
    void update(String file) throws IOException {
        FileRecord before = known.get(file);
        try {
            FileRecord same = before == null ? null : sameAs(before);
            if (same == null) {
                replace(read(file), before == null ? added : replaced);
            } else {
                writer.updateDocument(new Term(Fields.RECORD, file), Fields.ofRecord(same));
                unchanged(same);
            }
        } catch (UnseenFileException e) {
            // The system does not give it now, and may the next time: nothing is kept of it.
            writer.deleteDocuments(new Term(Fields.FILE, file));
            failures.put(file, String.valueOf(e.getMessage()));
        }
    }

    /**
     * What a file holds now.
     *
     * @param title of the document; null for none
     * @param passages of it; none where it has no text
     */
    private record Contents(FileRecord record, @Nullable String title, List<Passage> passages) {}

    private void replace(Contents now, AtomicInteger count) throws IOException {
        FileRecord record = now.record();
        List<org.apache.lucene.document.Document> documents = new ArrayList<>();
        for (Passage passage : now.passages()) {
            documents.add(Fields.ofPassage(record.file(), now.title(), passage));
        }
        if (record.failure() == null) {
            count.incrementAndGet();
        } else {
            failures.put(record.file(), record.failure());
        }
        documents.add(Fields.ofRecord(record));
        writer.updateDocuments(new Term(Fields.FILE, record.file()), documents);
    }

    /** The record of a file of which only the time is another; null where its bytes are others. */
    private static @Nullable FileRecord sameAs(FileRecord before) throws UnseenFileException {
        try {
            FileRecord now = record(before.file());
            try (DigestInputStream bytes = digested(before.file())) {
                return sha256(bytes).equals(before.sha256()) ? now.with(before.sha256(), before.failure()) : null;
            }
        } catch (IOException e) {
            throw new UnseenFileException(before.file(), e);
        }
    }

    /** Reads a file once, for its text and for its sum. */
    private Contents read(String file) throws UnseenFileException {
        try {
            FileRecord now = record(file);
            try (DigestInputStream bytes = digested(file)) {
                return contents(now, bytes);
            }
        } catch (IOException e) {
            throw new UnseenFileException(file, e);
        }
    }

    private Contents contents(FileRecord now, DigestInputStream bytes) throws IOException {
        Path file = Path.of(now.file());
        try {
            Document document = DocumentFormat.read(file, bytes);
            List<Passage> passages = cut(file, document);
            return new Contents(now.with(sha256(bytes), null), document.title(), passages);
        } catch (UnreadableException e) {
            return new Contents(now.with(sha256(bytes), e.getMessage()), null, List.of());
        }
    }

    /** One text that nobody has thought of is not to stop the others. */
    private List<Passage> cut(Path file, Document document) throws IOException {
        try {
            return cutting.apply(document);
        } catch (OutOfMemoryError e) {
            // It may be of the files beside this one, as in reading.
            throw new IOException("too little memory to cut it into passages; give the JVM more", e);
        } catch (RuntimeException | StackOverflowError e) {
            throw new UnreadableException(file, "cannot be cut into passages: " + e, e);
        }
    }

    /** Size and time of a file, taken before its bytes are read, so that a change meanwhile is seen the next time. */
    private static FileRecord record(String file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(Path.of(file), BasicFileAttributes.class);
        long modified = attributes.lastModifiedTime().toMillis();
        boolean sure = System.currentTimeMillis() - modified > MILLISECONDS_TO_CHANGE;
        return new FileRecord(file, attributes.size(), sure ? modified : FileRecord.UNSURE, "", null);
    }

    private static DigestInputStream digested(String file) throws IOException {
        try {
            return new DigestInputStream(Files.newInputStream(Path.of(file)), MessageDigest.getInstance("SHA-256"));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The sum of all bytes of a file, of which some have been read. */
    private static String sha256(DigestInputStream bytes) throws IOException {
        bytes.transferTo(OutputStream.nullOutputStream());
        return HexFormat.of().formatHex(bytes.getMessageDigest().digest());
    }

    /** That the system does not give a file; other than what fails in writing the index. */
    private static final class UnseenFileException extends IOException {
        private static final long serialVersionUID = 1;

        UnseenFileException(String file, IOException cause) {
            super(file + ": cannot be read (" + reason(file, cause) + ")", cause);
        }

        private static String reason(String file, IOException cause) {
            String message = cause.getMessage();
            return message == null || message.equals(file)
                    ? cause.getClass().getSimpleName().replace("Exception", "")
                    : message;
        }
    }
}
