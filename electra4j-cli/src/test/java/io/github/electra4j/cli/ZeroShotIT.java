package io.github.electra4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.cli.ElectraProcess.Result;
import io.github.electra4j.evaluate.Correlation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code electra evaluate --task}: a model that was never fine-tuned says what {@code score} and {@code encode} say of the same texts. */
class ZeroShotIT {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private Path folder;

    @BeforeEach
    void models() throws Exception {
        TinyTask.model(folder);
        TinyTask.generator(folder);
    }

    private JsonNode evaluate(String... arguments) throws Exception {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--json";
        all[arguments.length + 1] = "figures.json";
        Result result = ElectraProcess.run(folder, all);
        assertThat(result.code()).as(result.err()).isZero();
        return JSON.readTree(Files.readString(folder.resolve("figures.json")));
    }

    private List<String[]> rows(String input, String... arguments) throws Exception {
        Result result = ElectraProcess.runWith(folder, input.getBytes(UTF_8), arguments);
        assertThat(result.code()).as(result.err()).isZero();
        return result.out().lines().map(line -> line.split("\t")).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"model", "generator"})
    void pairs_haveTheAccuracyOfScore(String model) throws Exception {
        StringBuilder pairs = new StringBuilder();
        for (int i = 10; i < 40; i++) {
            pairs.append("{\"good\": \"w").append(i).append(" w44\", \"bad\": \"w");
            pairs.append(i + 17).append(" w7\"}\n");
        }
        Files.writeString(folder.resolve("pairs.jsonl"), pairs);
        assertThat(ElectraProcess.run(
                                folder, "score", "--model", model, "--data", "pairs.jsonl", "--json", "score.json")
                        .code())
                .isZero();

        JsonNode figures = evaluate("evaluate", "--model", model, "--task", "pairs", "--data", "pairs.jsonl");

        double accuracy = figures.path("model").path("accuracy").asDouble();
        assertThat(accuracy)
                .isEqualTo(JSON.readTree(Files.readString(folder.resolve("score.json")))
                        .path("accuracy")
                        .asDouble());
        assertThat(figures.path("majority").path("accuracy").asDouble()).isEqualTo(0.5);
        assertThat(figures.path("model").path("rows").asInt()).isEqualTo(30);
        assertThat(figures.propertyNames()).containsExactlyInAnyOrder("majority", "model", "peak_rss_mb", "seconds");
    }

    @Test
    void similarity_isTheCorrelationOfTheVectorsCosines() throws Exception {
        StringBuilder table = new StringBuilder("sentence1\tsentence2\tscore\n");
        StringBuilder texts = new StringBuilder();
        double[] gold = new double[12];
        for (int i = 0; i < gold.length; i++) {
            gold[i] = i % 5 + 0.25 * i;
            String first = "w" + (10 + i) + " w44";
            String second = "w" + (30 + 3 * i) + " w" + (11 + i) + " w7";
            table.append(first).append('\t').append(second).append('\t');
            table.append(gold[i]).append('\n');
            texts.append(first).append('\n').append(second).append('\n');
        }
        Files.writeString(folder.resolve("pairs.tsv"), table);

        JsonNode figures = evaluate("evaluate", "--model", "model", "--task", "similarity", "--data", "pairs.tsv");

        for (String pooling : List.of("mean", "cls")) {
            double[][] vectors = rows(texts.toString(), "encode", "--model", "model", "--pooling", pooling).stream()
                    .map(row ->
                            Arrays.stream(row).mapToDouble(Double::parseDouble).toArray())
                    .toArray(double[][]::new);
            double[] cosines = new double[gold.length];
            for (int i = 0; i < cosines.length; i++) {
                double[] a = vectors[2 * i];
                double[] b = vectors[2 * i + 1];
                cosines[i] = dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
            }
            assertThat(figures.path("model").path("pearson_" + pooling).asDouble())
                    .isCloseTo(Correlation.pearson(gold, cosines), within(1e-4));
        }
        assertThat(evaluate(
                                "evaluate",
                                "--model",
                                "model",
                                "--task",
                                "similarity",
                                "--data",
                                "pairs.tsv",
                                "--pooling",
                                "cls")
                        .path("model")
                        .has("spearman_mean"))
                .isFalse();
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** Of two words the one whose piece has the higher score in the filled prompt is the answer. */
    @ParameterizedTest
    @ValueSource(strings = {"model", "generator"})
    void prompt_answersWithTheWordThatScoresHigher(String model) throws Exception {
        StringBuilder filled = new StringBuilder();
        StringBuilder table = new StringBuilder("text\tlabel\n");
        for (int i = 0; i < 16; i++) {
            table.append("w").append(20 + i).append("\t").append(i % 2).append('\n');
            filled.append("w").append(20 + i).append(" w7 w11\n");
            filled.append("w").append(20 + i).append(" w7 w12\n");
        }
        Files.writeString(folder.resolve("rows.tsv"), table);
        List<String[]> pieces = rows(filled.toString(), "score", "--model", model, "--tokens").stream()
                .filter(row -> row[1].equals("w11") || row[1].equals("w12"))
                .toList();
        assertThat(pieces).hasSize(32);
        int right = 0;
        for (int i = 0; i < 16; i++) {
            boolean one = Double.parseDouble(pieces.get(2 * i + 1)[4]) > Double.parseDouble(pieces.get(2 * i)[4]);
            right += one == (i % 2 == 1) ? 1 : 0;
        }

        JsonNode figures = evaluate(
                "evaluate",
                "--model",
                model,
                "--task",
                "prompt",
                "--data",
                "rows.tsv",
                "--prompt",
                "{text} w7 [MASK]",
                "--verbalizer",
                "0=w11",
                "--verbalizer",
                "1=w12");

        assertThat(figures.path("model").path("accuracy").asDouble()).isEqualTo(right / 16.0);
        assertThat(figures.path("majority").path("accuracy").asDouble()).isEqualTo(0.5);
    }

    @Test
    void badUse_saysWhatToDo() throws Exception {
        Files.writeString(folder.resolve("rows.tsv"), "text\tlabel\nw7\t3\n");
        Files.writeString(folder.resolve("blank.jsonl"), "{\"good\": \"w7\", \"bad\": \"\"}\n");
        assertWrong(2, "expected pairs, similarity or prompt", "--task", "tagging");
        assertWrong(2, "--prompt is missing", "--task", "prompt");
        assertWrong(2, "--pooling is for --task similarity", "--task", "pairs", "--pooling", "cls");
        assertWrong(2, "--calibrate is for --task prompt", "--task", "pairs", "--calibrate");
        assertWrong(2, "expected [MASK] once", "--task", "prompt", "--prompt", "{text}", "--verbalizer", "3=w7");
        assertWrong(
                1,
                "rows.tsv:2: the label \"3\" has no word",
                "--task",
                "prompt",
                "--prompt",
                "{text} [MASK]",
                "--verbalizer",
                "1=w7",
                "--verbalizer",
                "0=w8");
        assertWrong(1, "no column \"good\"", "--task", "pairs");
        Result blank =
                ElectraProcess.run(folder, "evaluate", "--model", "model", "--task", "pairs", "--data", "blank.jsonl");
        assertThat(blank.err()).contains("blank.jsonl:1: the bad text is empty");
    }

    private void assertWrong(int code, String words, String... more) throws Exception {
        String[] command = {"evaluate", "--model", "model", "--data", "rows.tsv"};
        String[] all = Arrays.copyOf(command, command.length + more.length);
        System.arraycopy(more, 0, all, command.length, more.length);
        Result result = ElectraProcess.run(folder, all);
        assertThat(result.err()).contains(words).doesNotContain("\tat ");
        assertThat(result.code()).isEqualTo(code);
    }
}
