package io.github.electra4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.random.CounterRandom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} at moments spread over a whole run: the same command goes on, and what it leaves is, byte for byte, what
 * a run leaves that was never killed. What is asserted holds at whatever moment a kill comes.
 */
class KillIT {
    private static final int KILLS = 6;

    @TempDir
    private Path folder;

    /** Text of made-up words, the frequent ones short, so that there is something to learn; the same at every run. */
    @BeforeEach
    void text() throws IOException {
        Files.createDirectory(folder.resolve("text"));
        for (int file = 0; file < 6; file++) {
            CounterRandom random = CounterRandom.of(7, "kill test", file, 0);
            StringBuilder text = new StringBuilder();
            while (text.length() < 400_000) {
                for (int i = 5 + random.nextInt(60); i > 0; i--) {
                    int rank = (int) Math.exp(random.nextDouble() * Math.log(20_000));
                    text.append(Integer.toString(rank * 7919, 26)).append(' ');
                }
                text.append(random.nextInt(4) == 0 ? "\n\n" : "\n");
            }
            Files.writeString(folder.resolve("text/part" + file + ".txt"), text);
        }
    }

    /** The content of a file, or of all files in a folder, by name; but not of the lock, which holds a process's number. */
    private static Map<String, String> content(Path place) throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(place)) {
            for (Path file : walk.filter(Files::isRegularFile)
                    .filter(p -> !p.endsWith(".lock"))
                    .toList()) {
                content.put(
                        place.relativize(file).toString(),
                        Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1));
            }
        }
        return content;
    }

    private void assertKillsLeaveNoTrace(String out, String... command) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        ElectraProcess.Result whole = ElectraProcess.run(folder, command);
        long duration = System.nanoTime() - begin;
        assertThat(whole.code()).as(whole.err()).isZero();
        Map<String, String> expected = content(folder.resolve(out));
        Files.move(folder.resolve(out), folder.resolve("unkilled"));

        int killed = 0;
        for (int i = 0; i < KILLS; i++) {
            Process process = ElectraProcess.startUnread(folder, command);
            // The later moments first: the runs before them may leave work done, which makes the next ones shorter. But
            // before all the earliest, which
            // comes before the end even where the run to compare with was slowed down by something else.
            int moment = i == 0 ? 1 : KILLS + 1 - i;
            if (!process.waitFor(duration * moment / (KILLS + 1), TimeUnit.NANOSECONDS)) {
                process.destroyForcibly().waitFor();
                killed++;
            }
        }
        ElectraProcess.Result last = ElectraProcess.run(folder, command);
        assertThat(last.code()).as(last.err()).isZero();
        assertThat(killed).as("runs that were killed before their end").isPositive();
        assertThat(content(folder.resolve(out))).isEqualTo(expected);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(p -> p.getFileName().toString()))
                    .as("nothing is left aside")
                    .containsExactlyInAnyOrder(Stream.of("text", "vocab.txt", out, "unkilled")
                            .filter(name -> Files.exists(folder.resolve(name)))
                            .distinct()
                            .toArray(String[]::new));
        }
    }

    @Test
    void vocabulary_killedAtAnyMoment_endsIdentical() throws Exception {
        assertKillsLeaveNoTrace("vocab.txt", "vocab", "--text", "text", "--size", "4000", "--out", "vocab.txt");
    }

    @Test
    void examples_killedAtAnyMoment_endIdentical() throws Exception {
        ElectraProcess.Result vocabulary =
                ElectraProcess.run(folder, "vocab", "--text", "text", "--size", "2000", "--out", "vocab.txt");
        assertThat(vocabulary.code()).as(vocabulary.err()).isZero();
        assertKillsLeaveNoTrace(
                "examples",
                "examples",
                "--text",
                "text",
                "--vocab",
                "vocab.txt",
                "--length",
                "64",
                "--out",
                "examples");
    }
}
