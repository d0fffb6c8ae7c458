package io.github.electra4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.cli.ElectraProcess.Result;
import io.github.electra4j.random.CounterRandom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A study as a process, on text and a task that are made here. */
class StudyIT {
    private static final String BUDGET = "2e8flops";

    /** Has the finished study that several tests compare with, or go on from. */
    @TempDir
    private static Path shared;

    @TempDir
    private Path folder;

    @BeforeAll
    static void wholeStudy() throws Exception {
        textTaskAndDeclaration(shared);
        run(shared, command("whole"));
    }

    @BeforeEach
    void textTaskAndDeclaration() throws IOException {
        textTaskAndDeclaration(folder);
    }

    private static void textTaskAndDeclaration(Path folder) throws IOException {
        CounterRandom random = CounterRandom.of(3, "study test");
        StringBuilder text = new StringBuilder();
        for (int line = 0; line < 600; line++) {
            for (int i = 5 + random.nextInt(15); i > 0; i--) {
                text.append('w').append(10 + random.nextInt(90)).append(' ');
            }
            text.append("\n\n");
        }
        Files.writeString(folder.resolve("text.txt"), text);
        TinyTask.table(folder.resolve("train.tsv"), 80, 1);
        TinyTask.table(folder.resolve("dev.tsv"), 60, 2);
        Files.writeString(folder.resolve("mine.json"), """
                {"title": "mine", "published": "made up",
                 "set": {"layers": 1, "hidden_size": 16, "heads": 2, "intermediate_size": 32, "embedding_size": 16, "batch": 8,
                         "length": 32},
                 "reference": "one",
                 "arms": [{"name": "one", "published": 12.5},
                          {"name": "two", "set": {"objective": "masked-lm", "strategy": "joint", "corrective_weight": 0.0}}],
                 "tasks": [{"name": "tiny", "train": "train.tsv", "dev": "dev.tsv", "text_column": "text",
                            "label_column": "label", "rates": [0.003, 0.01], "epochs": 2, "held_out": 0.2, "max_length": 32}],
                 "pairs": [{"name": "order", "data": "pairs.jsonl"}]}
                """);
        Files.writeString(folder.resolve("pairs.jsonl"), """
                {"good": "w17 w23 w40", "bad": "w23 w23 w23"}
                {"good": "w55 w61", "bad": "unheard"}
                {"good": "w12 w13 w14 w15", "bad": "w12 w12 w12 w12"}
                """);
    }

    private static List<String> command(String out) {
        return new ArrayList<>(List.of(
                "study",
                "mine.json",
                "--text",
                "text.txt",
                "--vocab-size",
                "150",
                "--budget",
                BUDGET,
                "--seeds",
                "2",
                "--turn",
                "1s",
                "--out",
                out,
                "--precision",
                "fp32",
                "--quiet"));
    }

    private Result run(List<String> command) throws IOException, InterruptedException {
        return run(folder, command);
    }

    private static Result run(Path folder, List<String> command) throws IOException, InterruptedException {
        Result result = ElectraProcess.run(folder, command.toArray(String[]::new));
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
        return result;
    }

