package io.github.electra4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.random.CounterRandom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pre-training killed twenty times ends with the same bits as pre-training never killed: in bf16, with dropout, accumulation and the
 * default number of replicas, a checkpoint and an evaluation every other step so that kills fall into them.
 */
class PretrainKillIT {
    private static final int KILLS = 20;
    private static final int STEPS = 60;

    @TempDir
    private Path folder;

    private List<String> command(String out) {
        return List.of(
                "pretrain",
                "--text",
                "text",
                "--config",
                "tiny",
                "--vocab-size",
                "400",
                "--steps",
                "" + STEPS,
                "--batch",
                "8",
                "--precision",
                "bf16",
                "--save-every",
                "2",
                "--evaluate-every",
                "2",
                "--set",
                "accumulation=2",
                "--set",
                "hidden_dropout=0.1",
                "--set",
                "attention_dropout=0.1",
                "--set",
                "hidden_size=64",
                "--set",
                "intermediate_size=128",
                "--set",
                "layers=2",
                "--out",
                out,
                "--quiet");
    }

    @BeforeEach
    void text() throws IOException {
        Files.createDirectory(folder.resolve("text"));
        CounterRandom random = CounterRandom.of(11, "kill test", 0, 0);
        StringBuilder text = new StringBuilder();
        while (text.length() < 60_000) {
            for (int i = 5 + random.nextInt(20); i > 0; i--) {
                int rank = (int) Math.exp(random.nextDouble() * Math.log(2_000));
                text.append(Integer.toString(rank * 7919, 26)).append(' ');
            }
            text.append("\n\n");
        }
        Files.writeString(folder.resolve("text/a.txt"), text);
    }

    @Test
    void pretraining_killedTwentyTimes_endsWithTheSameBits() throws Exception {
        long begin = System.nanoTime();
        ElectraProcess.Result whole =
                ElectraProcess.run(folder, command("whole").toArray(String[]::new));
        long duration = System.nanoTime() - begin;
        assertThat(whole.code()).as(whole.err()).isZero();

        CounterRandom moments = CounterRandom.of(System.nanoTime(), "moments");
        int killed = 0;
        for (int i = 0; i < KILLS; i++) {
            Process process = ElectraProcess.start(folder, command("killed").toArray(String[]::new));
            long wait = (long) (duration * (0.2 + 0.8 * moments.nextDouble()));
            if (!process.waitFor(wait, TimeUnit.NANOSECONDS)) {
                process.destroyForcibly().waitFor();
                killed++;
            }
        }
        ElectraProcess.Result last =
                ElectraProcess.run(folder, command("killed").toArray(String[]::new));

        assertThat(last.code()).as(last.err()).isZero();
        assertThat(killed).as("runs that were killed before their end").isPositive();
        assertThat(weights("killed")).isEqualTo(weights("whole"));
    }

    /** Digests of both networks. */
    private Map<String, String> weights(String run) throws Exception {
        Map<String, String> digests = new TreeMap<>();
        for (String name : List.of("generator/model.safetensors", "discriminator/model.safetensors")) {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(Files.readAllBytes(folder.resolve(run).resolve(name)));
            digests.put(name, HexFormat.of().formatHex(hash));
        }
        return digests;
    }
}
