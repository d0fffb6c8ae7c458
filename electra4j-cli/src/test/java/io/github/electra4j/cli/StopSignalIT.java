package io.github.electra4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Signals sent to a process whose step lasts until it is asked to stop, or for ever. SIGTERM alone: a shell starts background jobs with
 * SIGINT ignored, and what is ignored reaches no handler.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a read of a pipe cannot be interrupted
class StopSignalIT {
    /** Waits for the signal, "saves" and ends; with an argument its step never ends. */
    public static final class Worker {
        private Worker() {}

        public static void main(String[] args) throws InterruptedException {
            StopSignal stop = StopSignal.install();
            System.out.println("working");
            while (!stop.getAsBoolean() || args.length > 0) {
                Thread.sleep(20);
            }
            System.out.println("saved");
            System.exit(stop.exitCode());
        }
    }

    @BeforeEach
    void signalsExist() {
        Assumptions.assumeFalse(System.getProperty("os.name").startsWith("Windows"));
    }

    private static Process worker(String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Worker.class.getName());
        builder.command().addAll(List.of(arguments));
        return ElectraProcess.started(builder);
    }

    private static void send(String signal, Process process) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    void firstSignal_letsTheStepEndAndSave() throws Exception {
        Process process = worker();
        CompletableFuture<String> err = ElectraProcess.all(process.getErrorStream());
        try (BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            assertThat(out.readLine()).isEqualTo("working");
            send("TERM", process);
            assertThat(out.readLine()).isEqualTo("saved");
        }
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(err.join()).isEqualTo(143);
    }

    @Test
    void secondSignal_leavesAtOnce() throws Exception {
        Process process = worker("never ending");
        try (BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
                BufferedReader err = new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8))) {
            assertThat(out.readLine()).isEqualTo("working");
            send("TERM", process);
            assertThat(err.readLine()).contains("stopping after this step");
            send("TERM", process);
            assertThat(out.readLine()).isNull();
        }
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isEqualTo(143);
    }
}
