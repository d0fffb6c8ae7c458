package io.github.electra4j.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorpusTest {
    @TempDir
    Path folder;

    @Test
    void plainFile_blankLines_endDocuments() throws IOException {
        Path file = write("a.txt", "\uFEFFone\r\ntwo\n\n \t\n three \nfour");
        assertThat(read(CorpusOptions.defaults(), file.toString()))
                .containsExactly(
                        new Paragraph("one", true, file, 1),
                        new Paragraph("two", false, file, 2),
                        new Paragraph("three", true, file, 5),
                        new Paragraph("four", false, file, 6));
    }

    @Test
    void folder_isReadThroughAndThroughByName() throws IOException {
        write("b.txt", "b");
        write("a/z.txt", "az");
        write("a/c/d.txt", "acd");
        write(".hidden/e.txt", "hidden");
        write("c.txt", "c");
        assertThat(texts(read(CorpusOptions.defaults(), folder.toString()))).containsExactly("acd", "az", "b", "c");
        assertThat(read(CorpusOptions.defaults(), folder.toString())).allMatch(Paragraph::startsDocument);
    }

    @Test
    void glob_takesMatchingFilesOnce() throws IOException {
        write("x/1.txt", "one");
        write("x/2.md", "two");
        write("x/y/3.txt", "three");
        assertThat(texts(read(CorpusOptions.defaults(), folder + "/x/*.txt", folder + "/x/1.txt")))
                .containsExactly("one");
        assertThat(texts(read(CorpusOptions.defaults(), folder + "/x/**.txt"))).containsExactly("one", "three");
        assertThat(texts(read(CorpusOptions.defaults(), folder + "/**/*.txt"))).containsExactly("one", "three");
        assertThat(texts(read(CorpusOptions.defaults(), folder + "/?/y/{3,4}.txt")))
                .containsExactly("three");
        assertThatThrownBy(() -> read(CorpusOptions.defaults(), folder + "/x/*.csv"))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("no file matches");
    }

    @Test
    void glob_thatMatchesAFolder_takesItWhole() throws IOException {
        write("x/1.txt", "one");
        write("x/sub/2.txt", "two");
        write("x/sub/deep/3.txt", "three");
        write("x/other/4.txt", "four");
        assertThat(texts(read(CorpusOptions.defaults(), folder + "/x/s*"))).containsExactly("two", "three");
        assertThat(texts(read(CorpusOptions.defaults(), folder + "/x/*")))
                .containsExactlyInAnyOrder("one", "two", "three", "four");
        assertThat(texts(read(CorpusOptions.defaults(), folder + "/x/**")))
                .containsExactlyInAnyOrder("one", "two", "three", "four");
    }

    @Test
    void glob_severalAnyFolders_eachAlsoStandsForNone() throws IOException {
        write("x/raw/1.txt", "one");
        write("x/raw/y/2.txt", "two");
        write("raw/y/3.txt", "three");
        write("raw/4.txt", "four");
        write("z/5.txt", "five");
        assertThat(texts(read(CorpusOptions.defaults(), folder + "/**/raw/**/*.txt")))
                .containsExactlyInAnyOrder("one", "two", "three", "four");
    }

    /** What is tried with every file doubles with each. */
    @Test
    void glob_ofMoreFoldersThanAreTried_saysSo() {
        assertThatThrownBy(() -> GlobPattern.of("**/".repeat(9) + "*.txt"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("it has 9 times **/, of which at most 8 are read");
        assertThat(GlobPattern.of("**/".repeat(8) + "*.txt")).isNotNull();
    }

    @Test
    void glob_thatIsNone_saysSoWithTheName() {
        assertThatThrownBy(() -> read(CorpusOptions.defaults(), folder + "/a[b.txt"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(folder + "/a[b.txt: no such file or folder, and no pattern either: ");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void device_isNoText() {
        assertThatThrownBy(() -> read(CorpusOptions.defaults(), "/dev/null"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/dev/null: is no file but a pipe or a device");
    }

    @Test
    void folder_linkedInsideItself_isReadOnce() throws IOException {
        write("a/b.txt", "b");
        Files.createSymbolicLink(folder.resolve("a/again"), folder);
        assertThat(texts(read(CorpusOptions.defaults(), folder.toString()))).containsExactly("b");
    }

    @Test
    void folder_linkToNothing_isNamedAndNotPassedOver() throws IOException {
        write("a/b.txt", "b");
        Files.createSymbolicLink(folder.resolve("a/c.txt"), Path.of("store/c.txt"));
        Files.createSymbolicLink(folder.resolve("a/.lock"), Path.of("nobody"));
        for (String name : List.of("/a", "/**/*.txt")) {
            assertThatThrownBy(() -> read(CorpusOptions.defaults(), folder + name))
                    .isInstanceOf(NoSuchFileException.class)
                    .hasMessageStartingWith(folder + "/a/c.txt: is a link to store/c.txt, which is not there");
        }
        assertThat(texts(read(CorpusOptions.defaults(), folder + "/a/b*"))).containsExactly("b");
    }

    @Test
    void unreadableFolder_isNamed() throws IOException {
        Path secret = Files.createDirectory(folder.resolve("secret"));
        assumeTrue(secret.getFileSystem().supportedFileAttributeViews().contains("posix"), "no permissions here");
        Files.setPosixFilePermissions(secret, Set.of());
        try {
            assumeFalse(Files.isReadable(secret), "this user may read everything");
            assertThatThrownBy(() -> read(CorpusOptions.defaults(), folder.toString()))
                    .isInstanceOf(AccessDeniedException.class)
                    .hasMessageContaining(secret + ": the folder cannot be read");
        } finally {
            Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void brokenUtf8_isAnErrorWithTheByte_orReplacedAndCounted() throws IOException {
        Path file = folder.resolve("a.txt");
        Files.write(file, new byte[] {'a', '\n', 'b', (byte) 0xC3, 'c', (byte) 0xFF, '\n'});
        assertThatThrownBy(() -> read(CorpusOptions.defaults(), file.toString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file + ": broken UTF-8 at byte 3 (line 2");
        Corpus corpus = Corpus.of(List.of(file.toString()), new CorpusOptions(true, null, false));
        assertThat(texts(readAll(corpus))).containsExactly("a", "b\uFFFDc\uFFFD");
        assertThat(corpus.counts()).isEqualTo(new CorpusCounts(1, 2, 2, 0, 0));
    }

    @Test
    void realReplacementCharacter_isNoError() throws IOException {
        Path file = write("a.txt", "b\uFFFDc");
        assertThat(texts(read(CorpusOptions.defaults(), file.toString()))).containsExactly("b\uFFFDc");
    }

    @Test
    void binaryFile_isRefusedByName() throws IOException {
        Path file = folder.resolve("a.bin");
        Files.write(file, new byte[] {'E', 'L', 'F', 0, 1, 2});
        assertThatThrownBy(() -> read(CorpusOptions.defaults(), file.toString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file + ": a NUL at byte 3");
    }

    /** The threads of a pass ask one reader in turn: each hears of the line where the error is. */
    @Test
    void binaryFile_askedTwice_namesTheSameLine() throws IOException {
        Path file = Files.write(folder.resolve("a.txt"), "l1\nl2\nab\0cd".getBytes(StandardCharsets.UTF_8));
        try (ParagraphReader reader =
                Corpus.of(List.of(file.toString()), CorpusOptions.defaults()).read(file)) {
            reader.next();
            reader.next();
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(reader::next).hasMessageContaining("a NUL at byte 8 (line 3)");
            }
        }
    }

    @Test
    void utf16_isNamed() throws IOException {
        for (String charset : List.of("UTF-16LE", "UTF-16BE")) {
            Path file = Files.write(folder.resolve("a.txt"), "\uFEFFsome words".getBytes(charset));
            assertThatThrownBy(() -> read(CorpusOptions.defaults(), file.toString()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(file + ": this is UTF-16")
                    .hasMessageContaining("iconv -f UTF-16 -t UTF-8");
        }
    }

    @Test
    void missingPathAndEmptyFolder_areErrors() throws IOException {
        assertThatThrownBy(() -> read(CorpusOptions.defaults(), folder + "/none.txt"))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("none.txt");
        assertThatThrownBy(() -> read(CorpusOptions.defaults(), folder.toString()))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageEndingWith(": the folder holds no file; name files with text");
    }

    @Test
    void jsonl_everyRowIsADocument() throws IOException {
        Path file = write(
                "a.jsonl",
                "{\"id\":1,\"text\":\"one\\ntwo\\n\\nthree\"}\n\n{\"meta\":{\"text\":5},\"text\":\"four\"}\n");
        assertThat(read(CorpusOptions.defaults(), file.toString()))
                .containsExactly(
                        new Paragraph("one", true, file, 1),
                        new Paragraph("two", false, file, 1),
                        new Paragraph("three", false, file, 1),
                        new Paragraph("four", true, file, 3));
        assertThatThrownBy(() -> read(new CorpusOptions(false, "body", false), file.toString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file + ":1: no field \"body\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"text\":\"one\"} {\"text\":\"two\"}",
                "{\"text\":\"one\"}{\"text\":\"two\"}",
                "{\"text\":\"one\"} and more",
                "{\"text\":\"one\"}]",
                "{\"text\":\"one\",\"text\":\"two\"}"
            })
    void jsonl_rowWithMoreThanOneText_isRefused(String row) throws IOException {
        Path file = write("a.jsonl", "{\"text\":\"zero\"}\n" + row + "\n");
        assertThatThrownBy(() -> read(CorpusOptions.defaults(), file.toString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file + ":2: ");
    }

    @Test
    void longLine_thatEndsInBlanks_endsNoDocument() throws IOException {
        String line = "word ".repeat((1 << 18) / 5) + " ".repeat(6_000);
        Path file = write("a.txt", line + "\nsame\n\nnext\n");
        assertThat(read(CorpusOptions.defaults(), file.toString()).stream().filter(Paragraph::startsDocument))
                .hasSize(2);
    }

    @Test
    void longLine_isCutAtWhiteSpace_nothingLost() throws IOException {
        String line = "wörd ".repeat(200_000).strip();
        Path file = write("a.txt", "before\n" + line + "\nafter\n");
        Corpus corpus = Corpus.of(List.of(file.toString()), CorpusOptions.defaults());
        List<Paragraph> paragraphs = readAll(corpus);
        assertThat(paragraphs).hasSizeGreaterThan(4).allMatch(p -> p.text().length() <= 1 << 18);
        assertThat(String.join(" ", texts(paragraphs))).isEqualTo("before " + line + " after");
        assertThat(paragraphs.stream().filter(Paragraph::startsDocument)).hasSize(1);
        assertThat(paragraphs.get(paragraphs.size() - 1).line()).isEqualTo(3);
        assertThat(corpus.counts().cutLines()).isEqualTo(1);
        assertThat(corpus.counts().remarks()).singleElement().asString().contains("were cut at white space");
    }

    @Test
    void longLine_withoutWhiteSpace_isCutBetweenCharacters() throws IOException {
        String line = "x" + "\u4E2D\uD83D\uDE00".repeat(100_000);
        Path file = write("a.txt", line);
        assertThat(String.join("", texts(read(CorpusOptions.defaults(), file.toString()))))
                .isEqualTo(line);
    }

    @Test
    void duplicates_areDroppedAndCounted() throws IOException {
        Path file = write("a.txt", "one\ntwo\none\n\none\nthree\n");
        Corpus corpus = Corpus.of(List.of(file.toString()), new CorpusOptions(false, null, true));
        assertThat(readAll(corpus))
                .containsExactly(
                        new Paragraph("one", true, file, 1),
                        new Paragraph("two", false, file, 2),
                        new Paragraph("three", true, file, 6));
        assertThat(corpus.counts().duplicates()).isEqualTo(2);
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    static List<Paragraph> read(CorpusOptions options, String... names) throws IOException {
        return readAll(Corpus.of(List.of(names), options));
    }

    static List<Paragraph> readAll(Corpus corpus) throws IOException {
        List<Paragraph> all = new ArrayList<>();
        for (Path file : corpus.files()) {
            try (ParagraphReader reader = corpus.read(file)) {
                for (Paragraph p = reader.next(); p != null; p = reader.next()) {
                    all.add(p);
                }
            }
        }
        return all;
    }

    static List<String> texts(List<Paragraph> paragraphs) {
        return paragraphs.stream().map(Paragraph::text).toList();
    }
}