    /** A copy of the finished study, to go on from. */
    private void copyOfWhole(String out) throws IOException {
        Path from = shared.resolve("whole");
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(
                        file, folder.resolve(out).resolve(from.relativize(file).toString()));
            }
        }
    }

    private JsonNode table(String out) throws IOException {
        return tableIn(folder.resolve(out));
    }

    /** The table of a study without what depends on the machine and the time. */
    private static JsonNode tableIn(Path study) throws IOException {
        JsonNode json = JsonMapper.shared().readTree(Files.readString(study.resolve("results.json")));
        for (JsonNode arm : json.path("arms")) {
            for (JsonNode run : arm.path("runs")) {
                assertThat(run.path("cost").path("seconds").asDouble() > 0)
                        .isEqualTo(run.path("broken").isNull());
                ((ObjectNode) run).remove("cost");
            }
        }
        return json;
    }

    @Test
    void study_runTwice_givesTheSameTableAtEqualCompute() throws Exception {
        Result result = run(command("second"));

        JsonNode table = table("second");
        assertThat(table).isEqualTo(tableIn(shared.resolve("whole")));
        assertThat(table.path("arms")).hasSize(2);
        for (JsonNode arm : table.path("arms")) {
            assertThat(arm.path("runs")).hasSize(2);
            for (JsonNode run : arm.path("runs")) {
                assertThat(run.path("flops").asDouble()).isBetween(0.98 * 2e8, 1.02 * 2e8);
                assertThat(run.path("scores").path("tiny").asDouble()).isBetween(0.0, 1.0);
            }
        }
        for (JsonNode arm : table.path("arms")) {
            String model = arm.path("name").asString().equals("one") ? "discriminator" : "encoder";
            for (JsonNode run : arm.path("runs")) {
                // Figures of --json have six digits.
                assertThat(run.path("scores").path("order").asDouble())
                        .isCloseTo(
                                accuracy("second/runs/" + arm.path("name").asString() + "/2e8flops/seed-"
                                        + run.path("seed").asString() + "/pretraining/" + model),
                                within(1e-6));
            }
        }
        assertThat(table.path("majority").path("order").asDouble()).isEqualTo(0.5);
        assertThat(table.path("arms").get(0).path("published").asDouble()).isEqualTo(12.5);
        assertThat(table.path("comparisons").get(0).path("arm").asString()).isEqualTo("two");
        assertThat(table.path("untrained").path("tiny").path("mean").asDouble()).isBetween(0.0, 1.0);
        assertThat(result.out()).contains("one", "two", "untrained", "against one");
        assertThat(folder.resolve("second/report.html")).content().contains("Published: made up.", "Against one");
    }

    /** What {@code electra score} says of the pairs. */
    private double accuracy(String model) throws IOException, InterruptedException {
        run(List.of("score", "--model", model, "--data", "pairs.jsonl", "--json", "pairs.json", "--quiet"));
        return JsonMapper.shared()
                .readTree(Files.readString(folder.resolve("pairs.json")))
                .path("accuracy")
                .asDouble();
    }

    /** Killed amid its first fine-tuning, then wherever it is, again and again, until it comes to its end between two kills. */
    @Test
    void study_killedAgainAndAgain_endsWithTheSameTable() throws Exception {
        CounterRandom random = CounterRandom.of(5, "study kills");
        String[] command = command("killed").toArray(String[]::new);
        Process tuning = ElectraProcess.startUnread(folder, command);
        Path begun = folder.resolve("killed/runs/one/2e8flops/seed-1/tiny");
        while (tuning.isAlive() && !Files.exists(begun)) {
            Thread.sleep(1);
        }
        tuning.destroyForcibly().waitFor();
        assertThat(begun).isDirectory();
        assertThat(begun.resolve("results.json")).doesNotExist();
        int kills = 1;
        for (; kills < 6; kills++) {
            Process process = ElectraProcess.startUnread(folder, command);
            if (process.waitFor(2000 + random.nextInt(4000) + 1000L * kills, TimeUnit.MILLISECONDS)) {
                break;
            }
            process.destroyForcibly().waitFor();
        }
        run(command("killed"));

        assertThat(table("killed")).isEqualTo(tableIn(shared.resolve("whole")));
    }

    @Test
    void study_askedForMoreSeeds_keepsWhatIsDone() throws Exception {
        List<String> one = command("grown");
        one.set(one.indexOf("--seeds") + 1, "1");
        run(one);
        JsonNode first = table("grown").path("arms").get(0).path("runs").get(0);
        var written = Files.getLastModifiedTime(folder.resolve("grown/runs/one/2e8flops/seed-1/record.json"));

        run(command("grown"));

        assertThat(table("grown").path("arms").get(0).path("runs").get(0)).isEqualTo(first);
        assertThat(Files.getLastModifiedTime(folder.resolve("grown/runs/one/2e8flops/seed-1/record.json")))
                .isEqualTo(written);
    }

    /** A declaration that had the better text and the worse one the wrong way round, mended: three pairs are never half right. */
    @Test
    void study_whosePairsAreOfOtherColumns_asksThemAnew() throws Exception {
        copyOfWhole("turned");
        double first = order("turned");
        Path declaration = folder.resolve("mine.json");
        Files.writeString(
                declaration,
                Files.readString(declaration)
                        .replace(
                                "\"pairs.jsonl\"",
                                "\"pairs.jsonl\", \"good_column\": \"bad\", \"bad_column\": \"good\""));

        run(command("turned"));

        assertThat(order("turned")).isCloseTo(1 - first, within(1e-6));
    }

    private double order(String out) throws IOException {
        return table(out)
                .path("arms")
                .get(0)
                .path("runs")
                .get(0)
                .path("scores")
                .path("order")
                .asDouble();
    }

    /** Weights of a rate beyond all measure are no numbers from the second step on. */
    @Test
    void study_withAnArmThatBreaksDown_goesOnAndLeavesItWithoutScores() throws Exception {
        Path declaration = folder.resolve("mine.json");
        Files.writeString(
                declaration, Files.readString(declaration).replace("0.0}}", "0.0, \"learning_rate\": 1e30}}"));
        Result result = run(command("mad"));

        JsonNode held = table("mad").path("arms").get(0);
        assertThat(held.path("scores").path("tiny").path("mean").asDouble()).isBetween(0.0, 1.0);
        JsonNode broken = table("mad").path("arms").get(1);
        assertThat(broken.path("scores").properties()).isEmpty();
        assertThat(broken.path("runs").get(0).path("broken").asString()).contains("training has broken down");
        assertThat(table("mad").path("comparisons")).isEmpty();
        assertThat(result.out()).contains("broken down: two, seed 1");
        assertThat(folder.resolve("mad/report.html")).content().contains("Broken down: two, seed 2");
        assertThat(run(command("mad")).out()).isEqualTo(result.out());
    }

    @Test
    void study_whoseReferenceBreaksDown_saysThatNothingCanBeCompared() throws Exception {
        Path declaration = folder.resolve("mine.json");
        Files.writeString(
                declaration,
                Files.readString(declaration)
                        .replace("{\"name\": \"one\",", "{\"name\": \"one\", \"set\": {\"learning_rate\": 1e30},"));

        Result result = ElectraProcess.run(folder, command("mad").toArray(String[]::new));

        assertThat(result.code()).isNotZero();
        assertThat(result.err()).contains("one: every run of the reference has broken down", "learning_rate");
    }

    @Test
    void study_ofWrongUse_saysWhatToDo() throws Exception {
        Result budget = ElectraProcess.run(folder, "study", "mine.json", "--budget", "2e9", "--out", "x");
        assertThat(budget.code()).isEqualTo(2);
        assertThat(budget.err()).contains("--budget 2e9: expected operations such as 2e13flops");
        Result name = ElectraProcess.run(folder, "study", "objectivs", "--out", "x");
        assertThat(name.code()).isEqualTo(2);
        assertThat(name.err()).contains("did you mean objectives?");
        Result tasks = ElectraProcess.run(folder, "study", "bert", "--text", "text.txt", "--out", "x");
        assertThat(tasks.code()).isEqualTo(2);
        assertThat(tasks.err()).contains("--tasks: the declaration names no tasks");
        Files.writeString(folder.resolve("Kaputt.json"), "\uFEFF{\"tasks\": []}");
        Result broken = ElectraProcess.run(folder, "study", "bert", "--tasks", "Kaputt.json", "--out", "x");
        assertThat(broken.code()).isEqualTo(1);
        assertThat(broken.err()).startsWith("electra: Kaputt.json: tasks: expected a list of at least one task");
        Result missing = ElectraProcess.run(folder, "study", "bert", "--tasks", "none.json", "--out", "x");
        assertThat(missing.code()).isEqualTo(1);
        assertThat(missing.err()).contains("none.json").doesNotContain("\tat ");
        assertThat(folder.resolve("x")).doesNotExist();
    }

    private Result refused(List<String> command, String words) throws IOException, InterruptedException {
        Result result = ElectraProcess.run(folder, command.toArray(String[]::new));
        assertThat(result.err()).contains(words).doesNotContain("\tat ");
        assertThat(result.code()).isPositive();
        return result;
    }

    /** Nothing of somebody's is overwritten, nothing is begun for a task that cannot be read or a budget that arms cannot keep alike. */
    @Test
    void study_thatCannotBe_isRefusedBeforeAnythingIsMade() throws Exception {
        Path foreign = Files.createDirectory(folder.resolve("foreign"));
        Files.writeString(foreign.resolve("report.html"), "mine");
        refused(command("foreign"), "foreign: holds report.html and no study");
        assertThat(foreign.resolve("report.html")).hasContent("mine");

        Files.writeString(folder.resolve("dev.tsv"), "text\tlabel\nw10 w20\tugly\n");
        refused(command("late"), "task tiny: ");
        assertThat(folder.resolve("late")).doesNotExist();
    }

    /** What is asked for under other settings changes nothing of what is there: the first command goes on. */
    @Test
    void study_underOtherSettings_isRefusedAndTheFirstGoesOn() throws Exception {
        copyOfWhole("begun");
        JsonNode table = table("begun");
        List<String> other = command("begun");
        other.set(other.indexOf("fp32"), "bf16");
        refused(other, "this study was begun in fp32, asked for is bf16");
        List<String> settings = command("begun");
        settings.set(settings.indexOf("--budget") + 1, "4e8flops," + BUDGET);
        settings.addAll(List.of("--set", "clip=2"));
        refused(settings, "clip was 1.0, asked for is 2.0");
        assertThat(folder.resolve("begun/runs/one/4e8flops")).doesNotExist();
        List<String> replicas = new ArrayList<>(command("begun"));
        replicas.set(replicas.indexOf("--budget") + 1, "4e8flops," + BUDGET);
        replicas.addAll(
                List.of("--replicas", Integer.toString(1 + Runtime.getRuntime().availableProcessors())));
        refused(replicas, "replicas was ");
        assertThat(folder.resolve("begun/runs/one/4e8flops")).doesNotExist();
        List<String> tiny = command("begun");
        tiny.set(tiny.indexOf("--budget") + 1, "1e3flops");
        refused(tiny, "--budget 1e3flops: one comes no nearer to it than");

        run(command("begun"));

        assertThat(table("begun")).isEqualTo(table);
    }

    /** Arms of other names have runs of their own, but the untrained network is one, and has the shape of the reference. */
    @Test
    void study_whoseReferenceHasAnotherShapeThanTheUntrainedNetwork_isRefusedBeforeAnythingIsTrained()
            throws Exception {
        copyOfWhole("begun");
        Path declaration = folder.resolve("mine.json");
        Files.writeString(
                declaration,
                Files.readString(declaration)
                        .replace("\"one\"", "\"wide\"")
                        .replace("\"two\"", "\"wide masked\"")
                        .replace("\"hidden_size\": 16", "\"hidden_size\": 32"));

        refused(command("begun"), "was begun with other settings: model_sha256 is \"ElectraConfig[");

        assertThat(folder.resolve("begun/runs/wide")).doesNotExist();
    }
}
