package io.github.electra4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What {@code predict}, {@code detect} and {@code encode} leave of a file that was there. */
class TextOutputTest {
    @TempDir
    private Path folder;

    private int code;

    @BeforeEach
    void model() throws IOException {
        TinyTask.classifier(folder);
        Files.writeString(folder.resolve("old.tsv"), "old\n");
    }

    private String run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--model", path("classifier")));
        return ErrorOutput.of(() -> code = Main.run(all.toArray(String[]::new)));
    }

    private String run(byte[] input, String... arguments) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(input));
        try {
            return run(arguments);
        } finally {
            System.setIn(before);
        }
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private String table(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void predict_failingAtAnyRow_leavesTheOldFile() throws IOException {
        String good = table("good.tsv", "text\n" + "w7 w8\n".repeat(10));
        // Windows of 4,096 rows are written one after another; the wrong row is in the second.
        String late = table("late.tsv", "text\n" + "w7 w8\n".repeat(5_000) + "w7\tw8\n");

        String column = run("predict", "--data", good, "--text-column", "txt", "--out", path("old.tsv"));
        assertThat(column).contains("no column \"txt\"; columns found: \"text\"");
        assertThat(code).isEqualTo(1);
        String row = run("predict", "--data", late, "--text-column", "text", "--out", path("old.tsv"));
        assertThat(row).contains("late.tsv:5002").doesNotContain("cannot write");
        assertThat(code).isEqualTo(1);
        assertThat(folder.resolve("old.tsv")).hasContent("old\n");
        try (var files = Files.list(folder)) {
            assertThat(files.map(f -> f.getFileName().toString())).noneMatch(name -> name.endsWith(".aside"));
        }

        run("predict", "--data", good, "--text-column", "text", "--out", path("old.tsv"));
        assertThat(code).isZero();
        assertThat(Files.readAllLines(folder.resolve("old.tsv"))).hasSize(11);
    }

    @Test
    void encodeAndPredict_ofBrokenLines_leaveTheOldFile() throws IOException {
        byte[] broken = {'w', '7', '\n', (byte) 0xff, '\n'};
        for (String command : List.of("encode", "predict")) {
            assertThat(run(broken, command, "--out", path("old.tsv"))).contains("broken UTF-8");
            assertThat(code).isEqualTo(1);
            assertThat(folder.resolve("old.tsv")).hasContent("old\n");
        }
    }

    @Test
    void ending_decidesWhatIsWritten_orIsRefused() throws IOException {
        byte[] line = "w7\n".getBytes(StandardCharsets.UTF_8);
        for (String name : List.of("p.csv", "p.json", "p.tsv.gz")) {
            assertThat(run(line, "predict", "--out", path(name)))
                    .contains(name + ": what is written is TSV or JSONL")
                    .contains("--format");
            assertThat(code).isEqualTo(2);
            assertThat(folder.resolve(name)).doesNotExist();
        }
        run(line, "predict", "--out", path("p.jsonl"));
        assertThat(Files.readString(folder.resolve("p.jsonl"))).startsWith("{\"row\":0,");
        run(line, "predict", "--out", path("p.csv"), "--format", "tsv");
        assertThat(Files.readString(folder.resolve("p.csv"))).startsWith("row\tid\tprediction\t");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no /dev/null")
    void device_isWrittenTo() {
        run("w7\n".getBytes(StandardCharsets.UTF_8), "predict", "--out", "/dev/null");
        assertThat(code).isZero();
        assertThat(Path.of("/dev/null")).exists();
    }

    @Test
    void emptyTexts_areCountedAndIdsAreTaken() throws IOException {
        String rows = table("rows.tsv", "id\ttext\na1\tw7\na2\t\na3\t  \n");
        assertThat(run("predict", "--data", rows, "--text-column", "text", "--out", path("p.tsv")))
                .contains("2 of 3 texts are empty");
        assertThat(Files.readAllLines(folder.resolve("p.tsv")).stream().map(l -> l.split("\t")[1]))
                .containsExactly("id", "a1", "a2", "a3");
    }
}
