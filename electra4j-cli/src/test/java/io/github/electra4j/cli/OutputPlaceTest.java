package io.github.electra4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputPlaceTest {
    /** A folder in which nobody may make a file, root neither, though its permissions say that root may. */
    private static final Path SEALED = Path.of("/proc/sys");

    @TempDir
    private Path folder;

    @Test
    void check_placesThatCanBeWritten_passAndStayEmpty() throws IOException {
        OutputPlace.checkFile(folder.resolve("new/folders/file"), "--out");
        OutputPlace.checkFolder(folder.resolve("new/folder"), "--out");
        OutputPlace.checkFolder(folder, "--out");

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void check_folderThatRefusesFiles_saysOptionPlaceAndRemedy() {
        assumeTrue(Files.isDirectory(SEALED), "there is such a folder on Linux only");
        Path file = SEALED.resolve("electra4j/file.json");

        assertThatThrownBy(() -> OutputPlace.checkFile(file, "--json"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("--json " + file + ": cannot write in " + SEALED)
                .hasMessageContaining("choose another folder");
        assertThatThrownBy(() -> OutputPlace.checkFolder(SEALED, "--out"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(
                        "--out " + SEALED + ": cannot write in " + SEALED + ": no file or folder can be made there;");
    }

    @Test
    void check_fileSystemWithoutNewFiles_saysSoInWords() {
        Path place = Path.of("/proc/foo");
        assumeTrue(Files.isDirectory(place.getParent()), "there is such a folder on Linux only");

        assertThatThrownBy(() -> OutputPlace.checkFolder(place, "--out"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("--out /proc/foo: cannot write in /proc: no file or folder can be made there")
                .hasMessageContaining("choose another folder");
    }

    @Test
    void check_fileWhereAFolderMustBe_isRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> OutputPlace.checkFile(file.resolve("inner/figures.json"), "--json"))
                .hasMessageContaining(file + " is a file");
        assertThatThrownBy(() -> OutputPlace.checkFolder(file, "--out")).hasMessageContaining("is a file");
        assertThatThrownBy(() -> OutputPlace.checkFile(folder, "--json")).hasMessageContaining("is a folder");
    }

    @Test
    void check_moreThanAnyDiskHas_isRefusedWithBothSizes() {
        assertThatThrownBy(() -> OutputPlace.checkFile(folder.resolve("vocab.txt"), "--out", Long.MAX_VALUE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("vocab.txt")
                .hasMessageContaining("of disk")
                .hasMessageContaining("is free");
    }

    @Test
    void check_deviceOfTheSystem_needsNoFolderToWriteIn() throws IOException {
        Path device = Path.of("/dev/null");
        assumeTrue(Files.exists(device), "there is such a device on Unix only");

        OutputPlace.checkFile(device, "--json", Long.MAX_VALUE);
    }

    /** Text that is no text would be an error too, if it were read. */
    @Test
    void commands_figuresOrResultWithoutAPlace_failBeforeAnyTextIsRead() throws IOException {
        assumeTrue(Files.isDirectory(SEALED), "there is such a folder on Linux only");
        Path text = Files.write(folder.resolve("text.txt"), new byte[] {(byte) 0xC3, '('});
        Path vocabulary = Files.writeString(folder.resolve("vocab.txt"), "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\n");
        String sealed = SEALED.resolve("figures.json").toString();

        String[][] commands = {
            {"vocab", "--out", folder.resolve("new.txt").toString(), "--json", sealed},
            {"vocab", "--out", sealed},
            {
                "examples",
                "--vocab",
                vocabulary.toString(),
                "--out",
                folder.resolve("new").toString(),
                "--json",
                sealed
            },
            {"examples", "--vocab", vocabulary.toString(), "--out", sealed},
            {"pretrain", "--config", "tiny", "--out", folder.resolve("run").toString(), "--json", sealed},
            {"pretrain", "--config", "tiny", "--out", sealed},
        };
        for (String[] command : commands) {
            String err = ErrorOutput.of(() -> assertThat(Main.run(with(command, "--text", text.toString(), "-q")))
                    .as(String.join(" ", command))
                    .isEqualTo(1));
            assertThat(err).contains(sealed + ": cannot write in");
        }
        assertThat(folder.resolve("new")).doesNotExist();
        assertThat(folder.resolve("run")).doesNotExist();
    }

    private static String[] with(String[] command, String... more) {
        return java.util.stream.Stream.of(command, more)
                .flatMap(java.util.Arrays::stream)
                .toArray(String[]::new);
    }
}
