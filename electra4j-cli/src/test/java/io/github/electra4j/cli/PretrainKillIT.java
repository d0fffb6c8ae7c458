package io.github.electra4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.random.CounterRandom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Pre-training killed twenty times ends with the same bits and the same evaluations as pre-training never killed: in bf16, with dropout,
 * accumulation and the default number of replicas, evaluated and saved every other step. Every kill comes in the middle of a run: at a
 * random moment of its start or of its steps, or in the moment in which a checkpoint or an evaluation is written.
 */
class PretrainKillIT {
    private static final int KILLS = 20;
    private static final int STEPS = 300;
    private static final Pattern STATE = Pattern.compile("step-(\\d+)\\.crc32c\\.json");

    /** What a kill waits for. */
    private enum Moment {
        START,
        STEPS,
        CHECKPOINT,
        EVALUATION
    }

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
        MadeUpText.write(folder.resolve("text"), 60_000);
    }

    @Test
    void pretraining_killedTwentyTimes_endsWithTheSameBits() throws Exception {
        Process whole = start("whole");
        long begin = System.nanoTime();
        await(whole, () -> savedStep("whole") > 0);
        long startNanos = System.nanoTime() - begin;
        assertThat(whole.waitFor()).isZero();
        long stepsNanos = System.nanoTime() - begin - startNanos;

        CounterRandom moments = CounterRandom.of(System.nanoTime(), "moments");
        Map<Moment, Integer> hits = new EnumMap<>(Moment.class);
        for (int i = 0; i < KILLS; i++) {
            Moment moment = Moment.values()[i % Moment.values().length];
            Process process = start("killed");
            switch (moment) {
                case START -> pause(process, (long) (startNanos * moments.nextDouble()));
                // Short enough that all kills together leave a part of the steps.
                case STEPS -> {
                    awaitProgress(process);
                    pause(process, (long) (stepsNanos / KILLS * moments.nextDouble()));
                }
                case CHECKPOINT -> {
                    awaitProgress(process);
                    await(process, () -> !written("killed").isEmpty());
                }
                case EVALUATION -> {
                    awaitProgress(process);
                    await(process, () -> lastEvaluated("killed") > savedStep("killed"));
                }
            }
            assertThat(process.isAlive())
                    .as("run %d, to be killed, is not at its end", i + 1)
                    .isTrue();
            process.destroyForcibly().waitFor();
            boolean hit =
                    switch (moment) {
                        case START, STEPS -> true;
                        case CHECKPOINT -> !written("killed").isEmpty();
                        case EVALUATION -> lastEvaluated("killed") > savedStep("killed");
                    };
            hits.merge(moment, hit ? 1 : 0, Integer::sum);
        }
        assertThat(savedStep("killed"))
                .as("step of the last state before the last run")
                .isLessThan(STEPS);
        ElectraProcess.Result last =
                ElectraProcess.run(folder, command("killed").toArray(String[]::new));

        assertThat(last.code()).as(last.err()).isZero();
        assertThat(hits.get(Moment.CHECKPOINT))
                .as("kills that left half a checkpoint")
                .isPositive();
        assertThat(hits.get(Moment.EVALUATION))
                .as("kills that left an evaluation without its checkpoint")
                .isPositive();
        assertThat(weights("killed")).isEqualTo(weights("whole"));
        assertThat(evaluations("killed")).isEqualTo(evaluations("whole")).hasSize(STEPS / 2);
    }

    private Process start(String out) throws IOException {
        return ElectraProcess.startUnread(folder, command(out).toArray(String[]::new));
    }

    /** A look at the files of a run while another process changes them. */
    private interface Look {
        boolean isTrue() throws IOException;
    }

    private static void await(Process process, Look look) throws IOException {
        while (process.isAlive() && !look.isTrue()) {
            Thread.onSpinWait();
        }
    }

    private static void pause(Process process, long nanos) throws InterruptedException {
        assertThat(process.waitFor(nanos, TimeUnit.NANOSECONDS))
                .as("ended before its kill")
                .isFalse();
    }

    /** Waits until a process has saved a state of its own. */
    private void awaitProgress(Process process) throws IOException {
        long before = savedStep("killed");
        await(process, () -> savedStep("killed") > before);
    }

    private List<String> names(String run) throws IOException {
        Path states = folder.resolve(run).resolve("state");
        if (!Files.isDirectory(states)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(states)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    /** Step of the newest state that is whole, or 0. */
    private long savedStep(String run) throws IOException {
        return names(run).stream()
                .map(STATE::matcher)
                .filter(Matcher::matches)
                .mapToLong(name -> Long.parseLong(name.group(1)))
                .max()
                .orElse(0);
    }

    /** Files of a state that are being written. */
    private List<String> written(String run) throws IOException {
        return names(run).stream().filter(name -> name.endsWith(".aside")).toList();
    }

    private List<JsonNode> evaluations(String run) throws IOException {
        Path log = folder.resolve(run).resolve("metrics.jsonl");
        List<JsonNode> evaluations = new ArrayList<>();
        for (String line : Files.exists(log) ? Files.readAllLines(log) : List.<String>of()) {
            // A line that is being written has no end yet.
            if (line.startsWith("{\"kind\":\"eval\"") && line.endsWith("}")) {
                ObjectNode figures = (ObjectNode) JsonMapper.shared().readTree(line);
                figures.remove("seconds");
                evaluations.add(figures);
            }
        }
        return evaluations;
    }

    private long lastEvaluated(String run) throws IOException {
        List<JsonNode> evaluations = evaluations(run);
        return evaluations.isEmpty()
                ? 0
                : evaluations.get(evaluations.size() - 1).path("step").asLong();
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
