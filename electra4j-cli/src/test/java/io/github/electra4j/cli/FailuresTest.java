package io.github.electra4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class FailuresTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private int report(Throwable thrown, boolean debug) {
        return Failures.report(thrown, new PrintStream(bytes, true, StandardCharsets.UTF_8), debug);
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void failure_ofTheUser_isOneLineAndCodeOne() {
        assertThat(report(new IllegalArgumentException("vocab.txt: no [MASK]"), false))
                .isEqualTo(1);
        assertThat(printed()).isEqualTo("electra: vocab.txt: no [MASK]" + System.lineSeparator());
    }

    @Test
    void failure_withDebug_hasItsStackTrace() {
        report(new IllegalArgumentException("vocab.txt: no [MASK]"), true);
        assertThat(printed()).contains("electra: vocab.txt: no [MASK]").contains("at io.github.electra4j");
    }

    @Test
    void failure_ofTheProgram_asksForAReportWithStackTrace() {
        assertThat(report(new IllegalStateException("impossible"), false)).isEqualTo(1);
        assertThat(printed()).contains("please report").contains("impossible").contains("at io.github.electra4j");
    }

    @Test
    void wrappedFailure_isUnwrapped() {
        report(new UncheckedIOException(new IOException("a.gz: truncated")), false);
        assertThat(printed().trim()).isEqualTo("electra: a.gz: truncated");
    }

    // As java.util.concurrent.ForkJoinTask makes it of a failure of another thread.
    @Test
    void failure_ofAThreadOfTheCommonPool_isSaidAsItIs() {
        report(new IllegalArgumentException(new IllegalArgumentException("a.jsonl:6: no text")), false);
        assertThat(printed().trim()).isEqualTo("electra: a.jsonl:6: no text");
    }

    @Test
    void brokenPipe_isSilent() {
        assertThat(report(new IOException("Broken pipe"), false)).isEqualTo(141);
        assertThat(printed()).isEmpty();
    }

    @Test
    void fileExceptions_withAPathAlone_becomeSentences() {
        assertThat(Failures.messageFor(new NoSuchFileException("a.txt"))).isEqualTo("a.txt: no such file or folder");
        assertThat(Failures.messageFor(new AccessDeniedException("a.txt"))).isEqualTo("a.txt: permission denied");
        assertThat(Failures.messageFor(new FileSystemException("a", null, "No space left on device")))
                .contains("no space left")
                .contains("--out");
    }

    @Test
    void outOfMemory_advisesMoreHeap() {
        assertThat(Failures.messageFor(new OutOfMemoryError("Java heap space"))).contains("ELECTRA_JAVA_OPTS=-Xmx");
    }
}
