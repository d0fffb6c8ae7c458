package io.github.electra4j.documents.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.documents.format.Document;
import io.github.electra4j.documents.passage.Passage;
import io.github.electra4j.documents.passage.PassageCutter;
import io.github.electra4j.documents.passage.PassageSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files whose text cannot be cut, beside one that can. */
class FileUpdatesTest {
    @TempDir
    private Path folder;

    /** Cuts "good" alone; "odd" fails in another way than all others. */
    private static Function<Document, List<Passage>> failing(Error error) {
        PassageCutter cutter = new PassageCutter(PassageSize.DEFAULT);
        return document -> {
            if (document.text().equals("good")) {
                return cutter.cut(document);
            }
            if (document.text().equals("odd")) {
                throw new IllegalStateException("odd");
            }
            throw error;
        };
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void fileThatCannotBeCut_isCountedAsOneWithoutText() throws IOException {
        String good = file("good.txt", "good");
        String bad = file("bad.txt", "bad");
        String odd = file("odd.txt", "odd");
        try (ByteBuffersDirectory directory = new ByteBuffersDirectory();
                IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
            FileUpdates updates = new FileUpdates(writer, failing(new StackOverflowError()), Map.of());

            for (String file : List.of(bad, odd, good)) {
                updates.update(file);
            }
            writer.commit();

            assertThat(updates.added()).isEqualTo(1);
            assertThat(updates.failures())
                    .containsExactly(
                            bad + ": cannot be cut into passages: java.lang.StackOverflowError",
                            odd + ": cannot be cut into passages: java.lang.IllegalStateException: odd");
            try (DirectoryReader reader = DirectoryReader.open(directory)) {
                // A record each, and the passage of the good one.
                assertThat(reader.docFreq(new Term(Fields.FILE, good))).isEqualTo(2);
                assertThat(reader.docFreq(new Term(Fields.FILE, bad))).isEqualTo(1);
            }
        }
    }

    @Test
    void fileForWhichMemoryIsShort_isNamed_andLookedIntoTheNextTime() throws IOException {
        String bad = file("bad.txt", "bad");
        try (ByteBuffersDirectory directory = new ByteBuffersDirectory();
                IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
            FileUpdates updates = new FileUpdates(writer, failing(new OutOfMemoryError()), Map.of());

            updates.update(bad);

            assertThat(updates.failures())
                    .containsExactly(
                            bad + ": cannot be read (too little memory to cut it into passages; give the JVM more)");
            assertThat(writer.getDocStats().numDocs).isZero();
        }
    }
}
