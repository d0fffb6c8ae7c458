package io.github.electra4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.cli.ElectraProcess.Result;
import io.github.electra4j.random.CounterRandom;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Relations and choices on the command line: learned, measured, predicted; what is wrong is said with its place. */
class RelationChoiceIT {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private Path folder;

    @BeforeEach
    void model() throws Exception {
        TinyTask.model(folder);
        Path vocabulary = folder.resolve("model/vocab.txt");
        Files.writeString(vocabulary, Files.readString(vocabulary).replace("\nw5\nw6\n", "\n@\n#\n"));
    }

    private Result fineTune(String task) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("finetune", "--model", "model", "--task", task));
        arguments.addAll(List.of("--train", "train.jsonl", "--dev", "dev.jsonl", "--max-length", "20", "--out", "out"));
        arguments.addAll(
                List.of("--learning-rate", "3e-3", "--layerwise-decay", "1", "--epochs", "6", "--json", "f.json"));
        return ElectraProcess.run(folder, arguments.toArray(String[]::new));
    }

    /** SemEval's form: the relation says whether w10 or w11 is the head. */
    private static String sentences(int rows, long seed) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rows; i++) {
            CounterRandom random = CounterRandom.of(seed, "sentences", i, 0);
            int kind = random.nextInt(2);
            text.append(String.format(
                    "%d\t\"w%d <e1>w%d</e1> w%d <e2>w%d</e2>.\"\r%n%s\r%nComment:\r%n\r%n",
                    i,
                    20 + random.nextInt(60),
                    10 + kind,
                    20 + random.nextInt(60),
                    20 + random.nextInt(60),
                    kind == 0 ? "Cause-Effect(e1,e2)" : "Other"));
        }
        return text.toString();
    }

    @Test
    void relation_isLearnedMeasuredAndPredicted() throws Exception {
        Files.writeString(folder.resolve("train.txt"), sentences(300, 1));
        Files.writeString(folder.resolve("dev.txt"), sentences(60, 2));
        Result trained = ElectraProcess.run(
                folder,
                ("finetune --model model --task relation --train train.txt --dev dev.txt --max-length 20 --out out --json f.json"
                                + " --learning-rate 3e-3 --layerwise-decay 1 --epochs 6 --task-option none=Other")
                        .split(" "));
        assertThat(trained.code()).as(trained.err()).isZero();
        assertThat(trained.out()).contains("macro_f1", "undirected_macro_f1", "gold \\ predicted");
        double kept = JSON.readTree(Files.readString(folder.resolve("f.json")))
                .at("/dev/macro_f1/kept")
                .doubleValue();
        assertThat(kept).isGreaterThan(0.9);

        Result evaluated =
                ElectraProcess.run(folder, "evaluate", "--model", "out", "--data", "dev.txt", "--json", "e.json");
        assertThat(evaluated.code()).as(evaluated.err()).isZero();
        JsonNode scores = JSON.readTree(Files.readString(folder.resolve("e.json")));
        assertThat(scores.at("/model/macro_f1").doubleValue()).isCloseTo(kept, within(1e-12));

        String row =
                "{\"text\": \"w11 w40\", \"head\": {\"start\": 0, \"end\": 3}, \"tail\": {\"start\": 4, \"end\": 7}}\n";
        Result predicted = ElectraProcess.runWith(
                folder, (row.replace("w11", "w10") + row).getBytes(UTF_8), "predict", "--model", "out");
        assertThat(predicted.code()).as(predicted.err()).isZero();
        assertThat(predicted.out().lines().map(line -> line.split("\t")[2]))
                .containsExactly("prediction", "Cause-Effect(e1,e2)", "Other");
        Result outside =
                ElectraProcess.runWith(folder, row.replace("7", "8").getBytes(UTF_8), "predict", "--model", "out");
        assertThat(outside.code()).isEqualTo(1);
        assertThat(outside.err()).contains("standard input:1: tail.end is 8 and start 4", "within the 7 characters");
    }

    private static String choices(int rows, long seed) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rows; i++) {
            CounterRandom random = CounterRandom.of(seed, "choices", i, 0);
            int answer = random.nextInt(2);
            text.append(String.format(
                    "{\"context\": \"w%d w%d\", \"options\": [\"w%d\", \"w%d\"], \"answer\": %d}%n",
                    20 + random.nextInt(60), 20 + random.nextInt(60), 11 - answer, 10 + answer, 1 - answer));
        }
        return text.toString();
    }

    @Test
    void choice_isLearnedMeasuredAndPredicted() throws Exception {
        Files.writeString(folder.resolve("train.jsonl"), choices(300, 1));
        Files.writeString(folder.resolve("dev.jsonl"), choices(60, 2));
        Result trained = fineTune("choice");
        assertThat(trained.code()).as(trained.err()).isZero();
        assertThat(trained.out()).contains("r_at_2", "mrr", "most frequent place");
        JsonNode figures = JSON.readTree(Files.readString(folder.resolve("f.json")));
        assertThat(figures.at("/dev/accuracy/kept").doubleValue()).isGreaterThan(0.9);

        Result predicted = ElectraProcess.runWith(
                folder,
                "{\"id\": \"x\", \"context\": \"w40\", \"options\": [\"w11\", \"w10\"]}\n".getBytes(UTF_8),
                "predict",
                "--model",
                "out",
                "--format",
                "jsonl");
        assertThat(predicted.code()).as(predicted.err()).isZero();
        JsonNode answer = JSON.readTree(predicted.out());
        assertThat(answer.path("id").asString()).isEqualTo("x");
        assertThat(answer.path("probabilities").size()).isEqualTo(2);

        Files.writeString(
                folder.resolve("dev.jsonl"),
                "{\"context\": \"w20\", \"options\": [\"w10\", \"w11\"], \"answer\": 2}\n");
        Result bad = ElectraProcess.run(folder, "evaluate", "--model", "out", "--data", "dev.jsonl");
        assertThat(bad.code()).isEqualTo(1);
        assertThat(bad.err()).contains("dev.jsonl:1: answer is 2, and there are 2 options");
    }
}
