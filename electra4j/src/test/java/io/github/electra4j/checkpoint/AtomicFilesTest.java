package io.github.electra4j.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {
    @TempDir
    Path folder;

    @Test
    void write_missingFolder_makesItAndLeavesNothingElse() throws IOException {
        Path file = folder.resolve("a/b/file.txt");

        AtomicFiles.writeString(file, "one");
        AtomicFiles.writeString(file, "two");

        assertThat(file).hasContent("two");
        assertThat(names(file.getParent())).containsExactly("file.txt");
    }

    @Test
    void write_symbolicLink_replacesTheFileItPointsTo() throws IOException {
        Path file = Files.writeString(folder.resolve("file.txt"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link.txt"), file);

        AtomicFiles.writeString(link, "new");

        assertThat(link).isSymbolicLink().hasContent("new");
        assertThat(file).hasContent("new");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no /dev/null")
    void write_device_isWrittenDirectly() throws IOException {
        AtomicFiles.writeString(Path.of("/dev/null"), "text");

        // A file moved over it would be a regular one.
        assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
    }

    @Test
    void write_belowAFile_namesWhatIsInTheWay() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> AtomicFiles.writeString(file.resolve("x.txt"), "text"))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot write " + file.resolve("x.txt") + ": " + file
                        + " is a file, and a folder is needed there");
    }

    @Test
    void write_failureHalfway_keepsTheOldContent() throws IOException {
        Path file = folder.resolve("file.txt");
        AtomicFiles.writeString(file, "old");

        assertThatThrownBy(() -> AtomicFiles.write(file, channel -> {
                    channel.write(ByteBuffer.wrap(new byte[100]));
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot write " + file + ": No space left on device; what stood there is untouched");

        assertThat(file).hasContent("old");
        assertThat(names(folder)).containsExactly("file.txt");
    }

    @Test
    void write_leftoverOfAKilledProcess_isRemoved() throws IOException {
        Path leftover = Files.writeString(folder.resolve(".file.txt." + deadProcess() + "-7.aside"), "half");
        Path ofThisProcessIdBefore = Files.writeString(
                folder.resolve(".file.txt." + ProcessHandle.current().pid() + "-999999.aside"), "half");
        Path ofAnotherFile = Files.writeString(folder.resolve(".other.txt." + deadProcess() + "-7.aside"), "half");
        Path ofALivingProcess = Files.writeString(folder.resolve(".file.txt.1-7.aside"), "being written");

        AtomicFiles.writeString(folder.resolve("file.txt"), "new");

        assertThat(leftover).doesNotExist();
        assertThat(ofThisProcessIdBefore).doesNotExist();
        assertThat(ofAnotherFile).exists();
        assertThat(ofALivingProcess).exists();
    }

    @Test
    void replaceDirectory_existing_holdsOnlyTheNewFiles() throws IOException {
        Path directory = folder.resolve("model");
        AtomicFiles.replaceDirectory(directory, d -> Files.writeString(d.resolve("old"), "1"));

        AtomicFiles.replaceDirectory(directory, d -> {
            Files.createDirectory(d.resolve("sub"));
            Files.writeString(d.resolve("sub/new"), "2");
        });

        assertThat(names(directory)).containsExactly("sub");
        assertThat(directory.resolve("sub/new")).hasContent("2");
        assertThat(names(folder)).containsExactly("model");
    }

    @Test
    void replaceDirectory_failure_keepsTheOldFolder() throws IOException {
        Path directory = folder.resolve("model");
        AtomicFiles.replaceDirectory(directory, d -> Files.writeString(d.resolve("old"), "1"));

        assertThatThrownBy(() -> AtomicFiles.replaceDirectory(directory, d -> {
                    Files.writeString(d.resolve("new"), "2");
                    throw new IllegalStateException("stopped");
                }))
                .hasMessage("stopped");

        assertThat(names(directory)).containsExactly("old");
        assertThat(names(folder)).containsExactly("model");
    }

    @Test
    void recoverDirectory_killedBetweenTheTwoMoves_bringsTheNewFolder() throws IOException {
        long pid = deadProcess();
        Files.writeString(
                Files.createDirectory(folder.resolve(".model." + pid + "-1.aside"))
                        .resolve("new"),
                "2");
        Files.writeString(
                Files.createDirectory(folder.resolve(".model." + pid + "-1.replaced"))
                        .resolve("old"),
                "1");

        AtomicFiles.recoverDirectory(folder.resolve("model"));

        assertThat(names(folder)).containsExactly("model");
        assertThat(names(folder.resolve("model"))).containsExactly("new");
    }

    @Test
    void recoverDirectory_killedWhileWritingAside_keepsTheOldFolder() throws IOException {
        Files.writeString(Files.createDirectory(folder.resolve("model")).resolve("old"), "1");
        Files.createDirectory(folder.resolve(".model." + deadProcess() + "-1.aside"));

        AtomicFiles.recoverDirectory(folder.resolve("model"));

        assertThat(names(folder)).containsExactly("model");
        assertThat(names(folder.resolve("model"))).containsExactly("old");
    }

    @Test
    void recoverDirectory_killedBeforeTheOldWasRemoved_removesIt() throws IOException {
        Files.writeString(Files.createDirectory(folder.resolve("model")).resolve("new"), "2");
        Files.writeString(
                Files.createDirectory(folder.resolve(".model." + deadProcess() + "-1.replaced"))
                        .resolve("old"),
                "1");

        AtomicFiles.recoverDirectory(folder.resolve("model"));

        assertThat(names(folder)).containsExactly("model");
        assertThat(names(folder.resolve("model"))).containsExactly("new");
    }

    /** An id that no process has: above every platform's largest. */
    static long deadProcess() {
        return 1L << 40;
    }

    private static Stream<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList().stream();
        }
    }
}
