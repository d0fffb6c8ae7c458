package io.github.electra4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.train.pretrain.ConfigFiles;
import io.github.electra4j.train.pretrain.PretrainingPlan;
import io.github.electra4j.train.tensor.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PlanAndReportTest {
    @TempDir
    Path folder;

    @Test
    void plan_withoutMeasurement_writesTheCountedFigures() throws IOException {
        Path json = folder.resolve("plan.json");

        int code = Main.run(
                "plan",
                "--config",
                "tiny",
                "--steps",
                "100",
                "--precision",
                "fp32",
                "--no-measure",
                "--json",
                json.toString());

        JsonNode figures = JsonMapper.shared().readTree(Files.readString(json));
        assertThat(code).isZero();
        assertThat(figures.path("tokens").asLong()).isEqualTo(100L * 64 * 64);
        assertThat(figures.path("fits").asBoolean()).isTrue();
        assertThat(figures.has("seconds")).isFalse();
    }

    /** As counted by hand in {@code PretrainingPlanTest}; the default has another generator. */
    @Test
    void plan_ofSmallByTheReferenceRecipe_isThePublishedSmall() throws IOException {
        Path json = folder.resolve("plan.json");
        List<Long> parameters = new ArrayList<>();

        for (String recipe : List.of("reference", "default")) {
            Main.run("plan", "--config", "small", "--recipe", recipe, "--no-measure", "--json", json.toString());
            parameters.add(JsonMapper.shared()
                    .readTree(Files.readString(json))
                    .path("parameters")
                    .asLong());
        }

        assertThat(parameters.get(0)).isEqualTo(14_196_219);
        assertThat(parameters.get(1)).isNotEqualTo(parameters.get(0));
    }

    @Test
    void plan_ofWhatCannotFit_failsBeforeAnyStep() throws IOException {
        Path json = folder.resolve("plan.json");

        int code = Main.run(
                "plan",
                "--config",
                "large",
                "--batch",
                "1000000",
                "-q",
                "--precision",
                "fp32",
                "--json",
                json.toString());

        assertThat(code).isEqualTo(1);
        JsonNode figures = JsonMapper.shared().readTree(Files.readString(json));
        assertThat(figures.path("fits").asBoolean()).isFalse();
        assertThat(figures.has("seconds")).isFalse();
    }

    @Test
    void refusals_nameWhatIsAByteShort() throws IOException {
        PretrainingPlan plan =
                new PretrainingPlan(ConfigFiles.resolve(ConfigFiles.read("small"), "small"), 30_522, Precision.FP32, 2);
        long memory = plan.memoryBytes();
        long disk = plan.diskBytes();

        assertThat(PlanCommand.refusals(plan, memory, disk)).isEmpty();
        assertThat(PlanCommand.refusals(plan, memory, disk - 1)).singleElement().satisfies(words -> assertThat(words)
                .contains("of disk", "free some or choose another --out"));
        assertThat(PlanCommand.refusals(plan, memory - 1, disk)).singleElement().satisfies(words -> assertThat(words)
                .contains("of memory"));
    }

    @Test
    void plan_ofAnUnknownSetting_isWrongUse() {
        assertThat(Main.run("plan", "--config", "tiny", "--set", "hiden_size=3", "--no-measure"))
                .isEqualTo(2);
    }

    /** The same of both commands, from --set and from a file, before anything is read or made. */
    @Test
    void planAndPretrain_headsThatDoNotDivideTheHiddenSize_areWrongUse() throws IOException {
        Map<String, Object> values = new TreeMap<>(ConfigFiles.read("tiny"));
        values.put("heads", 3);
        Path file = Files.writeString(
                folder.resolve("three.json"), JsonMapper.shared().writeValueAsString(values));
        String out = folder.resolve("run").toString();

        for (String[] config :
                new String[][] {{"--config", "tiny", "--set", "heads=3"}, {"--config", file.toString()}}) {
            for (String[] command : new String[][] {
                {"plan", "--no-measure"},
                {"pretrain", "--examples", folder.resolve("none").toString(), "--out", out}
            }) {
                List<Integer> codes = new ArrayList<>();
                String err = ErrorOutput.of(() -> codes.add(Main.run(
                        Stream.of(command, config).flatMap(Arrays::stream).toArray(String[]::new))));

                assertThat(codes).as(err).containsExactly(2);
                assertThat(err)
                        .contains(config.length > 2 ? "--set heads: 3" : config[1] + ": heads: 3")
                        .contains("heads: 3, expected a divisor of hidden_size, 128");
            }
        }
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void report_ofTwoRunsStillGoing_writesOneFileOfBoth() throws IOException {
        Path first = run("first");
        Path second = run("second");
        Path html = folder.resolve("both.html");

        int code = Main.run("report", first.toString(), second.toString(), "--out", html.toString(), "-q");

        assertThat(code).isZero();
        assertThat(html).content().contains("first", "second", "<svg");
    }

    @Test
    void report_ofAFolderWithoutRun_fails() {
        assertThat(Main.run("report", folder.toString(), "-q")).isEqualTo(1);
    }

    private Path run(String name) throws IOException {
        Path run = Files.createDirectories(folder.resolve(name));
        Files.writeString(run.resolve("metrics.jsonl"), """
                {"kind":"train","step":1,"seconds":1.0,"loss":3.0}
                {"kind":"train","step":2,"seconds":2.0,"loss":2.0}
                {"kind":"train","step":3,"sec""");
        return run;
    }
}
