package io.github.electra4j.train.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.electra4j.checkpoint.Revision;
import io.github.electra4j.examples.MemoryExamples;
import io.github.electra4j.train.pretrain.Pretrainer.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a run needs to begin in a directory, and what the directory already holds. */
class RunStartTest extends PretrainerFixture {
    @Test
    void run_otherSettingsInTheSameDirectory_areRefusedByName() throws IOException {
        run(job("run", config(Strategy.JOINT), null), QUIET);
        PretrainingJob other =
                job("run", Configs.tiny("steps", STEPS, "learningRate", 0.5, "batch", 3, "accumulation", 2), null);

        assertThatThrownBy(() -> run(other, QUIET))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("batch was 4, asked for is 3")
                .hasMessageContaining("learning_rate was")
                .hasMessageContaining("--out");
    }

    /** 2^53 and the number behind it are one number in floating point. */
    @Test
    void requireSame_seedsThatDifferBeyondFloatingPoint_areTwoSeeds() throws IOException {
        new RunDescription(Map.of("seed", 9_007_199_254_740_992L)).write(folder);
        RunDescription stored = RunDescription.read(folder);

        assertThatThrownBy(() -> stored.requireSame(new RunDescription(Map.of("seed", 9_007_199_254_740_993L)), folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("seed was 9007199254740992, asked for is 9007199254740993");
        assertThat(stored.isSame(new RunDescription(Map.of("seed", 9_007_199_254_740_992L))))
                .isTrue();
        assertThat(new RunDescription(Map.of("clip", 1)).isSame(new RunDescription(Map.of("clip", 1.0))))
                .isTrue();
    }

    @Test
    void run_budget_becomesStepsOnceAndIsNotEstimatedAgain() throws IOException {
        PretrainingJob job = job("budget", config(Strategy.TWO_STAGE), 0.2);
        List<Long> totals = new ArrayList<>();
        PretrainingListener listener = new PretrainingListener() {
            @Override
            public void started(long done, long steps) {
                totals.add(steps);
            }
        };

        new Pretrainer(job, listener, () -> totals.size() == 1).run();
        new Pretrainer(job, listener, () -> true).run();

        assertThat(totals).hasSize(2);
        assertThat(totals.get(0)).isPositive().isEqualTo(totals.get(1));
    }

    @Test
    void run_budgetForMoreThanTheConfigurationsSteps_takesThose() throws IOException {
        PretrainingConfig config = config(Strategy.TWO_STAGE);
        List<Long> totals = new ArrayList<>();
        PretrainingListener listener = new PretrainingListener() {
            @Override
            public void started(long done, long steps) {
                totals.add(steps);
            }
        };

        new Pretrainer(job("rich", config, 60.0), listener, () -> true).run();

        assertThat(totals).containsExactly(config.steps());
    }

    @Test
    void run_inTheFolderThatAPointStandsFor_givesItsModelsTheNameOfTheFolder() throws IOException {
        run(job("mine/.", Configs.tiny("steps", 1L), null), QUIET);

        assertThat(folder.resolve("mine/discriminator/MODEL_CARD.md")).content().contains("\n# mine discriminator\n");
    }

    @Test
    void run_noExamples_isRefused() {
        PretrainingJob empty = job("empty", config(Strategy.JOINT), null, new MemoryExamples(), new MemoryExamples());

        assertThatThrownBy(() -> run(empty, QUIET))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no examples");
    }

    /** A run that has saved nothing has nothing to lose: what failed at its start is corrected in the same directory. */
    @Test
    void run_otherSettingsBeforeAnythingWasSaved_beginsAnew() throws IOException {
        List<String> heard = new ArrayList<>();
        PretrainingListener listener = new PretrainingListener() {
            @Override
            public void begunAgain() {
                heard.add("again");
            }
        };
        assertThatThrownBy(() -> run(job("unsaved", config(Strategy.JOINT), null), breakingOffAfter(1)))
                .hasMessage("killed");

        Outcome outcome = run(job("unsaved", Configs.tiny("steps", 2L), null), listener);

        assertThat(outcome.steps()).isEqualTo(2);
        assertThat(heard).containsExactly("again");
        assertThat(RunDescription.read(folder.resolve("unsaved")).values()).containsEntry("steps", 2);
    }

    @Test
    void run_damagedDescription_saysWhatToDoAndKeepsTheStates() throws IOException {
        PretrainingJob job = job("damaged", config(Strategy.JOINT), null);
        run(job, QUIET);
        Files.writeString(folder.resolve("damaged/run.json"), "{\"seed\": 1,");

        assertThatThrownBy(() -> run(job, QUIET))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("run.json: not valid JSON")
                .hasMessageContaining("delete this file alone")
                .message()
                .doesNotContain("Source", "REDACTED", "Feature");
        Files.delete(folder.resolve("damaged/run.json"));
        assertThat(run(job, QUIET).finished()).isTrue();
    }

    /** Networks of some 100 PB, more than any disk holds: neither they nor a description of the run are begun. */
    @Test
    void run_thatTheDiskCannotHold_isRefusedBeforeAnythingElse() {
        PretrainingJob job = job("large", Configs.tiny("steps", 10L, "hiddenSize", 100_000_000), 60.0);

        assertThatThrownBy(() -> run(job, QUIET))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("large: a run of ")
                .hasMessageContaining(" of disk, ")
                .hasMessageContaining("free some or choose another folder");
        assertThat(folder.resolve("large")).isEmptyDirectory();
    }

    /** A run may be gone on with by another revision. */
    @Test
    void run_ofABuildInAClone_namesItsRevision() throws IOException {
        PretrainingJob job = job("revision", Configs.tiny("steps", 1L), null);
        run(job, QUIET);

        assertThat(RunDescription.read(folder.resolve("revision")).values().get("revision"))
                .isEqualTo(Revision.ofElectra4j());
        Path file = folder.resolve("revision/run.json");
        Files.writeString(file, Files.readString(file).replaceFirst("\"revision\" : .*", "\"revision\" : \"other\""));
        assertThat(run(job, QUIET).finished()).isTrue();
    }

    @Test
    void requireSameSettings_ofAnotherSeed_isRefusedBeforeExamplesAreMade() throws IOException {
        PretrainingConfig config = Configs.tiny("steps", 2L);
        Path run = folder.resolve("same");
        Pretrainer.requireSameSettings(run, config, null, 1);
        PretrainingJob job = job("same", config, null);
        run(job, QUIET);

        Pretrainer.requireSameSettings(run, config, null, job.seed());
        assertThatThrownBy(() -> Pretrainer.requireSameSettings(run, config, null, job.seed() + 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("seed was " + job.seed() + ", asked for is " + (job.seed() + 1));
        assertThatThrownBy(() -> Pretrainer.requireSameSettings(run, config, 60.0, job.seed()))
                .hasMessageContaining("budget_seconds was null, asked for is 60.0");
    }
}
