package io.github.electra4j.documents.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.electra4j.documents.answer.AnswerCandidate;
import io.github.electra4j.documents.answer.RankedPassage;
import io.github.electra4j.documents.format.DocumentFormat;
import io.github.electra4j.documents.format.MadePdf;
import io.github.electra4j.documents.passage.Passage;
import io.github.electra4j.documents.passage.PassageSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** An index follows the files of a folder. */
class DocumentIndexerTest extends IndexedFolder {
    /** Two pages of slides are one passage, and whoever looks an answer up wants the page that it stands on. */
    @Test
    void answerOnTheSecondPageOfAPassage_knowsItsPage() throws IOException {
        MadePdf.write(
                documents.resolve("a.pdf"), "Slides", List.of(List.of("Trains are booked."), List.of("Zebras not.")));
        index();

        try (DocumentIndex opened = DocumentIndex.open(index)) {
            FoundPassage found = opened.search("zebras", 1).get(0);
            Passage passage = found.passage();
            int offset = passage.text().indexOf("Zebras");

            assertThat(passage.text()).startsWith("Trains");
            assertThat(passage.page()).isEqualTo(1);
            assertThat(new AnswerCandidate("Zebras", offset, new RankedPassage(found, 1), 1, false, 1).page())
                    .isEqualTo(2);
        }
    }

    @Test
    void files_ofAllFormats_areFoundWithTheirPlaces() throws IOException {
        write("a.txt", "The zebra 🦓 stands here.\n\nAnd the giraffe there.");
        write("sub/b.md", "# Animals\n\nA *lion* sleeps.");
        write("c.html", "<title>Zoo</title><h1>Cats</h1><p>A tiger hunts.");
        MadePdf.write(documents.resolve("d.pdf"), "Paper", List.of(List.of("Nothing."), List.of("An ostrich runs.")));
        write("e.docx", "not read");
        write(".hidden.txt", "zebra");

        IndexReport report = index();

        assertThat(report.added()).isEqualTo(4);
        assertThat(report.failures()).isEmpty();
        assertThat(report.others()).isEqualTo(Map.of(".docx", 1));
        assertThat(report.finished()).isTrue();
        assertThat(found("zebra")).containsExactly("a.txt");
        try (DocumentIndex opened = DocumentIndex.open(index)) {
            assertThat(opened.passages()).isEqualTo(report.passages());
            for (String question : List.of("zebra", "lion", "tiger", "ostrich")) {
                FoundPassage passage = opened.search(question, 1).get(0);
                String text = DocumentFormat.read(Path.of(passage.file())).text();
                assertThat(text.substring(
                                passage.passage().start(), passage.passage().end()))
                        .isEqualTo(passage.passage().text())
                        .containsIgnoringCase(question);
                assertThat(text.codePointCount(0, passage.passage().start()))
                        .isEqualTo(passage.passage().characters());
            }
            assertThat(opened.search("tiger", 1).get(0).title()).isEqualTo("Zoo");
            assertThat(opened.search("tiger", 1).get(0).passage().heading()).isEqualTo("Cats");
            assertThat(opened.search("Zoo cats", 1).get(0).passage().text()).contains("tiger");
        }
    }

    @Test
    void secondIndexing_readsOnlyWhatHasChanged() throws IOException {
        write("stays.txt", "A heron.");
        Path changes = write("changes.txt", "An eagle.");
        Path goes = write("goes.txt", "A swan.");
        index();

        Files.writeString(changes, "A falcon.");
        Files.delete(goes);
        write("comes.txt", "A crane.");
        IndexReport second = index();

        assertThat(second.added()).isEqualTo(1);
        assertThat(second.replaced()).isEqualTo(1);
        assertThat(second.unchanged()).isEqualTo(1);
        assertThat(second.removed()).isEqualTo(1);
        assertThat(second.passages()).isEqualTo(3);
        assertThat(found("heron eagle swan falcon crane"))
                .containsExactlyInAnyOrder("stays.txt", "changes.txt", "comes.txt");
        assertThat(found("eagle swan")).isEmpty();
    }

