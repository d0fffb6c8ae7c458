package io.github.electra4j.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskSpaceTest {
    @TempDir
    private Path folder;

    @Test
    void held_foldersWithFilesAndAMissingOne_sumsTheBytesOfAllFiles() throws IOException {
        Path inner = Files.createDirectories(folder.resolve("state/inner"));
        Files.write(inner.resolve("a"), new byte[3]);
        Files.write(folder.resolve("state/b"), new byte[4]);
        Files.write(folder.resolve("other"), new byte[100]);

        assertThat(DiskSpace.held(folder.resolve("state"), folder.resolve("missing")))
                .isEqualTo(7);
    }

    @Test
    void require_afterAProcessThatWasKilledWhileItTried_leavesNothingAside() throws Exception {
        Files.createFile(folder.resolve(".writable." + AtomicFilesTest.deadProcess() + "-1.aside"));

        DiskSpace.require(folder, 1, "this test");

        assertThat(folder).isEmptyDirectory();
    }
}
