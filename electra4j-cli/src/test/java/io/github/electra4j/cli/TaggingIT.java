package io.github.electra4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.cli.ElectraProcess.Result;
import io.github.electra4j.random.CounterRandom;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tagging from the command line, on made-up sentences in which w10 is a name of one word. */
class TaggingIT {
    @TempDir
    private Path folder;

    private void sentences(String name, int rows, long seed) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rows; i++) {
            CounterRandom random = CounterRandom.of(seed, "sentences", i, 0);
            for (int w = random.nextInt(8); w >= 0; w--) {
                boolean isName = random.nextInt(4) == 0;
                text.append(isName ? "w10" : "w" + (20 + random.nextInt(60))).append(isName ? "\tB-NAME\n" : "\tO\n");
            }
            text.append('\n');
        }
        Files.writeString(folder.resolve(name), text);
    }

    @BeforeEach
    void files() throws IOException {
        TinyTask.model(folder);
        sentences("train.txt", 300, 1);
        sentences("dev.txt", 40, 2);
    }

    private static String[] command(String out, String... more) {
        String command = "finetune --model model --task tagging --train train.txt --dev dev.txt --epochs 6 --batch 8"
                + " --learning-rate 3e-3 --layerwise-decay 1 --max-length 20 --threads 2 --save-every 0.05 --out "
                + out;
        return (command + " " + String.join(" ", more)).strip().split(" ");
    }

    @Test
    void tagging_isLearnedMeasuredAndPredicted() throws Exception {
        Result tuned = ElectraProcess.run(folder, command("out"));
        assertThat(tuned.code()).as(tuned.err()).isZero();
        assertThat(tuned.out()).contains("majority tag", "f1:NAME");

        Result measured = ElectraProcess.run(folder, "evaluate", "--model", "out", "--data", "dev.txt");
        assertThat(measured.code()).as(measured.err()).isZero();
        assertThat(measured.out()).containsPattern("(?m)^f1 +(1\\.0|0\\.9)");

        Result lines = ElectraProcess.runWith(
                folder, "w30 w10!\n\nw31\n".getBytes(StandardCharsets.UTF_8), "predict", "--model", "out");
        assertThat(lines.code()).as(lines.err()).isZero();
        assertThat(lines.out().lines()).hasSize(2);
        assertThat(lines.out()).contains("0\t\t4\t7\tNAME\t").endsWith("\tw10\n");
        assertThat(lines.err()).contains("1 of 3 texts are empty");

        Result json =
                ElectraProcess.run(folder, "predict", "--model", "out", "--data", "dev.txt", "--out", "spans.jsonl");
        assertThat(json.code()).as(json.err()).isZero();
        // What is written is what can be read: the predictions as the gold rows agree with themselves.
        Result again = ElectraProcess.run(folder, "evaluate", "--model", "out", "--data", "spans.jsonl");
        assertThat(again.out()).containsPattern("(?m)^f1 +1\\.0000");
    }

    @Test
    void tagging_killed_endsIdentical() throws Exception {
        Result whole = ElectraProcess.run(folder, command("whole"));
        assertThat(whole.code()).as(whole.err()).isZero();
        Process process = ElectraProcess.startUnread(folder, command("killed"));
        Path state = folder.resolve("killed/runs/rate-0.003-seed-1/state");
        while (process.isAlive() && !Files.exists(state)) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        process.destroyForcibly().waitFor();

        Result last = ElectraProcess.run(folder, command("killed"));

        assertThat(last.code()).as(last.err()).isZero();
        assertThat(last.out()).isEqualTo(whole.out());
        assertThat(folder.resolve("killed/model.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("whole/model.safetensors"));
    }

    @Test
    void tagging_ofAnUnknownTag_saysWhereItStands() throws Exception {
        Files.writeString(folder.resolve("dev.txt"), "w10\tB-NAME\nw20\tB-NAMES\n");
        Result refused = ElectraProcess.run(folder, command("out"));
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("dev.txt:2: unknown tag \"B-NAMES\"", "did you mean \"NAME\"?");
        assertThat(folder.resolve("out")).doesNotExist();
    }
}