    /** A name in Latin 1, which Java cannot give a file: its byte for "é" is no UTF-8, and no ASCII. */
    @Test
    void namesInAnotherEncoding_areSaidAndStopNothing() throws Exception {
        write("a.txt", "A heron.");
        Process made = new ProcessBuilder(
                        "sh",
                        "-c",
                        "printf 'A swan.' > \"$(printf 'caf\\351.txt')\" && d=$(printf 'd\\351') && mkdir \"$d\" && printf 'A crane.' > \"$d/b.txt\"")
                .directory(documents.toFile())
                .start();
        assumeThat(made.waitFor()).isZero();

        IndexReport report = index();

        assertThat(report.added()).isEqualTo(1);
        assertThat(report.failures())
                .hasSize(2)
                .allMatch(
                        failure -> failure.contains(": its name is not in the encoding that this system has names in"));
        assertThat(index().unchanged()).isEqualTo(1);
    }

    @Test
    void passages_areCountedWithoutThoseThatWereReplaced() throws IOException {
        for (int i = 0; i < 50; i++) {
            write("many/" + i + ".txt", "Bird " + i + " sings.");
        }
        index();
        write("many/7.txt", "Bird seven is silent.");

        IndexReport second = index();

        assertThat(second.replaced()).isEqualTo(1);
        assertThat(second.passages()).isEqualTo(50);
    }

    @Test
    void foldersWithNothingAnyMore_leaveTheIndexAsItIs() throws IOException {
        Path only = write("only.txt", "A heron.");
        index();
        Files.delete(only);

        assertThatThrownBy(this::index)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no file of a kind that is read, where the index has 1");

        assertThat(found("heron")).containsExactly("only.txt");
    }

    @Test
    void file_withAnotherTimeAndTheSameContents_isNotReadAgain() throws IOException {
        Path file = write("a.txt", "A heron.");
        index();
        Files.setLastModifiedTime(file, FileTime.fromMillis(LONG_AGO.toMillis() + 60_000));

        IndexReport touched = index();

        assertThat(touched.unchanged()).isEqualTo(1);
        assertThat(touched.replaced()).isZero();
        assertThat(found("heron")).containsExactly("a.txt");
        assertThat(index().unchanged()).isEqualTo(1);
    }

    /** A file that was written a moment ago may be written again within the same tick of the clock. */
    @Test
    void file_changedWithinTheSameTick_isSeen() throws IOException {
        Path file = documents.resolve("a.txt");
        Files.writeString(file, "A heron.");
        FileTime now = Files.getLastModifiedTime(file);
        index();
        Files.writeString(file, "A raven.");
        Files.setLastModifiedTime(file, now);

        assertThat(index().replaced()).isEqualTo(1);
        assertThat(found("raven")).containsExactly("a.txt");
    }

    @Test
    void badFiles_areNamedEachTime_andStopNothing() throws IOException {
        write("good.txt", "A heron.");
        write("empty.txt", "");
        write("broken.pdf", "%PDF-");
        Path latin = documents.resolve("latin.txt");
        Files.write(latin, new byte[] {'K', (byte) 0xE4, 's', 'e'});
        Files.setLastModifiedTime(latin, LONG_AGO);

        IndexReport first = index();

        assertThat(first.added()).isEqualTo(1);
        assertThat(first.failures()).hasSize(3).allSatisfy(said -> assertThat(said)
                .startsWith(documents.toString()));
        assertThat(found("heron")).containsExactly("good.txt");
        IndexReport second = index();
        assertThat(second.failures()).isEqualTo(first.failures());
        assertThat(second.unchanged()).isEqualTo(1);
        assertThat(second.added() + second.replaced()).isZero();

        Files.writeString(latin, "Käse of a heron.");
        IndexReport mended = index();
        assertThat(mended.replaced()).isEqualTo(1);
        assertThat(mended.failures()).hasSize(2);
        assertThat(found("heron")).containsExactlyInAnyOrder("good.txt", "latin.txt");
    }

