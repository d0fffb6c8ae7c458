package io.github.electra4j.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {
    @TempDir
    Path folder;

    /** The second process: takes the lock, says so, and keeps it until its input ends. */
    static final class Holder {
        public static void main(String[] arguments) throws IOException {
            try (RunLock lock = RunLock.acquire(Path.of(arguments[0]))) {
                System.out.println("held");
                while (System.in.read() >= 0) {}
            } catch (IOException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void acquire_heldByAnotherProcess_refusesNamingIt() throws Exception {
        Path run = folder.resolve("run");
        Process holder = start(run);
        try (BufferedReader output = holder.inputReader()) {
            assertThat(output.readLine()).isEqualTo("held");

            assertThatThrownBy(() -> RunLock.acquire(run))
                    .isInstanceOf(IOException.class)
                    .hasMessage(run + " is in use by process " + holder.pid()
                            + "; wait until it has ended, stop it, or choose another directory");
        } finally {
            holder.destroyForcibly().waitFor();
        }

        RunLock.acquire(run).close();
    }

    @Test
    void acquire_whileHeldHere_refusesThisAndOtherProcesses() throws Exception {
        Path run = folder.resolve("run");
        try (RunLock lock = RunLock.acquire(run)) {
            assertThatThrownBy(() -> RunLock.acquire(run.resolve("../run")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("is in use by this process");

            // Also after the refusal above: an OS lock would be lost by closing a second channel of its file.
            Process second = start(run);
            try (BufferedReader output = second.inputReader()) {
                assertThat(output.readLine())
                        .startsWith(run + " is in use by process "
                                + ProcessHandle.current().pid() + ";");
            } finally {
                second.destroyForcibly().waitFor();
            }
        }
    }

    @Test
    void require_moreThanTheDiskHas_saysHowMuch() {
        assertThatThrownBy(() -> DiskSpace.require(folder, Long.MAX_VALUE, "the training state"))
                .isInstanceOf(IOException.class)
                .hasMessageMatching(".*: the training state needs 9,223,372,036,854.8 MB of disk, [0-9,.]+ MB is free; "
                        + "free some or choose another folder");
    }

    @Test
    void require_aFileInTheWay_isRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> DiskSpace.require(file.resolve("run"), 1, "the training state"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot write in " + file.resolve("run"));
    }

    private static Process start(Path run) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        run.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
