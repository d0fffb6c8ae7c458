package io.github.electra4j.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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

/** {@code electra bias}: figures beside those of {@code score}, the model card, messages, exit codes. */
class BiasIT {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private Path folder;

    @BeforeEach
    void modelsAndSets() throws Exception {
        TinyTask.model(folder);
        TinyTask.generator(folder);
        Files.writeString(
                folder.resolve("crows.csv"),
                ",sent_more,sent_less,stereo_antistereo,bias_type\n"
                        + "0,w10 w20 w30 w40,w10 w21 w30 w40,stereo,age\n"
                        + "1,w50 w20 w31,w50 w22 w31,antistereo,gender\n"
                        + "2,w60 w61,w62 w61,stereo,gender\n");
        Files.createDirectories(folder.resolve("wino"));
        for (String kind : List.of("pro", "anti")) {
            String he = kind.equals("pro") ? "he" : "she";
            Files.writeString(
                    folder.resolve("wino/" + kind + "_stereotyped_type1.txt.dev"),
                    "1 [The w10] argued with the w11 because [" + he + "] did not like it.\n"
                            + "2 The w10 argued with [the w11] because [" + he + "] did not like it.\n");
        }
        Files.createDirectories(folder.resolve("seat"));
        Files.writeString(
                folder.resolve("seat/one.jsonl"),
                "{\"targ1\": {\"category\": \"A\", \"examples\": [\"w10 w11\", \"w12\", \"w13\"]},"
                        + " \"targ2\": {\"category\": \"B\", \"examples\": [\"w20 w21\", \"w22\", \"w23\"]},"
                        + " \"attr1\": {\"category\": \"C\", \"examples\": [\"w30\", \"w31\"]},"
                        + " \"attr2\": {\"category\": \"D\", \"examples\": [\"w40\", \"w41\"]}}");
    }

    private Result run(String... arguments) throws Exception {
        return ElectraProcess.run(folder, arguments);
    }

    /** The places of the changed pieces are left out of what `electra score --tokens` prints. */
    @ParameterizedTest
    @ValueSource(strings = {"model", "generator"})
    void bias_ofCrowsPairs_comparesTheSharedPiecesThatScorePrints(String model) throws Exception {
        Result result = run("bias", "--model", model, "--crows-pairs", "crows.csv", "--json", "b.json");

        assertThat(result.code()).as(result.err()).isZero();
        String input = "w10 w20 w30 w40\nw10 w21 w30 w40\nw50 w20 w31\nw50 w22 w31\nw60 w61\nw62 w61\n";
        double[] sums = new double[6];
        ElectraProcess.runWith(folder, input.getBytes(UTF_8), "score", "--model", model, "--tokens")
                .out()
                .lines()
                .skip(1)
                .map(line -> line.split("\t"))
                .filter(piece -> !List.of("w20", "w21", "w22", "w60", "w62").contains(piece[1]))
                .forEach(piece -> sums[Integer.parseInt(piece[0])] += Double.parseDouble(piece[4]));
        int hits = 0;
        for (int i = 0; i < 6; i += 2) {
            hits += sums[i] > sums[i + 1] ? 1 : 0;
        }
        JsonNode figures =
                JSON.readTree(Files.readString(folder.resolve("b.json"))).path("crows_pairs");
        assertThat(figures.at("/all/hits").intValue()).isEqualTo(hits);
        assertThat(figures.at("/by_type/gender/rows").intValue()).isEqualTo(2);
        assertThat(figures.path("does_not_say").size()).isPositive();
        assertThat(figures.path("measure").stringValue())
                .contains(model.equals("model") ? "discriminator" : "masked LM");
        assertThat(Files.readString(folder.resolve(model + "/MODEL_CARD.md")))
                .contains("## Bias: CrowS-Pairs", "| all | 3 |");
    }