    @Test
    void file_thatBecomesBad_leavesTheIndex() throws IOException {
        Path file = write("a.txt", "A heron.");
        index();
        Files.write(file, new byte[] {(byte) 0xFF});

        assertThat(index().failures()).hasSize(1);
        assertThat(found("heron")).isEmpty();
    }

    @Test
    void stop_keepsWhatWasDone_andTheSameCallGoesOn() throws IOException {
        int files = 400;
        for (int i = 0; i < files; i++) {
            write("f" + i + ".txt", "heron number" + i);
        }
        AtomicInteger asked = new AtomicInteger();

        IndexReport stopped = new DocumentIndexer(index, IndexSettings.DEFAULT, 20)
                .index(List.of(documents), IndexProgress.NONE, () -> asked.getAndIncrement() > 0);
        IndexReport second = index();

        assertThat(stopped.finished()).isFalse();
        assertThat(stopped.added()).isBetween(1, files - 1);
        assertThat(second.finished()).isTrue();
        assertThat(second.unchanged() + second.added()).isEqualTo(files);
        assertThat(second.passages()).isEqualTo(files);
    }

    @Test
    void index_insideItsFolder_isNotIndexed() throws IOException {
        write("a.txt", "A heron.");
        index = documents.resolve("index");
        index();

        assertThat(index().others()).isEmpty();
    }

    @Test
    void link_inACircle_endsNothing() throws IOException {
        write("a.txt", "A heron.");
        Files.createSymbolicLink(documents.resolve("circle"), documents);

        assertThat(index().added()).isEqualTo(1);
    }

    @Test
    void linksToNothingAndPipes_areNamedWhereTheyAreCalledLikeDocuments_andCountedOtherwise() throws Exception {
        write("a.txt", "A heron.");
        for (String name : List.of("lost.txt", "lost.docx")) {
            Files.createSymbolicLink(documents.resolve(name), documents.resolve("nothing"));
        }
        Files.createSymbolicLink(documents.resolve("kept.txt"), documents.resolve("a.txt"));
        Path pipe = documents.resolve("pipe.txt");
        assumeThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        IndexReport report = index();

        assertThat(report.added()).isEqualTo(2);
        assertThat(report.failures())
                .containsExactly(
                        documents.resolve("lost.txt") + ": is a link to what is not there",
                        pipe + ": is a pipe, a socket or a device, expected a file");
        assertThat(report.others()).isEqualTo(Map.of(".docx", 1));
    }

    /** By an independent sum: that of the JDK over all bytes, of files that are read to their end and of such as are not. */
    @Test
    void sums_areOfAllBytes_evenOfFilesThatAreRefusedEarly() throws Exception {
        write("a.txt", "A heron.");
        Files.writeString(write("broken.txt.gz", ""), "no gzip and some more bytes ".repeat(10_000));
        index();

        try (DocumentIndex opened = DocumentIndex.open(index)) {
            assertThat(opened.records()).hasSize(2);
            for (FileRecord record : opened.records()) {
                byte[] sum = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(Path.of(record.file())));
                assertThat(record.sha256()).isEqualTo(HexFormat.of().formatHex(sum));
            }
        }
    }

    @Test
    void folder_ofSomebody_isRefused() throws IOException {
        Path text = write("a.txt", "A heron.");
        index = documents;

        assertThatIllegalArgumentException().isThrownBy(this::index).withMessageContaining("a.txt");
        assertThat(text).exists();
    }

    @Test
    void folder_thatIsAway_isNotTakenForAnEmptyOne() throws IOException {
        write("a.txt", "A heron.");
        index();
        Path away = documents.resolveSibling("away");
        Files.move(documents, away);

        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(this::index);
        Files.move(away, documents);
        assertThat(found("heron")).hasSize(1);
    }

    @Test
    void otherSettings_areRefused() throws IOException {
        write("a.txt", "A heron.");
        index();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DocumentIndexer(
                                index, new IndexSettings(Language.ENGLISH, new PassageSize(50, 10)), 20)
                        .index(List.of(documents), IndexProgress.NONE, () -> false))
                .withMessageContaining("--passage-words 120")
                .withMessageContaining("--passage-words 50");
    }
}
