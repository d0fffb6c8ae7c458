package io.github.electra4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.cli.ElectraProcess.Result;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** From a pre-trained model to predictions on the command line: results, figures, messages, exit codes. */
class FineTuneIT {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** In a megabyte. */
    private static final int LONG_TEXTS = 8;

    @TempDir
    private Path folder;

    @BeforeEach
    void modelAndTables() throws Exception {
        TinyTask.model(folder);
        TinyTask.table(folder.resolve("train.tsv"), 400, 1);
        TinyTask.table(folder.resolve("dev.tsv"), 60, 2);
    }

    private Result run(String... arguments) throws Exception {
        return ElectraProcess.run(folder, arguments);
    }

    /** A fine-tuning with the usual options, and others, names and values by turns, beside or instead of them. */
    private Result fineTune(String... more) throws Exception {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("--model", "model");
        options.put("--task", "classification");
        options.put("--train", "train.tsv");
        options.put("--dev", "dev.tsv");
        options.put("--text-column", "text");
        options.put("--label-column", "label");
        options.put("--max-length", "20");
        options.put("--out", "out");
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
        }
        List<String> arguments = new ArrayList<>(List.of("finetune"));
        options.forEach((name, value) -> arguments.addAll(List.of(name, value)));
        return run(arguments.toArray(String[]::new));
    }

    private static void assertFailed(Result result, String... parts) {
        assertThat(result.err()).startsWith("electra: ").contains(parts).doesNotContain("\tat ", "please report");
        assertThat(result.code()).isEqualTo(1);
    }

    @Test
    void fineTunedModel_isEvaluatedPredictedAndEncodedWith() throws Exception {
        Result trained = fineTune(
                "--learning-rate",
                "2e-3",
                "--epochs",
                "5",
                "--seeds",
                "2",
                "--layerwise-decay",
                "1",
                "--json",
                "f.json");
        assertThat(trained.code()).as(trained.err()).isZero();
        assertThat(trained.out()).contains("accuracy", "majority class", "gold \\ predicted");
        JsonNode figures = JSON.readTree(Files.readString(folder.resolve("f.json")));
        double kept = figures.at("/dev/accuracy/kept").doubleValue();
        assertThat(figures.at("/dev/accuracy/mean").doubleValue()).isGreaterThan(0.9);
        assertThat(figures.at("/majority/accuracy").doubleValue()).isBetween(0.3, 0.7);
        assertThat(figures.path("trials").size()).isEqualTo(2);
        assertThat(figures.path("seconds").doubleValue()).isPositive();

        Result evaluated = run(
                "evaluate", "--model", "out", "--data", "dev.tsv", "--json", "e.json", "--report", "pages/errors.html");
        assertThat(evaluated.code()).as(evaluated.err()).isZero();
        JsonNode scores = JSON.readTree(Files.readString(folder.resolve("e.json")));
        assertThat(scores.at("/model/accuracy").doubleValue()).isCloseTo(kept, within(1e-12));
        assertThat(trained.out()).contains("expected calibration error");
        JsonNode calibration = keptTrial(figures).path("calibration");
        assertThat(scores.at("/calibration/temperature").doubleValue())
                .isEqualTo(calibration.path("temperature").doubleValue());
        assertThat(scores.at("/calibration/error").doubleValue())
                .isCloseTo(calibration.path("error").doubleValue(), within(1e-5));
        assertThat(scores.at("/calibration/error_before").doubleValue())
                .isCloseTo(calibration.path("error_before").doubleValue(), within(1e-5));

        assertThat(folder.resolve("pages/errors.html"))
                .content()
                .contains("Errors of out", "majority class", "By length", "of 60 answers differ from their labels")
                .doesNotContain("src=", "href=");

        String grouped = Files.readAllLines(folder.resolve("dev.tsv")).stream()
                .map(line ->
                        line.startsWith("text\t") ? line + "\tland" : line + (line.length() % 3 == 0 ? "\tNO" : "\tDE"))
                .collect(java.util.stream.Collectors.joining("\n"));
        Files.writeString(folder.resolve("grouped.tsv"), grouped);
        Result byGroup = run(
                "evaluate", "--model", "out", "--data", "grouped.tsv", "--group-column", "land", "--json", "g.json");
        assertThat(byGroup.code()).as(byGroup.err()).isZero();
        assertThat(byGroup.out()).contains("land", "95 % interval", "gap", "dealt at random");
        assertThat(byGroup.err()).contains("few rows");
        JsonNode groups =
                JSON.readTree(Files.readString(folder.resolve("g.json"))).path("by_group");
        assertThat(groups.at("/groups/NO/rows").intValue()
                        + groups.at("/groups/DE/rows").intValue())
                .isEqualTo(60);
        assertThat(groups.at("/gap/value").doubleValue())
                .isCloseTo(
                        Math.abs(groups.at("/groups/NO/accuracy").doubleValue()
                                - groups.at("/groups/DE/accuracy").doubleValue()),
                        within(1e-12));
        assertFailed(
                run("evaluate", "--model", "out", "--data", "grouped.tsv", "--group-column", "lnd"),
                "did you mean \"land\"?");

        Result predicted =
                ElectraProcess.runWith(folder, "w10 w44\nw11 w44\n".getBytes(UTF_8), "predict", "--model", "out");
        assertThat(predicted.out().lines().map(line -> line.split("\t")[2]))
                .containsExactly("prediction", "good", "bad");
        assertThat(predicted.out()).startsWith("row\tid\tprediction\tprobability\n");
        assertThat(ElectraProcess.runWith(folder, "w10 w44\n".getBytes(UTF_8), "predict", "--model", "out", "--all")
                        .out())
                .startsWith("row\tid\tprediction\tprobability\tprobability:");
        Result table = run("predict", "--model", "out", "--data", "dev.tsv", "--format", "jsonl", "--out", "p.jsonl");
        assertThat(table.code()).as(table.err()).isZero();
        assertThat(Files.readAllLines(folder.resolve("p.jsonl"))).hasSize(60).allMatch(l -> l.contains("\"good\":"));

        String page = Files.readString(folder.resolve("out/report.html"));
        assertThat(page).contains("Errors of the model on the dev rows", "gold \\ predicted");
        assertThat(run("report", "out").code()).isZero();
        assertThat(folder.resolve("out/report.html")).hasContent(page);

        Result vector = ElectraProcess.runWith(folder, "w10\n\n".getBytes(UTF_8), "encode", "--model", "out");
        assertThat(vector.out().lines().map(line -> line.split("\t").length)).containsExactly(32, 32);

        assertFailed(
                ElectraProcess.runWith(folder, "w10\n".getBytes(UTF_8), "detect", "--model", "out"),
                "ElectraForSequenceClassification",
                "a discriminator");
        assertFailed(
                fineTune("--learning-rate", "2e-3", "--epochs", "2", "--seeds", "2", "--layerwise-decay", "1"),
                "begun with other settings: epochs is 2, was 5");
    }

    private static JsonNode keptTrial(JsonNode figures) {
        return figures.path("trials")
                .valueStream()
                .filter(trial -> trial.path("seed").equals(figures.path("kept_seed")))
                .findFirst()
                .orElseThrow();
    }

    /** Of more MB of text, most of it white space, than the heap has; the first words go round among seven, and so must the answers. */
    @Test
    void predict_ofMoreTextThanTheHeapHolds_answersInOrder() throws Exception {
        TinyTask.classifier(folder);
        try (OutputStream table = new GZIPOutputStream(Files.newOutputStream(folder.resolve("long.tsv.gz")))) {
            table.write("text\n".getBytes(UTF_8));
            writeLongTexts(table, 56);
        }
        Process ofTable = predict("-Xmx48m", "table.tsv", "--data", "long.tsv.gz", "--text-column", "text");
        Process ofLines = predict("-Xmx32m", "lines.tsv");
        try (OutputStream lines = ofLines.getOutputStream()) {
            writeLongTexts(lines, 40);
        }

        assertThat(List.of(ofTable.waitFor(), ofLines.waitFor())).containsExactly(0, 0);
        assertAnswered("table.tsv", 56);
        assertAnswered("lines.tsv", 40);
    }

    private Process predict(String heap, String out, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("predict", "--model", "classifier", "--precision", "fp32"));
        arguments.addAll(List.of("--out", out));
        arguments.addAll(List.of(more));
        return ElectraProcess.startWith(List.of(heap), folder, arguments.toArray(String[]::new));
    }

    private static void writeLongTexts(OutputStream out, int megabytes) throws IOException {
        String space = " ".repeat((1 << 20) / LONG_TEXTS);
        for (int i = 0; i < LONG_TEXTS * megabytes; i++) {
            out.write(("w" + (10 + i % 7) + space + "w20\n").getBytes(UTF_8));
        }
    }

    private void assertAnswered(String out, int megabytes) throws IOException {
        List<String[]> rows = Files.readAllLines(folder.resolve(out)).stream()
                .skip(1)
                .map(line -> line.split("\t"))
                .toList();
        assertThat(rows).hasSize(LONG_TEXTS * megabytes);
        assertThat(rows.subList(0, 7)).extracting(row -> row[3]).doesNotHaveDuplicates();
        for (int i = 0; i < rows.size(); i++) {
            assertThat(rows.get(i)[0]).isEqualTo(Integer.toString(i));
            assertThat(Double.parseDouble(rows.get(i)[3]))
                    .as("row %d of %s", i, out)
                    .isCloseTo(Double.parseDouble(rows.get(i % 7)[3]), within(2e-6));
        }
    }

    @Test
    void detect_givesEveryPieceOfEveryLine() throws Exception {
        Result result =
                ElectraProcess.runWith(folder, "w10 w44\n\nw7 zebra\n".getBytes(UTF_8), "detect", "--model", "model");
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out().lines().map(line -> line.replaceAll("\t[0-9.]+$", "")))
                .containsExactly(
                        "line\ttoken\tstart\tend\tprobability",
                        "0\tw10\t0\t3",
                        "0\tw44\t4\t7",
                        "2\tw7\t0\t2",
                        "2\t[UNK]\t3\t8");
    }

    @Test
    void badInput_isNamed() throws Exception {
        assertFailed(run("evaluate", "--model", "model", "--data", "dev.tsv"), "ElectraForPreTraining", "fine-tune it");
        Files.writeString(folder.resolve("one.tsv"), "text\tlabel\nw7\tgood\n");
        assertFailed(fineTune("--train", "one.tsv"), "one.tsv", "all 1 rows have the label \"good\"");
        Files.writeString(folder.resolve("odd.tsv"), "text\tlabel\nw7\tgod\n");
        assertFailed(fineTune("--dev", "odd.tsv"), "odd.tsv:2", "\"god\"", "did you mean \"good\"?");
        assertFailed(fineTune("--text-column", "sentence"), "train.tsv", "no column \"sentence\"");
        assertFailed(fineTune("--model", "nowhere"), "nowhere");
    }

    @Test
    void fileToChooseOn_leavesAllTrainingRowsToLearnFrom() throws Exception {
        TinyTask.table(folder.resolve("own.tsv"), 50, 3);

        Result trained = fineTune("--learning-rate", "2e-3,1e-4", "--select", "own.tsv", "--json", "f.json");

        assertThat(trained.code()).as(trained.err()).isZero();
        JsonNode figures = JSON.readTree(Files.readString(folder.resolve("f.json")));
        assertThat(figures.path("train_rows").intValue()).isEqualTo(400);
        assertThat(figures.path("selection_rows").intValue()).isEqualTo(50);
        assertThat(figures.path("dev_rows").intValue()).isEqualTo(60);
        Result none = fineTune("--select", "none.tsv", "--out", "other");
        assertThat(none.err()).contains("--select none.tsv: expected held-out, dev or a file of labelled rows");
        Result official =
                run("finetune --model model --task glue/cola --data . --select own.tsv --out other".split(" "));
        assertThat(official.err()).contains("leave out --select FILE");
        Result over = fineTune("--select", "own.tsv", "--json", "own.tsv");
        assertThat(over.err()).contains("--json own.tsv");
        assertThat(List.of(none.code(), official.code(), over.code())).containsExactly(2, 2, 2);
    }

    @Test
    void wrongUse_exitsWithTwo() throws Exception {
        for (Result result : List.of(
                fineTune("--task", "translation"),
                fineTune("--pooling", "mean", "--head", "huggingface"),
                fineTune("--recipe", "secret"),
                fineTune("--epochs", "0"),
                fineTune("--precision", "fp16"),
                run("predict", "--model", "model", "--precision", "fp16"),
                fineTune("--select", "test"),
                run("evaluate", "--model", "model", "--data", "dev.tsv", "--task", "similarity", "--report", "r.html"),
                fineTune("--sampling", "odd"),
                fineTune("--class-weights", "rare"),
                fineTune("--class-weights", "god=2"),
                fineTune("--threshold-for", "auc"),
                fineTune("--out-of-scope-label", "oos"),
                run("encode", "--model", "model", "--pooling", "max"))) {
            assertThat(result.code()).as(result.err()).isEqualTo(2);
            assertThat(result.err()).startsWith("electra: ").contains("electra help");
        }
        assertThat(folder.resolve("out")).doesNotExist();
    }
}
