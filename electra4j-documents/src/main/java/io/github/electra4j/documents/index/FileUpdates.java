package io.github.electra4j.documents.index;

import io.github.electra4j.documents.format.Document;
import io.github.electra4j.documents.format.DocumentFormat;
import io.github.electra4j.documents.format.UnreadableException;
import io.github.electra4j.documents.passage.Passage;
import io.github.electra4j.documents.passage.PassageCutter;
import java.io.IOException;
import java.io.InputStream;
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
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.Term;

/** Brings single files into an index; from several threads. */
final class FileUpdates {
    /** A file changed this shortly before it was read may change again without another time. */
    private static final long MILLISECONDS_TO_CHANGE = 2000;

    private final IndexWriter writer;
    private final PassageCutter cutter;
    private final Map<String, FileRecord> known;
    private final AtomicInteger added = new AtomicInteger();
    private final AtomicInteger replaced = new AtomicInteger();
    private final AtomicInteger unchanged = new AtomicInteger();
    private final Map<String, String> failures = new ConcurrentSkipListMap<>();

    FileUpdates(IndexWriter writer, IndexSettings settings, Map<String, FileRecord> known) {
        this.writer = writer;
        this.cutter = new PassageCutter(settings.size());
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
        unchanged.incrementAndGet();
        if (before.failure() != null) {
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
            FileRecord now = record(file);
            if (before != null && before.sha256().equals(now.sha256())) {
                // Only the time is another.
                FileRecord same = now.failed(before.failure());
                writer.updateDocument(new Term(Fields.RECORD, file), Fields.ofRecord(same));
                unchanged(same);
            } else {
                replace(now);
                (before == null ? added : replaced).incrementAndGet();
            }
        } catch (UnseenFileException e) {
            // The system does not give it now, and may the next time: nothing is kept of it.
            writer.deleteDocuments(new Term(Fields.FILE, file));
            failures.put(file, String.valueOf(e.getMessage()));
        }
    }

    private void replace(FileRecord now) throws IOException {
        List<org.apache.lucene.document.Document> documents = new ArrayList<>();
        try {
            Document document = read(now.file());
            for (Passage passage : cutter.cut(document)) {
                documents.add(Fields.ofPassage(now.file(), document.title(), passage));
            }
            documents.add(Fields.ofRecord(now));
        } catch (UnreadableException e) {
            String failure = String.valueOf(e.getMessage());
            failures.put(now.file(), failure);
            documents.add(Fields.ofRecord(now.failed(failure)));
        }
        writer.updateDocuments(new Term(Fields.FILE, now.file()), documents);
    }

    /** What the file is now. Its time is taken before its bytes are, so that a change meanwhile is seen the next time. */
    private static FileRecord record(String file) throws UnseenFileException {
        Path path = Path.of(file);
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            long modified = attributes.lastModifiedTime().toMillis();
            boolean sure = System.currentTimeMillis() - modified > MILLISECONDS_TO_CHANGE;
            return new FileRecord(file, attributes.size(), sure ? modified : FileRecord.UNSURE, sha256(path), null);
        } catch (IOException e) {
            throw new UnseenFileException(file, e);
        }
    }

    private static Document read(String file) throws UnreadableException, UnseenFileException {
        try {
            return DocumentFormat.read(Path.of(file));
        } catch (UnreadableException e) {
            throw e;
        } catch (IOException e) {
            throw new UnseenFileException(file, e);
        }
    }

    private static String sha256(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
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