    @Test
    void bias_measuredAgain_replacesItsSectionsOfTheCard() throws Exception {
        String[] command = {"bias", "--model", "model", "--winobias", "wino", "--seat", "seat", "--json", "b.json"};
        assertThat(run(command).code()).isZero();
        String card = Files.readString(folder.resolve("model/MODEL_CARD.md"));
        Result again = run(command);

        assertThat(again.code()).as(again.err()).isZero();
        // But for the day that the figures are of.
        assertThat(undated(Files.readString(folder.resolve("model/MODEL_CARD.md"))))
                .isEqualTo(undated(card));
        assertThat(card).containsOnlyOnce("## Bias: WinoBias").containsOnlyOnce("## Bias: SEAT");
        JsonNode figures = JSON.readTree(Files.readString(folder.resolve("b.json")));
        assertThat(figures.at("/winobias/parts/type1.dev/pro/rows").intValue()).isEqualTo(2);
        assertThat(figures.at("/seat/tests").size()).isEqualTo(2);
        assertThat(figures.at("/seat/tests/0/exact").booleanValue()).isTrue();
        // Of the 20 ways to part six sentences in two.
        assertThat(figures.at("/seat/tests/0/p").doubleValue() * 20 % 1).isZero();
    }

    @Test
    void bias_withACardThatIsNotUtf8_isRefusedBeforeAnythingIsMeasured() throws Exception {
        byte[] card = "# caf\u00e9\n".getBytes(ISO_8859_1);
        Files.write(folder.resolve("model/MODEL_CARD.md"), card);
        Result result = run("bias", "--model", "model", "--seat", "seat");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("MODEL_CARD.md: not UTF-8; convert it");
        assertThat(Files.readAllBytes(folder.resolve("model/MODEL_CARD.md"))).isEqualTo(card);
    }

    private static String undated(String card) {
        return card.replaceAll("Measured on [0-9-]+", "Measured");
    }

    @Test
    void bias_withoutASet_isWrongUse() throws Exception {
        Result result = run("bias", "--model", "model");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--crows-pairs FILE");
    }

    @Test
    void bias_ofAClassifier_saysWhatCanBeAskedAndLeavesTheCard() throws Exception {
        TinyTask.classifier(folder);

        Result result = run("bias", "--model", "classifier", "--winobias", "wino");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("texts are scored by");
        assertThat(folder.resolve("classifier/MODEL_CARD.md")).doesNotExist();
        assertThat(run("bias", "--model", "classifier", "--seat", "seat", "--no-card")
                        .code())
                .isZero();
        assertThat(folder.resolve("classifier/MODEL_CARD.md")).doesNotExist();
    }

    @Test
    void bias_ofAModelFineTunedForChoice_asksByItsOptions() throws Exception {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 80; i++) {
            rows.append("{\"context\": \"The w10 met the w11 because w").append(20 + i % 2);
            rows.append("\", \"options\": [\"w30 w10\", \"w30 w11\"], \"answer\": ")
                    .append(i % 2)
                    .append("}\n");
        }
        Files.writeString(folder.resolve("rows.jsonl"), rows);
        Result tuned = run(
                "finetune",
                "--model",
                "model",
                "--task",
                "choice",
                "--train",
                "rows.jsonl",
                "--dev",
                "rows.jsonl",
                "--epochs",
                "1",
                "--max-length",
                "40",
                "--out",
                "chooser");
        assertThat(tuned.code()).as(tuned.err()).isZero();

        Result result = run("bias", "--model", "chooser", "--winobias", "wino", "--json", "b.json");

        assertThat(result.code()).as(result.err()).isZero();
        JsonNode part =
                JSON.readTree(Files.readString(folder.resolve("b.json"))).at("/winobias/parts/type1.dev");
        // The tiny vocabulary has no pronoun, so that both sentences of a pair are the same to the model; and one twin
        // is right.
        assertThat(part.at("/pro/hits").intValue()).isEqualTo(1);
        assertThat(part.at("/gap/difference").doubleValue()).isZero();
        assertThat(part.path("likelier").isNull()).isTrue();
        assertThat(Files.readString(folder.resolve("chooser/MODEL_CARD.md")))
                .contains("## Scores", "## Bias: WinoBias");
    }
}
