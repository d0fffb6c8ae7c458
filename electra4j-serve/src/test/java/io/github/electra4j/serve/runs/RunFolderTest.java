package io.github.electra4j.serve.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.electra4j.progress.MetricsLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
    @TempDir
    private Path folder;

    private Path run(String path, int steps) throws IOException {
        Path directory = folder.resolve(path);
        try (MetricsLog log = MetricsLog.open(directory, -1)) {
            for (int step = 1; step <= steps; step++) {
                log.log(MetricsLog.TRAIN, step, Map.of("loss", 1.0 / step));
            }
        }
        return directory;
    }

    @Test
    void list_runsBelow_areFoundWithTheirKindsAndLastSteps() throws Exception {
        Files.writeString(run("mine", 3).resolve("run.json"), "{\"steps\": 100}");
        run("tuned/a b", 5);
        run(".hidden", 1);
        Files.createDirectories(folder.resolve("empty"));
        Files.createSymbolicLink(folder.resolve("linked"), run("tuned/c", 1));

        RunFolder.Listing listing = new RunFolder(folder).list();

        assertThat(listing.folder()).isEqualTo(folder.getFileName().toString());
        assertThat(listing.complete()).isTrue();
        assertThat(listing.runs())
                .extracting(Run::name, Run::path, Run::kind, Run::step, Run::steps)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("mine", "mine", "pretraining", 3L, 100L),
                        org.assertj.core.groups.Tuple.tuple("tuned~a=0020b", "tuned/a b", "finetuning", 5L, -1L),
                        org.assertj.core.groups.Tuple.tuple("tuned~c", "tuned/c", "finetuning", 1L, -1L));
    }

    @Test
    void list_folderThatIsARun_hasItUnderANameOfNoOther() throws Exception {
        run("", 2);

        assertThat(new RunFolder(folder).list().runs())
                .extracting(Run::name, Run::path)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("~", ""));
    }

    @Test
    void names_ofDifferentPaths_differ() {
        assertThat(List.of("a/b", "a~b", "a=b", "a b", "a=0020b", "\u00e4/\uD83D\uDE00", "%2e%2e").stream()
                        .map(RunName::of))
                .containsExactly(
                        "a~b", "a=007eb", "a=003db", "a=0020b", "a=003d0020b", "\u00e4~=d83d=de00", "=00252e=00252e");
    }

    @Test
    void read_namesThatWereNotListed_giveNothing() throws Exception {
        run("mine", 3);
        Files.writeString(folder.resolve("secret.jsonl"), "{\"step\": 1}\n");
        RunFolder runs = new RunFolder(folder);

        for (String name :
                List.of("other", "..", "mine/..", "../" + folder.getFileName() + "/mine", "secret.jsonl", "")) {
            assertThat(runs.read(name, null, 0)).as(name).isNull();
        }
        assertThat(runs.read("mine", null, 0)).isNotNull();
    }

    @Test
    void read_fromTheNextOfThePartBefore_givesWhatHasComeSince() throws Exception {
        Path log = run("mine", 3).resolve(MetricsLog.FILE);
        RunFolder runs = new RunFolder(folder);
        LogPart first = runs.read("mine", null, 0);
        Files.writeString(
                log,
                "{\"kind\":\"train\",\"step\":4,\"seconds\":1.0,\"loss\":\"NaN\"}\n{\"kind\":\"tra",
                StandardOpenOption.APPEND);

        LogPart second = runs.read("mine", first.log(), first.next());

        assertThat(first.lines()).hasSize(3);
        assertThat(first.next()).isEqualTo(first.size());
        assertThat(second.from()).isEqualTo(first.next());
        assertThat(second.lines())
                .extracting(line -> line.get("step").intValue())
                .containsExactly(4);
        // What is being written is read once it is whole.
        assertThat(second.next()).isEqualTo(second.size() - "{\"kind\":\"tra".length());
        assertThat(runs.read("mine", second.log(), second.next()).lines()).isEmpty();
    }

    @Test
    void read_logThatARunHasBroughtBackToItsState_isReadFromItsBeginning() throws Exception {
        Path directory = run("mine", 9);
        RunFolder runs = new RunFolder(folder);
        LogPart before = runs.read("mine", null, 0);
        try (MetricsLog resumed = MetricsLog.open(directory, 4)) {
            for (int step = 5; step <= 20; step++) {
                resumed.log(MetricsLog.TRAIN, step, Map.of("loss", 2.0));
            }
        }

        LogPart after = runs.read("mine", before.log(), before.next());

        assertThat(after.log()).isNotEqualTo(before.log());
        assertThat(after.from()).isZero();
        assertThat(after.lines()).hasSize(20);
    }

    @Test
    void read_longLog_comesInPartsThatAreTheWhole() throws Exception {
        run("mine", 9000);
        RunFolder runs = new RunFolder(folder);
        int count = 0;
        int parts = 0;
        LogPart part = runs.read("mine", null, 0);
        while (true) {
            parts++;
            count += part.lines().size();
            if (part.next() == part.size()) {
                break;
            }
            part = runs.read("mine", part.log(), part.next());
        }

        assertThat(count).isEqualTo(9000);
        assertThat(parts).isGreaterThan(1);
    }

    @Test
    void read_damagedLines_arePassedOver() throws Exception {
        Path directory = Files.createDirectories(folder.resolve("mine"));
        Files.writeString(
                directory.resolve(MetricsLog.FILE),
                "{\"step\": 1}\nnothing\n{\"step\"\n[1]\n{\"step\": \"x\"}\n" + "x".repeat(LogPart.MOST + 10)
                        + "\n{\"step\": 2}\n");
        RunFolder runs = new RunFolder(folder);

        LogPart first = runs.read("mine", null, 0);
        LogPart second = runs.read("mine", first.log(), first.next());
        LogPart third = runs.read("mine", second.log(), second.next());

        assertThat(first.lines()).hasSize(1);
        assertThat(second.lines().size() + third.lines().size()).isEqualTo(1);
        assertThat(third.next()).isEqualTo(third.size());
    }

    @Test
    void folderThatIsNone_isRefused() {
        assertThatThrownBy(() -> new RunFolder(folder.resolve("none")))
                .isInstanceOf(NotDirectoryException.class)
                .hasMessageContaining("none: no such folder");
    }
}
