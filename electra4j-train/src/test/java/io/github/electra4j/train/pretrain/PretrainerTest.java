package io.github.electra4j.train.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.electra4j.checkpoint.Revision;
import io.github.electra4j.checkpoint.SafeTensors;
import io.github.electra4j.examples.MemoryExamples;
import io.github.electra4j.random.CounterRandom;
import io.github.electra4j.train.model.Encoder.Sharing;
import io.github.electra4j.train.pretrain.Pretrainer.Outcome;
import io.github.electra4j.train.pretrain.PretrainingJob.Cadence;
import io.github.electra4j.train.tensor.Device;
import io.github.electra4j.train.tensor.Precision;
import io.github.electra4j.train.tensor.Tensors;
import io.github.electra4j.vocab.TokenizerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PretrainerTest {
    private static final long STEPS = 6;

    private static final PretrainingListener QUIET = new PretrainingListener() {};

    @TempDir
    Path folder;

    /** Broken off at each step in turn, in both stages, as by a kill: what is gone on with ends with the same bytes. */
    @Test
    void run_brokenOffAtEveryStep_endsWithTheBitsOfOneNeverBrokenOff() throws IOException {
        PretrainingConfig config = config(Strategy.TWO_STAGE);
        Outcome whole = run(job("whole", config, null), QUIET);
        assertThat(whole.finished()).isTrue();
        assertThat(whole.steps()).isEqualTo(STEPS);

        PretrainingJob job = job("broken", config, null);
        for (long at = 1; at <= STEPS; at++) {
            long last = at;
            assertThatThrownBy(() -> run(job, breakingOffAfter(last))).hasMessage("killed");
        }
        Outcome resumed = run(job, QUIET);

        assertThat(resumed.finished()).isTrue();
        assertThat(resumed.tokens()).isEqualTo(whole.tokens());
        assertThat(resumed.flops()).isEqualTo(whole.flops());
        assertThat(resumed.figures()).isEqualTo(whole.figures());
        assertThat(weights("broken", "generator")).isEqualTo(weights("whole", "generator"));
        assertThat(weights("broken", "discriminator")).isEqualTo(weights("whole", "discriminator"));
    }

    @Test
    void run_generatorOnly_exportsNoDiscriminator() throws IOException {
        Outcome outcome =
                run(job("masked-lm", Configs.tiny("strategy", Strategy.GENERATOR_ONLY, "steps", 1L), null), QUIET);

        assertThat(outcome.figures()).containsKey("generator_loss").doesNotContainKey("discriminator_loss");
        assertThat(folder.resolve("masked-lm/generator/model.safetensors")).exists();
        assertThat(folder.resolve("masked-lm/discriminator")).doesNotExist();
    }

    /** Runs of as many steps as there are stages: another rate gives other weights only where the step learned something. */
    @ParameterizedTest
    @CsvSource({
        "JOINT, 1, learningRate, discriminator",
        "GENERATOR_ONLY, 1, learningRate, generator",
        "TWO_STAGE, 2, learningRate, generator",
        "TWO_STAGE, 2, secondStageRate, discriminator"
    })
    void run_oneStepAStage_learnsInIt(Strategy strategy, long steps, String key, String network) throws IOException {
        for (double rate : new double[] {0, 0.01}) {
            Map<String, Object> values = new TreeMap<>(Map.of(
                    "strategy",
                    strategy,
                    "steps",
                    steps,
                    "embeddings",
                    Sharing.SEPARATE,
                    "generatorHiddenSize",
                    32,
                    "generatorHeads",
                    4,
                    "generatorIntermediateSize",
                    64,
                    "freezeGenerator",
                    true));
            values.put(key, rate);
            Object[] namesAndValues = values.entrySet().stream()
                    .flatMap(entry -> Stream.of(entry.getKey(), entry.getValue()))
                    .toArray();
            run(job("rate-" + rate, Configs.tiny(namesAndValues), null), QUIET);
        }

        assertThat(weights("rate-0.01", network)).isNotEqualTo(weights("rate-0.0", network));
    }

    @Test
    void run_toldToStop_savesAndGoesOnFromThere() throws IOException {
        PretrainingJob job = job("stopped", config(Strategy.JOINT), null);
        List<Long> started = new ArrayList<>();
        List<Long> stepped = new ArrayList<>();
        PretrainingListener listener = new PretrainingListener() {
            @Override
            public void started(long done, long steps) {
                started.add(done);
            }

            @Override
            public void stepped(long step, long tokens, double flopsPerSecond) {
                stepped.add(step);
            }
        };

        Outcome first = new Pretrainer(job, listener, () -> stepped.size() == 4).run();
        Outcome second = new Pretrainer(job, listener, () -> false).run();
        Outcome third = new Pretrainer(job, listener, () -> false).run();

        assertThat(first.finished()).isFalse();
        assertThat(second.finished()).isTrue();
        assertThat(third.finished()).isTrue();
        assertThat(started).containsExactly(0L, 4L, 6L);
        assertThat(stepped).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    }

    /** The faithful architecture writes exactly the tensors that Hugging Face's classes wrote into the fixture. */
    @Test
    void run_faithfulArchitecture_exportsTheNamesAndShapesOfHuggingFace() throws IOException {
        run(job("faithful", Configs.tiny("steps", 1L), null), QUIET);

        for (String network : List.of("generator", "discriminator")) {
            try (SafeTensors ours = SafeTensors.open(
                            folder.resolve("faithful").resolve(network).resolve("model.safetensors"));
                    SafeTensors theirs =
                            SafeTensors.open(Path.of("src/test/resources/huggingface", network, "model.safetensors"))) {
                assertThat(ours.names()).containsExactlyInAnyOrderElementsOf(theirs.names());
                for (String name : ours.names()) {
                    assertThat(ours.shape(name)).as(name).isEqualTo(theirs.shape(name));
                }
            }
        }
    }

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
    void run_stoppedBeforeItsFirstStep_leavesNoModel() throws IOException {
        PretrainingJob job = job("stopped", config(Strategy.JOINT), null);

        Pretrainer.Outcome outcome = new Pretrainer(job, QUIET, () -> true).run();

        assertThat(outcome.finished()).isFalse();
        assertThat(outcome.steps()).isZero();
        assertThat(job.run().resolve("discriminator")).doesNotExist();
        assertThat(job.run().resolve("generator")).doesNotExist();
    }

    @Test
    void run_noExamples_isRefused() {
        PretrainingJob empty = job("empty", config(Strategy.JOINT), null, new MemoryExamples(), new MemoryExamples());

        assertThatThrownBy(() -> run(empty, QUIET))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no examples");
    }

    /** One document gives examples to train on and none to hold out. */
    @Test
    void run_noHeldOutExamples_measuresOnTrainingExamplesAndCallsThemSo() throws IOException {
        PretrainingJob job = job("alone", config(Strategy.JOINT), null, examples(10, "train"), new MemoryExamples());

        Outcome outcome = run(job, QUIET);

        assertThat(outcome.finished()).isTrue();
        assertThat(outcome.measuredOn()).isEqualTo("training examples");
        assertThat(outcome.figures()).containsKeys("generator_loss", "discriminator_loss");
        assertThat(folder.resolve("alone/discriminator/MODEL_CARD.md"))
                .content()
                .contains("| training examples | loss |")
                .doesNotContain("held-out examples");
        assertThat(folder.resolve("alone/metrics.jsonl")).content().doesNotContain("\"eval\"");
    }

    @Test
    void run_heldOutExamples_areWhatTheModelCardNames() throws IOException {
        Outcome outcome = run(job("held-out", config(Strategy.JOINT), null), QUIET);

        assertThat(outcome.measuredOn()).isEqualTo("held-out examples");
        assertThat(folder.resolve("held-out/generator/MODEL_CARD.md"))
                .content()
                .contains("| held-out examples | loss |");
    }

    /** Measured every other step, stopped behind the third: the figures are those that the saved state gives, not those of step 2. */
    @Test
    void run_stoppedBetweenMeasurements_hasFiguresOfItsLastStep() throws IOException {
        PretrainingJob job = job("between", config(Strategy.JOINT), null);
        List<Long> stepped = new ArrayList<>();
        List<Map<String, Double>> measured = new ArrayList<>();
        PretrainingListener listener = new PretrainingListener() {
            @Override
            public void stepped(long step, long tokens, double flopsPerSecond) {
                stepped.add(step);
            }

            @Override
            public void measured(String kind, long step, Map<String, Double> figures) {
                if (kind.equals("eval")) {
                    measured.add(figures);
                }
            }
        };

        Outcome stopped = new Pretrainer(job, listener, () -> stepped.size() == 3).run();
        // Stopped again before its first step: nothing but the loaded weights is measured.
        Outcome loaded = new Pretrainer(job, listener, () -> true).run();

        assertThat(stopped.steps()).isEqualTo(3);
        assertThat(measured).hasSize(1);
        assertThat(stopped.figures()).isNotEqualTo(measured.get(0)).isEqualTo(loaded.figures());
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

    @ParameterizedTest
    @CsvSource({
        "0, 1, 0, 29, false",
        "0, 1, 0, 31, true",
        "0, 2, 1, 31, false",
        "0, 2, 1, 299, false",
        "0, 2, 1, 301, true",
        "4, 3, 0, 1000, false",
        "4, 8, 4, 0, true"
    })
    void savesAt_ofDefaults_isSoonForTheFirstStateAndThenEveryFiveMinutes(
            long every, long step, long saved, double seconds, boolean expected) {
        assertThat(new Cadence(0, 0, every, 0).savesAt(step, saved, seconds)).isEqualTo(expected);
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

    /** A rate beyond all measure: weights overflow at once, and every later gradient is not a number. */
    @Test
    void run_gradientsNoNumbers_skipsSaysSoAndGivesUp() {
        List<String> said = new ArrayList<>();
        PretrainingJob job = job("nan", Configs.tiny("steps", 100L, "learningRate", 1e38), null);

        assertThatThrownBy(() -> run(job, new PretrainingListener() {
                    @Override
                    public void said(long step, String words) {
                        said.add(words);
                    }
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("training has broken down")
                .hasMessageContaining("learning_rate");
        assertThat(said).hasSizeGreaterThanOrEqualTo(10);
        assertThat(said.get(0)).contains("was skipped").containsAnyOf("generator/", "discriminator/");
    }

    private static PretrainingListener breakingOffAfter(long step) {
        return new PretrainingListener() {
            @Override
            public void stepped(long number, long tokens, double flopsPerSecond) {
                if (number >= step) {
                    throw new UnsupportedOperationException("killed");
                }
            }
        };
    }

    private static Outcome run(PretrainingJob job, PretrainingListener listener) throws IOException {
        return new Pretrainer(job, listener, () -> false).run();
    }

    private byte[] weights(String run, String network) throws IOException {
        return Files.readAllBytes(folder.resolve(run).resolve(network).resolve("model.safetensors"));
    }

    private static PretrainingConfig config(Strategy strategy) {
        return Configs.tiny(
                "strategy",
                strategy,
                "steps",
                STEPS,
                "embeddings",
                Sharing.DISENTANGLED,
                "freezeGenerator",
                false,
                "generatorHiddenSize",
                32,
                "generatorHeads",
                4,
                "generatorIntermediateSize",
                64,
                "hiddenDropout",
                0.1,
                "attentionDropout",
                0.1,
                "correctiveWeight",
                2.0,
                "accumulation",
                2);
    }

    @ParameterizedTest
    @CsvSource({"40, 0, 40", "120, 0, '50, 100, 120'", "2000, 0, '100, 200, 300'", "7, 3, '3, 6, 7'"})
    void evaluatesAt_ofDefaults_isATwentiethButNotBelowFiftyAndTheEnd(long steps, long every, String first) {
        Cadence cadence = new Cadence(0, every, 0, 0);

        assertThat(LongStream.rangeClosed(1, steps)
                        .filter(step -> cadence.evaluatesAt(step, steps))
                        .limit(3)
                        .mapToObj(Long::toString)
                        .collect(Collectors.joining(", ")))
                .isEqualTo(first);
    }

    private PretrainingJob job(String name, PretrainingConfig config, @Nullable Double budget) {
        return job(name, config, budget, examples(10, "train"), examples(5, "held-out"));
    }

    private PretrainingJob job(
            String name,
            PretrainingConfig config,
            @Nullable Double budget,
            MemoryExamples train,
            MemoryExamples heldOut) {
        return new PretrainingJob(
                folder.resolve(name),
                config,
                budget,
                train,
                heldOut,
                Configs.vocabulary(97),
                TokenizerOptions.uncased(),
                List.of(),
                Map.of(),
                new Tensors(Device.CPU, Precision.BF16),
                2,
                1,
                new Cadence(2, 2, 2, 4),
                "test");
    }

    private static MemoryExamples examples(int count, String purpose) {
        CounterRandom random = CounterRandom.of(1, purpose);
        MemoryExamples examples = new MemoryExamples();
        for (int i = 0; i < count; i++) {
            int[] ids = new int[6 + random.nextInt(7)];
            for (int p = 1; p < ids.length - 1; p++) {
                ids[p] = 5 + random.nextInt(92);
            }
            ids[0] = 2;
            ids[ids.length - 1] = 3;
            examples.add(ids, ids.length);
        }
        return examples;
    }
}
