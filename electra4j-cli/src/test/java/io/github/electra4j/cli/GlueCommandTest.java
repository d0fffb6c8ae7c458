package io.github.electra4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.checkpoint.TaskSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A finished fine-tuning on MNLI, with the diagnostics under the name that the server has for what is said to them. */
class GlueCommandTest {
    private static final String ROWS = "index\tsentence1\tsentence2\n0\tw9\tw8\n";

    @TempDir
    private Path folder;

    @BeforeEach
    void runAndDiagnostics() throws IOException {
        TinyTask.classifier(folder);
        Path run = folder.resolve("classifier");
        TaskSettings settings = new TaskSettings(
                "classification",
                "sentence1",
                "sentence2",
                "gold_label",
                true,
                List.of("entailment", "neutral", "contradiction"),
                20,
                "cls",
                Map.of("set", "glue/mnli"));
        Files.writeString(run.resolve(TaskSettings.NAME), settings.toJson());
        Files.writeString(run.resolve("finetuning.json"), "{}");
        Files.writeString(run.resolve("results.json"), "{\"dev\": {}, \"trials\": [{}]}");
        Files.createDirectories(folder.resolve("glue/AX"));
        Files.writeString(folder.resolve("glue/AX/AX.tsv"), ROWS);
    }

    private int glue(String out) {
        return Main.run(
                "glue",
                folder.resolve("classifier").toString(),
                "--data",
                folder.resolve("glue").toString(),
                "--out",
                folder.resolve(out).toString(),
                "-q");
    }

    @Test
    void submission_overAnOfficialFile_isRefused() {
        int[] code = new int[1];

        String said = ErrorOutput.of(() -> code[0] = glue("glue/AX"));

        Path official = folder.resolve("glue/AX/AX.tsv");
        assertThat(said).contains("--out " + official + ": would overwrite " + official + " of --data");
        assertThat(code[0]).as(said).isEqualTo(UsageErrors.WRONG_USE);
        assertThat(official).content().isEqualTo(ROWS);
    }

    @Test
    void submission_besideTheOfficialFolders_isWrittenAndTheNextTimeAnew() {
        assertThat(glue("glue")).isZero();
        assertThat(glue("glue")).isZero();

        assertThat(folder.resolve("glue/AX.tsv")).content().startsWith("index\tprediction\n0\t");
        assertThat(folder.resolve("glue/AX/AX.tsv")).content().isEqualTo(ROWS);
    }
}
