package io.github.electra4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.electra4j.cli.ElectraProcess.Result;
import java.io.File;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Processes that start at the same moment, and share the folder into which the engine's libraries are unpacked. */
class NativeLibrariesIT {
    private static final byte[] INPUT = "w10 w44 w7\n".getBytes(UTF_8);
    private static final Path LOCKS = Path.of("/proc/locks");
    private static final Duration LONGEST = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    @BeforeEach
    void model() throws Exception {
        TinyTask.model(folder);
    }

    @Test
    void start_severalAtOnceBehindOneWithOpenBlas_allWork() throws Exception {
        // It leaves OpenBLAS in the place that the others, where there is MKL, turn into a link.
        Process first = ElectraProcess.startWith(
                List.of("-Dorg.bytedeco.openblas.load="), folder, "detect", "--model", "model");
        assertThat(ElectraProcess.ended(first, new byte[0], "electra detect").code())
                .isZero();
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            processes.add(ElectraProcess.start(folder, "detect", "--model", "model"));
        }

        List<Result> results = new ArrayList<>();
        for (Process process : processes) {
            results.add(ElectraProcess.ended(process, INPUT, "electra detect"));
        }

        assertThat(results).allSatisfy(result -> {
            assertThat(result.code()).as(result.err()).isZero();
            assertThat(result.out()).isEqualTo(results.get(0).out()).contains("w44");
        });
    }

    @Test
    @EnabledOnOs(OS.LINUX) // whose /proc tells who waits for a lock, and what a process has loaded
    void start_whileAnotherProcessLoads_waits() throws Exception {
        assumeThat(LOCKS).isReadable();
        Process process;
        try (FileChannel lock = FileChannel.open(
                new File(Loader.getCacheDir(), ".electra4j.lock").toPath(),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE)) {
            lock.lock();
            process = ElectraProcess.start(folder, "detect", "--model", "model");
            long start = System.nanoTime();
            while (!waitsForLock(process)) {
                assertThat(System.nanoTime() - start).isLessThan(LONGEST.toNanos());
                assertThat(process.isAlive()).isTrue();
                Thread.sleep(20);
            }
            assertThat(Files.readString(Path.of("/proc/" + process.pid() + "/maps")))
                    .doesNotContain("openblas", "torch_cpu");
        }

        assertThat(ElectraProcess.ended(process, INPUT, "electra detect").code())
                .isZero();
    }

    /** A line such as {@code 1: -> POSIX  ADVISORY  WRITE 4711 00:1f:42 0 EOF}. */
    private static boolean waitsForLock(Process process) throws Exception {
        try (Stream<String> locks = Files.lines(LOCKS)) {
            return locks.anyMatch(line -> line.contains("->") && line.contains(" " + process.pid() + " "));
        }
    }
}
