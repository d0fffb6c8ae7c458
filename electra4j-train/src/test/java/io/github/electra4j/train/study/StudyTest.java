package io.github.electra4j.train.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.random.CounterRandom;
import io.github.electra4j.train.plan.EnergyMeter;
import io.github.electra4j.train.tensor.Precision;
import io.github.electra4j.train.tensor.Tensors;
import io.github.electra4j.train.tensor.TestDevice;
import io.github.electra4j.vocab.TokenizerOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Whole studies of tiny networks with budgets in tokens, on a made counter of energy, since few machines show theirs. */
class StudyTest {
    private static final double GRAMS_PER_KILOWATT_HOUR = 900;
    private static final int JOULES_A_STEP = 2;

    @TempDir
    private Path folder;

    /** A processor whose counter goes on by as many joules with each step of any run, until it can be read no more. */
    private final class Processor implements StudyListener {
        private final Path counter;
        private final int most;
        private final long pause;
        private final List<String> said = new ArrayList<>();
        private final List<String> compared = new ArrayList<>();
        private int steps;
        private int turns;
        private String arm = "";

        /**
         * @param most steps until the counter can be read no more
         * @param pause milliseconds that each step takes at least
         */
        Processor(String name, int most, long pause) throws IOException {
            this.most = most;
            this.pause = pause;
            Path zone = Files.createDirectories(folder.resolve(name).resolve("intel-rapl:0"));
            Files.writeString(zone.resolve("max_energy_range_uj"), "1000000000\n");
            counter = Files.writeString(zone.resolve("energy_uj"), "0\n");
        }

        @Override
        public void pretraining(double done, double total, String detail) {
            steps++;
            String now = detail.replaceFirst(",.*", "");
            turns += now.equals(arm) ? 0 : 1;
            arm = now;
            try {
                Files.writeString(counter, steps > most ? "none" : steps * JOULES_A_STEP + "000000\n");
                Thread.sleep(pause);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void comparing(int done, int total, String detail) {
            compared.add(done + "/" + total + " " + detail);
        }

        @Override
        public void said(String words) {
            said.add(words);
        }
    }

    private Path table(String name, int rows) throws IOException {
        CounterRandom random = CounterRandom.of(1, name);
        StringBuilder text = new StringBuilder("text\tlabel\n");
        for (int row = 0; row < rows; row++) {
            text.append(row % 2 == 0 ? "w10 w" : "w20 w")
                    .append(30 + random.nextInt(100))
                    .append(row % 2 == 0 ? "\tred\n" : "\tblue\n");
        }
        return Files.writeString(folder.resolve(name), text);
    }

    private StudyResults study(String out, double turnSeconds, Processor processor) throws IOException {
        return study(out, turnSeconds, processor, () -> false);
    }

    private StudyResults study(String out, double turnSeconds, Processor processor, BooleanSupplier stop)
            throws IOException {
        table("train.tsv", 24);
        table("dev.tsv", 12);
        Path declaration = Files.writeString(folder.resolve("mine.json"), """
                {"set": {"layers": 1, "hidden_size": 16, "heads": 2, "intermediate_size": 32, "embedding_size": 16, "batch": 2},
                 "arms": [{"name": "two stages", "set": {"strategy": "two-stage", "generator_size": 1.0}},
                          {"name": "masked LM", "set": {"objective": "masked-lm", "corrective_weight": 0.0}}],
                 "tasks": [{"name": "mine", "train": "train.tsv", "dev": "dev.tsv", "text_column": "text", "label_column": "label",
                            "rates": [0.003], "epochs": 1, "max_length": 16}]}
                """);
        Declaration declared = Declaration.read(declaration.toString(), null, Map.of());
        StudyJob job = new StudyJob(
                folder.resolve(out),
                declared,
                declared.measures(),
                List.of(ComputeBudget.parse("1000tokens"), ComputeBudget.parse("1500tokens")),
                List.of(1L),
                MadeExamples.of(60, "study test"),
                MadeExamples.of(4, "study test, held out"),
                MadeExamples.vocabulary(),
                TokenizerOptions.uncased(),
                List.of(),
                new Tensors(TestDevice.CHOSEN, Precision.FP32),
                1,
                turnSeconds,
                GRAMS_PER_KILOWATT_HOUR,
                "test");
        EnergyMeter meter = EnergyMeter.open(processor.counter.getParent().getParent());
        StudyResults results = new Study(job, processor, stop, meter).run();
        StudyReport.write(job.out().resolve("report.html"), results);
        return results;
    }

    /**
     * By turns of 0.15 seconds, of which each run takes several, and in one go. 900 g a kWh, which is 3.6 million
     * joules, are a quarter of a milligram a joule.
     */
    @Test
    void study_ofTokensRunTwice_givesTheSameTableButForTheEnergyThatIsKnown() throws IOException {
        Processor known = new Processor("known", Integer.MAX_VALUE, 10);
        JsonNode first = json(study("first", 0.15, known));
        assertThatThrownBy(() -> study("first", 0.15, known, () -> true))
                .isInstanceOf(CancellationException.class)
                .hasMessage(
                        "stopped at comparison 0 of 2; all training is saved, and the same command goes on to compare");
        Processor lost = new Processor("lost", 3, 0);
        JsonNode second = json(study("second", 60, lost));

        for (JsonNode arm : first.path("arms")) {
            JsonNode run = arm.path("runs").get(0);
            double joules = run.path("cost").path("joules").asDouble();
            assertThat(joules).isCloseTo(JOULES_A_STEP * run.path("steps").asDouble(), within(1e-6));
            assertThat(run.path("cost").path("grams_co2").asDouble()).isCloseTo(0.25e-3 * joules, within(1e-9));
        }
        for (JsonNode arm : second.path("arms")) {
            JsonNode cost = arm.path("runs").get(0).path("cost");
            assertThat(cost.path("joules").isNull() && cost.path("grams_co2").isNull())
                    .isTrue();
        }
        assertThat(known.turns).as("arms by turns, of two budgets").isGreaterThan(4);
        assertThat(lost.turns).isEqualTo(4);
        assertThat(known.said).isEmpty();
        assertThat(known.compared)
                .as("a comparison at either budget, told before and behind")
                .containsExactly(
                        "0/2 masked LM on mine",
                        "1/2 masked LM on mine",
                        "1/2 masked LM on mine",
                        "2/2 masked LM on mine");
        assertThat(lost.said).anyMatch(words -> words.startsWith("energy is not known from here on: "));
        assertThat(first.path("grams_co2_per_kwh").asDouble()).isEqualTo(GRAMS_PER_KILOWATT_HOUR);
        assertThat(withoutCost(first)).isEqualTo(withoutCost(second));
        assertThat(folder.resolve("first/report.html"))
                .content()
                .contains("mine by tokens", "mine by joules", "CO2 is 900 g for each kWh")
                .doesNotContain(">unknown<");
        assertThat(folder.resolve("second/report.html"))
                .content()
                .contains("mine by tokens", ">unknown<")
                .doesNotContain("mine by joules");
    }

    private static JsonNode json(StudyResults results) {
        return JsonMapper.shared().valueToTree(StudyJson.of(results));
    }

    private static JsonNode withoutCost(JsonNode table) {
        for (JsonNode arm : table.path("arms")) {
            arm.path("runs").forEach(run -> ((ObjectNode) run).remove("cost"));
        }
        return table;
    }
}
