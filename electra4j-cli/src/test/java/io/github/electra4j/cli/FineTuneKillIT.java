package io.github.electra4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of a fine-tuning at moments spread over a whole run: the same command ends with the same model, bit by bit. */
class FineTuneKillIT {
    private static final int KILLS = 6;

    @TempDir
    private Path folder;

    private static String[] command(String out) {
        return new String[] {
            "finetune",
            "--model",
            "model",
            "--task",
            "classification",
            "--train",
            "train.tsv",
            "--dev",
            "dev.tsv",
            "--text-column",
            "text",
            "--label-column",
            "label",
            "--seeds",
            "2",
            "--learning-rate",
            "1e-3,3e-3",
            "--epochs",
            "8",
            "--batch",
            "8",
            "--max-length",
            "20",
            "--best-epoch",
            "--threads",
            "2",
            "--save-every",
            "0.05",
            "--out",
            out
        };
    }

    @Test
    void fineTuning_killedAtAnyMoment_endsIdentical() throws Exception {
        TinyTask.model(folder);
        TinyTask.table(folder.resolve("train.tsv"), 400, 1);
        TinyTask.table(folder.resolve("dev.tsv"), 60, 2);
        long begin = System.nanoTime();
        ElectraProcess.Result whole = ElectraProcess.run(folder, command("whole"));
        long duration = System.nanoTime() - begin;
        assertThat(whole.code()).as(whole.err()).isZero();

        // The earliest first: it comes before the end even where the run to compare with was slowed down by something
        // else.
        int killed = 0;
        for (int i = 1; i <= KILLS; i++) {
            Process process = ElectraProcess.startUnread(folder, command("killed"));
            if (!process.waitFor(duration * i / (KILLS + 1), TimeUnit.NANOSECONDS)) {
                process.destroyForcibly().waitFor();
                killed++;
            }
        }
        ElectraProcess.Result last = ElectraProcess.run(folder, command("killed"));

        assertThat(last.code()).as(last.err()).isZero();
        assertThat(killed).as("runs that were killed before their end").isPositive();
        assertThat(last.out()).isEqualTo(whole.out());
        List<String> compared = new ArrayList<>(List.of("model.safetensors", "config.json", "electra4j.json"));
        try (Stream<Path> files = Files.walk(folder.resolve("whole/runs"))) {
            files.filter(file -> file.toString().endsWith("scores.safetensors"))
                    .forEach(file -> compared.add(
                            folder.resolve("whole").relativize(file).toString()));
        }
        assertThat(compared).hasSize(6);
        for (String file : compared) {
            assertThat(folder.resolve("killed").resolve(file))
                    .hasSameBinaryContentAs(folder.resolve("whole").resolve(file));
        }
        try (Stream<Path> files = Files.walk(folder.resolve("killed"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .as("nothing is left aside")
                    .noneMatch(name -> name.endsWith(".aside") || name.endsWith(".replaced") || name.equals("state"));
        }
    }
}
