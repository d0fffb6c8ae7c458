package io.github.electra4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.cli.ElectraProcess.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code electra finetune --counterfactual} and {@code electra audit}. */
class CarefulUseIT {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private Path folder;

    @BeforeEach
    void model() throws Exception {
        TinyTask.model(folder);
    }

    private Result run(String... arguments) throws Exception {
        return ElectraProcess.run(folder, arguments);
    }

    private Result fineTune(String out, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
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
                "--epochs",
                "1",
                "--max-length",
                "20",
                "--json",
                "f.json",
                "--out",
                out));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    /** Of 100 rows every one begins with w10 or w11, and 90 remain where a tenth is held out. */
    @Test
    void counterfactual_ofAFile_learnsFromEachRowTwiceAndSaysSo() throws Exception {
        TinyTask.table(folder.resolve("train.tsv"), 100, 1);
        TinyTask.table(folder.resolve("dev.tsv"), 20, 2);
        Files.writeString(folder.resolve("pairs.tsv"), "w10\tw11\n");

        Result plain = fineTune("plain", "--best-epoch");
        int rows = JSON.readTree(Files.readString(folder.resolve("f.json")))
                .path("train_rows")
                .intValue();
        Result both = fineTune("out", "--best-epoch", "--counterfactual", "pairs.tsv");

        assertThat(plain.code()).as(plain.err()).isZero();
        assertThat(both.code()).as(both.err()).isZero();
        assertThat(both.err()).contains(rows + " rows with terms exchanged (pairs.tsv ");
        JsonNode figures = JSON.readTree(Files.readString(folder.resolve("f.json")));
        assertThat(figures.path("train_rows").intValue()).isEqualTo(2 * rows);
        assertThat(figures.path("selection_rows").intValue()).isEqualTo(100 - rows);
        assertThat(Files.readString(folder.resolve("out/MODEL_CARD.md")))
                .contains("counterfactual = \"pairs.tsv ", "counterfactual_rows = " + rows);
        assertThat(fineTune("out", "--best-epoch").err())
                .contains("was begun with other settings: counterfactual is \"\"");
    }

    @Test
    void counterfactual_withoutATermOrWithPlaces_isWrongUse() throws Exception {
        TinyTask.table(folder.resolve("train.tsv"), 40, 1);
        TinyTask.table(folder.resolve("dev.tsv"), 20, 2);
        Files.writeString(
                folder.resolve("tags.jsonl"),
                "{\"words\": [\"w10\", \"w11\"], \"tags\": [\"B-A\", \"O\"]}\n".repeat(4));

        Result none = fineTune("out", "--counterfactual");
        Result places = run(
                "finetune",
                "--model",
                "model",
                "--task",
                "tagging",
                "--train",
                "tags.jsonl",
                "--dev",
                "tags.jsonl",
                "--max-length",
                "20",
                "--counterfactual",
                "--out",
                "tagger");

        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).contains("--counterfactual english: no training row has one of its terms");
        assertThat(places.code()).isEqualTo(2);
        assertThat(places.err()).contains("rows of tagging have places in their texts");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void audit_ofAText_countsTermsDuplicatesAndEvaluationTexts() throws Exception {
        String sentence = "one two three four five six seven eight nine ten";
        Files.writeString(
                folder.resolve("text.txt"),
                "She is a nurse.\n" + sentence + "\n\nHe is a doctor.\n\n" + sentence + "\n");
        Files.writeString(folder.resolve("set.tsv"), "text\tlabel\n" + sentence + "\t1\nnothing of it\t0\n");

        Result result = run("audit", "--text", "text.txt", "--evaluation", "set.tsv", "--json", "a.json");

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out())
                .contains(
                        "3 documents, 4 paragraphs, 28 words",
                        "1 of 4 paragraphs came before",
                        "of 1 texts 1 have a run of words");
        JsonNode figures = JSON.readTree(Files.readString(folder.resolve("a.json")));
        assertThat(figures.at("/terms/she").intValue()).isEqualTo(1);
        assertThat(figures.path("groups").size()).isGreaterThan(10);
        assertThat(figures.at("/duplicates/paragraphs").intValue()).isEqualTo(1);
        assertThat(figures.at("/evaluation/0/touched").intValue()).isEqualTo(1);
        assertThat(figures.at("/evaluation/0/too_short").intValue()).isEqualTo(1);
        assertThat(figures.path("stopped").booleanValue()).isFalse();

        assertThat(run("audit", "--text", "text.txt", "--dedup", "--json", "b.json")
                        .code())
                .isZero();
        JsonNode once = JSON.readTree(Files.readString(folder.resolve("b.json")));
        assertThat(once.at("/duplicates/paragraphs").intValue()).isZero();
        assertThat(once.at("/duplicates/paragraphs_dropped").intValue()).isEqualTo(1);
    }

    @Test
    void audit_ofAMissingFile_saysSo() throws Exception {
        Result result = run("audit", "--text", "nowhere.txt");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("nowhere.txt");
    }
}
