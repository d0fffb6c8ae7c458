package io.github.electra4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.cli.ElectraProcess.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code electra score}: texts and pairs from every kind of input, figures, messages, exit codes. */
class ScoreIT {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private Path folder;

    @BeforeEach
    void models() throws Exception {
        TinyTask.model(folder);
        TinyTask.generator(folder);
    }

    private Result run(String... arguments) throws Exception {
        return ElectraProcess.run(folder, arguments);
    }

    private Result runWith(String input, String... arguments) throws Exception {
        return ElectraProcess.runWith(folder, input.getBytes(UTF_8), arguments);
    }

    private static void assertFailed(Result result, String... parts) {
        assertThat(result.err()).startsWith("electra: ").contains(parts).doesNotContain("\tat ", "please report");
        assertThat(result.code()).isEqualTo(1);
    }

    private static List<String[]> rows(Result result) {
        assertThat(result.code()).as(result.err()).isZero();
        return result.out().lines().skip(1).map(line -> line.split("\t")).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"model", "generator"})
    void score_lines_areScoredByTheSumOfTheirPieces(String model) throws Exception {
        String input = "w10 w44 w7\n\nw7 zebra";

        List<String[]> texts = rows(runWith(input, "score", "--model", model, "--json", "s.json"));
        List<String[]> pieces = rows(runWith(input, "score", "--model", model, "--tokens"));
        List<String[]> means = rows(runWith(input, "score", "--model", model, "--normalize"));

        assertThat(texts.stream().map(row -> row[0] + " " + row[2])).containsExactly("0 3", "1 0", "2 2");
        assertThat(pieces.stream().map(row -> String.join(" ", row[0], row[1], row[2], row[3])))
                .containsExactly("0 w10 0 3", "0 w44 4 7", "0 w7 8 10", "2 w7 0 2", "2 [UNK] 3 8");
        double sum = pieces.stream()
                .filter(row -> row[0].equals("0"))
                .mapToDouble(row -> Double.parseDouble(row[4]))
                .sum();
        assertThat(Double.parseDouble(texts.get(0)[1])).isNegative().isCloseTo(sum, within(1e-5));
        assertThat(Double.parseDouble(means.get(0)[1])).isCloseTo(sum / 3, within(1e-5));
        assertThat(means.get(1)[1]).isEqualTo("NaN");
        JsonNode figures = JSON.readTree(Files.readString(folder.resolve("s.json")));
        assertThat(figures.path("scoring").stringValue()).isEqualTo(model.equals("model") ? "detection" : "masked_lm");
        assertThat(figures.path("texts").longValue()).isEqualTo(3);
        assertThat(figures.path("pieces").longValue()).isEqualTo(5);
        assertThat(figures.path("empty_texts").longValue()).isEqualTo(1);
        assertThat(figures.has("accuracy")).isFalse();
    }

    @Test
    void score_filesOfAnyKind_giveTheSame() throws Exception {
        Files.writeString(folder.resolve("lines.txt"), "w10 w44\nw7\n");
        Files.writeString(folder.resolve("rows.jsonl"), "{\"text\": \"w10 w44\"}\n{\"text\": \"w7\"}\n");
        Files.writeString(folder.resolve("rows.csv"), "n,sentence\n1,w10 w44\n2,w7\n");

        Result lines = run("score", "--model", "model", "--data", "lines.txt");
        Result json = run("score", "--model", "model", "--data", "rows.jsonl");
        Result csv = run("score", "--model", "model", "--data", "rows.csv", "--text-column", "sentence");

        assertThat(rows(lines)).hasSize(2);
        assertThat(json.out()).isEqualTo(lines.out());
        assertThat(csv.out()).isEqualTo(lines.out());
        Result out = run("score", "--model", "model", "--data", "lines.txt", "--out", "o.jsonl");
        assertThat(out.code()).as(out.err()).isZero();
        JsonNode first =
                JSON.readTree(Files.readAllLines(folder.resolve("o.jsonl")).get(0));
        assertThat(first.path("score").doubleValue())
                .isEqualTo(Double.parseDouble(rows(lines).get(0)[1]));
        assertThat(first.path("pieces").longValue()).isEqualTo(2);
    }

    /** The second pair is the first turned round, and the third has two equal texts. */
    @Test
    void score_minimalPairs_reportsAccuracy() throws Exception {
        Files.writeString(folder.resolve("pairs.jsonl"), """
                {"good": "w10 w44", "bad": "w20 w21"}
                {"good": "w20 w21", "bad": "w10 w44"}
                {"good": "w7", "bad": "w7"}
                """);
        Files.writeString(
                folder.resolve("named.tsv"),
                "sentence_good\tsentence_bad\nw10 w44\tw20 w21\nw20 w21\tw10 w44\nw7\tw7\n");

        Result found = run("score", "--model", "generator", "--data", "pairs.jsonl", "--json", "p.json");
        Result named = run(
                "score",
                "--model",
                "generator",
                "--data",
                "named.tsv",
                "--good-column",
                "sentence_good",
                "--bad-column",
                "sentence_bad");

        List<String[]> rows = rows(found);
        assertThat(found.out()).startsWith("line\tgood\tbad\tright\n").isEqualTo(named.out());
        assertThat(List.of(rows.get(0)[1], rows.get(0)[2])).containsExactly(rows.get(1)[2], rows.get(1)[1]);
        assertThat(Integer.parseInt(rows.get(0)[3]) + Integer.parseInt(rows.get(1)[3]))
                .isEqualTo(1);
        assertThat(rows.get(2)[3]).isEqualTo("0");
        assertThat(found.err()).contains("accuracy 0.3333: in 1 of 3 pairs", "; 1 are ties");
        JsonNode figures = JSON.readTree(Files.readString(folder.resolve("p.json")));
        assertThat(figures.path("accuracy").doubleValue()).isCloseTo(1 / 3.0, within(1e-6));
        assertThat(figures.path("pairs").longValue()).isEqualTo(3);
        assertThat(figures.path("ties").longValue()).isEqualTo(1);
    }

    /** Two towers are no model of their own; what is kept says what it is, scores, and is no discriminator of replaced tokens. */
    @Test
    void electricRun_isWrittenAsAnEnergyModelThatScores() throws Exception {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            text.append("some dogs sleep near the ")
                    .append("abcdefgh".charAt(i % 8))
                    .append(" house\n\n");
        }
        Files.writeString(folder.resolve("text.txt"), text);
        String command =
                "pretrain --text text.txt --config published-small --vocab-size 60 --steps 2 --batch 2 --replicas 1"
                        + " --precision fp32 --set objective=electric --set replacements=two-tower --set hidden_size=32 --set heads=2"
                        + " --set intermediate_size=32 --set layers=1 --set generator_hidden_size=16 --set embedding_size=16 --out run";

        Result trained = run(command.split(" "));
        List<String[]> pieces =
                rows(runWith("some dogs sleep", "score", "--model", "run", "--tokens", "--json", "s.json"));
        Result detected = runWith("some dogs", "detect", "--model", "run");

        assertThat(trained.code()).as(trained.err()).isZero();
        assertThat(folder.resolve("run/generator")).doesNotExist();
        JsonNode config = JSON.readTree(Files.readString(folder.resolve("run/discriminator/config.json")));
        assertThat(config.at("/architectures/0").stringValue()).isEqualTo("Electra4jForEnergies");
        assertThat(Files.readString(folder.resolve("run/discriminator/MODEL_CARD.md")))
                .contains("An Electric model", "what it calls logits are then energies", "| auc |");
        assertThat(pieces).isNotEmpty().allMatch(row -> Double.isFinite(Double.parseDouble(row[4])));
        assertThat(JSON.readTree(Files.readString(folder.resolve("s.json")))
                        .path("scoring")
                        .stringValue())
                .isEqualTo("energy");
        assertFailed(detected, "this is an Electra4jForEnergies");
    }

    @Test
    void score_longText_isReadWholeAndSaidToBe() throws Exception {
        Result result = runWith("w7 ".repeat(200), "score", "--model", "model");

        assertThat(rows(result).get(0)[2]).isEqualTo("200");
        assertThat(result.err()).contains("1 of 1 texts are longer than the 40 tokens", "through windows");
    }

    @Test
    void badInput_isNamed() throws Exception {
        TinyTask.classifier(folder);
        assertFailed(run("score", "--model", "classifier"), "ElectraForSequenceClassification", "Electra4jForEnergies");
        assertFailed(run("score", "--model", "nowhere"), "nowhere");
        assertFailed(run("score", "--model", "model", "--data", "nowhere.txt"), "nowhere.txt", "no such file");
        Files.writeString(folder.resolve("empty.jsonl"), "\n");
        assertFailed(run("score", "--model", "model", "--data", "empty.jsonl"), "empty.jsonl", "no rows");
        Files.writeString(folder.resolve("odd.jsonl"), "{\"txt\": \"w7\"}\n");
        assertFailed(
                run("score", "--model", "model", "--data", "odd.jsonl", "--out", "o.tsv"),
                "odd.jsonl:1",
                "no column \"text\"",
                "did you mean \"txt\"?");
        assertThat(folder.resolve("o.tsv")).doesNotExist();
        Files.writeString(folder.resolve("half.jsonl"), "{\"good\": \"w7\", \"worse\": \"w8\"}\n");
        assertFailed(
                run("score", "--model", "model", "--data", "half.jsonl", "--good-column", "good"),
                "half.jsonl:1",
                "no column \"bad\"",
                "--bad-column");
        Files.writeString(folder.resolve("nothing.txt"), "");
        assertThat(run("score", "--model", "model", "--data", "nothing.txt").err())
                .contains("no text to score");
        Files.writeString(folder.resolve("blank.jsonl"), "{\"good\": \"w7\", \"bad\": \" \"}\n");
        assertFailed(
                run("score", "--model", "model", "--data", "blank.jsonl"), "blank.jsonl:1", "the bad text is empty");
        Files.write(folder.resolve("broken.txt"), new byte[] {'w', (byte) 0xff, '\n'});
        assertFailed(run("score", "--model", "model", "--data", "broken.txt"), "broken.txt");
        Result lenient = run("score", "--model", "model", "--data", "broken.txt", "--lenient");
        assertThat(lenient.err()).contains("replaced 1 broken UTF-8");
        assertThat(lenient.code()).isZero();
    }

    @Test
    void wrongUse_exitsWithTwo() throws Exception {
        Files.writeString(folder.resolve("pairs.jsonl"), "{\"good\": \"w7\", \"bad\": \"w8\"}\n");
        Files.writeString(folder.resolve("lines.txt"), "w7\n");
        for (Result result : List.of(
                run("score"),
                run("score", "--model", "model", "--tokens", "--normalize"),
                run("score", "--model", "model", "--data", "pairs.jsonl", "--tokens"),
                run("score", "--model", "model", "--data", "lines.txt", "--text-column", "text"),
                run("score", "--model", "model", "--data", "pairs.jsonl", "--text-column", "t", "--bad-column", "bad"),
                run("score", "--model", "model", "--out", "scores.csv"))) {
            assertThat(result.code()).as(result.err()).isEqualTo(2);
            assertThat(result.err()).startsWith("electra: ").contains("electra help");
        }
    }
}
