package io.github.electra4j.documents.index;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.documents.passage.PassageSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** An index that is open follows what becomes of its place. */
class OpenIndexTest extends IndexedFolder {
    @Test
    void reader_seesWhatIsWrittenAfterRefresh() throws IOException {
        write("a.txt", "A heron.");
        index();
        try (DocumentIndex opened = DocumentIndex.open(index)) {
            write("b.txt", "An owl.");
            index();
            assertThat(opened.search("owl", 1)).isEmpty();
            opened.refresh();
            assertThat(opened.search("owl", 1)).hasSize(1);
        }
    }

    /** Of one file each, so that both indexes have the same generation, version and names of segments. */
    @Test
    void indexMadeAnewInTheSamePlace_isSeen_andUntilThenTheOldOneStays() throws IOException {
        write("a.txt", "A heron.");
        index();
        try (DocumentIndex opened = DocumentIndex.open(index)) {
            assertThat(opened.search("heron", 1)).hasSize(1);

            for (Path file : files(index)) {
                Files.delete(file);
            }
            opened.refresh();
            assertThat(opened.search("heron", 1)).hasSize(1);
            Files.delete(index);
            opened.refresh();
            assertThat(opened.search("heron", 1)).hasSize(1);

            write("a.txt", "Un flamant.");
            new DocumentIndexer(index, new IndexSettings(Language.FRENCH, PassageSize.DEFAULT), 20)
                    .index(List.of(documents), IndexProgress.NONE, () -> false);
            opened.refresh();
            assertThat(opened.search("heron", 1)).isEmpty();
            assertThat(opened.search("flamants", 1)).hasSize(1);
            assertThat(opened.settings().language()).isEqualTo(Language.FRENCH);
        }
    }

    /** By the file that names the others: not of Lucene, and of Lucene but cut off. */
    @Test
    void indexDamagedWhileItIsOpen_leavesWhatWasRead_untilItIsMadeAnew() throws IOException {
        write("a.txt", "A heron.");
        index();
        Path commit = index.resolve("segments_1");
        byte[] whole = Files.readAllBytes(commit);
        try (DocumentIndex opened = DocumentIndex.open(index)) {
            for (byte[] damaged : List.of("garbage".getBytes(UTF_8), Arrays.copyOf(whole, whole.length - 4))) {
                Files.write(commit, damaged);
                opened.refresh();
                assertThat(opened.search("heron", 1)).hasSize(1);
            }

            for (Path file : files(index)) {
                Files.delete(file);
            }
            write("a.txt", "An owl.");
            index();
            opened.refresh();
            assertThat(opened.search("owl", 1)).hasSize(1);
        }
    }

    @Test
    void linkThatIsTurnedToAnotherIndex_isFollowed_andUntilThenTheOldOneStays() throws IOException {
        write("a.txt", "A heron.");
        index();
        Path link = Files.createSymbolicLink(folder.resolve("current"), index);
        index = folder.resolve("second");
        write("a.txt", "An owl.");
        index();
        try (DocumentIndex opened = DocumentIndex.open(link)) {
            Files.delete(link);
            opened.refresh();
            assertThat(opened.search("heron", 1)).hasSize(1);

            Files.createSymbolicLink(link, index);
            opened.refresh();
            assertThat(opened.search("heron", 1)).isEmpty();
            assertThat(opened.search("owl", 1)).hasSize(1);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        }
    }
}
