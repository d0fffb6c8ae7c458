package io.github.electra4j.train.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.electra4j.checkpoint.ModelDirectory;
import io.github.electra4j.checkpoint.SafeTensors;
import io.github.electra4j.examples.MemoryExamples;
import io.github.electra4j.train.model.Encoder.Sharing;
import io.github.electra4j.train.pretrain.Pretrainer.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PretrainerTest extends PretrainerFixture {
    private static final PretrainingConfig OVERFLOWING = Configs.tiny("steps", 100L, "learningRate", 1e38);

    /** Broken off at each step in turn, in both stages, as by a kill: what is gone on with ends with the same bytes. */
    @ParameterizedTest
    @ValueSource(strings = {"adam", "muon"})
    void run_brokenOffAtEveryStep_endsWithTheBitsOfOneNeverBrokenOff(String optimizer) throws IOException {
        PretrainingConfig config = ConfigFiles.with(config(Strategy.TWO_STAGE), "optimizer", optimizer);
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
    void run_maskedLm_exportsOneLanguageModelUnderEncoder() throws IOException {
        Outcome outcome =
                run(job("masked-lm", Configs.tiny("objective", Objective.MASKED_LM, "steps", 1L), null), QUIET);

        assertThat(outcome.figures())
                .containsKeys("encoder_loss", "encoder_accuracy")
                .doesNotContainKeys("discriminator_loss", "generator_loss");
        assertThat(folder.resolve("masked-lm/generator")).doesNotExist();
        assertThat(folder.resolve("masked-lm/discriminator")).doesNotExist();
        try (ModelDirectory model = ModelDirectory.open(folder.resolve("masked-lm/encoder"))) {
            assertThat(model.architecture().className()).isEqualTo("ElectraForMaskedLM");
            assertThat(model.tensors().names()).contains("generator_lm_head.bias");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"discriminator", "encoder", "report.html", "metrics.jsonl"})
    void run_folderOfSomebodyElse_isRefusedAndLeftAlone(String name) throws IOException {
        Files.createDirectories(folder.resolve("foreign"));
        Files.writeString(folder.resolve("foreign").resolve(name), "mine");

        assertThatThrownBy(() -> run(job("foreign", Configs.tiny("steps", 1L), null), QUIET))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("holds " + name + " and no run.json");
        assertThat(folder.resolve("foreign").resolve(name)).hasContent("mine");
        assertThat(folder.resolve("foreign")).isDirectoryNotContaining("glob:**run.json");
    }

    /** A head that Hugging Face's class does not have is left out. */
    @Test
    void run_allTokensMlm_exportsGeneratorAndLanguageModel() throws IOException {
        run(job("all", Configs.tiny("objective", Objective.ALL_TOKENS_MLM, "steps", 1L), null), QUIET);

        try (ModelDirectory generator = ModelDirectory.open(folder.resolve("all/generator"));
                ModelDirectory model = ModelDirectory.open(folder.resolve("all/encoder"))) {
            assertThat(model.tensors().names())
                    .containsExactlyInAnyOrderElementsOf(generator.tensors().names());
        }
    }

    @Test
    void run_replacementsByShare_exportTheDiscriminatorAlone() throws IOException {
        Outcome outcome =
                run(job("unigram", Configs.tiny("replacements", Replacements.UNIGRAM, "steps", 1L), null), QUIET);

        assertThat(outcome.figures()).containsKeys("discriminator_auc", "sampled_accuracy");
        assertThat(folder.resolve("unigram/generator")).doesNotExist();
        try (ModelDirectory model = ModelDirectory.open(folder.resolve("unigram/discriminator"))) {
            assertThat(model.architecture().className()).isEqualTo("ElectraForPreTraining");
        }
    }

    /** Runs of as many steps as there are stages: another rate gives other weights only where the step learned something. */
    @ParameterizedTest
    @CsvSource({
        "JOINT, 1, learningRate, discriminator",
        "TWO_STAGE, 2, learningRate, generator",
        "TWO_STAGE, 2, secondStageRate, discriminator"
    })
    void run_oneStepAStage_learnsInIt(Strategy strategy, long steps, String key, String network) throws IOException {
        for (double rate : new double[] {0, 0.01}) {
            Object[] options = {
                "strategy", strategy, "steps", steps, "embeddings", Sharing.SEPARATE, "freezeGenerator", true, key, rate
            };
            run(job("rate-" + rate, Configs.tiny(Configs.with(Configs.EQUAL_SHAPES, options)), null), QUIET);
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
    void run_stoppedBeforeItsFirstStep_leavesNoModel() throws IOException {
        PretrainingJob job = job("stopped", config(Strategy.JOINT), null);

        Pretrainer.Outcome outcome = new Pretrainer(job, QUIET, () -> true).run();

        assertThat(outcome.finished()).isFalse();
        assertThat(outcome.steps()).isZero();
        assertThat(job.run().resolve("discriminator")).doesNotExist();
        assertThat(job.run().resolve("generator")).doesNotExist();
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

    /** Both heads of a tied language model have weights of one name: the model has its own, and the one encoder. */
    @ParameterizedTest
    @CsvSource({"ELECTRA, discriminator", "REPLACE_MLM, encoder"})
    void run_tiedNetworks_writesTheEncoderUnderItsOwnHead(Objective objective, String kept) throws IOException {
        PretrainingConfig config = Configs.tiny(Configs.with(Configs.TIED, "objective", objective, "steps", 2L));
        PretrainingJob job = job("tied", config, null);

        run(job, QUIET);

        try (SafeTensors model = SafeTensors.open(job.run().resolve(kept).resolve("model.safetensors"));
                SafeTensors generator = SafeTensors.open(job.run().resolve("generator/model.safetensors"))) {
            String words = "electra.embeddings.word_embeddings.weight";
            assertThat(model.floats(words)).isEqualTo(generator.floats(words));
            String bias = "generator_lm_head.bias";
            assertThat(model.contains(bias)).isEqualTo(objective == Objective.REPLACE_MLM);
            if (model.contains(bias)) {
                assertThat(model.floats(bias)).isNotEqualTo(generator.floats(bias));
            }
        }
    }

    /** A rate beyond all measure: weights overflow at the first step, and every later gradient is not a number. */
    @Test
    void run_gradientsNoNumbers_skipsTenStepsSaysSoAndGivesUp() {
        PretrainingJob job = job("nan", OVERFLOWING, null);
        List<String> said = new ArrayList<>();

        assertThatThrownBy(() -> run(job, skipped((step, words) -> said.add(step + ": " + words))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("training has broken down")
                .hasMessageContaining("learning_rate")
                .hasMessageEndingWith("; the state of step 10 holds the weights that broke already");
        assertThat(said).hasSize(10);
        assertThat(said.get(0)).startsWith("2: ").containsAnyOf("generator/", "discriminator/");
    }

    /** Killed after step 7 of them, the state of step 6 knows of its five broken steps: the run gives up where one never killed does. */
    @Test
    void run_brokenOffBetweenBrokenSteps_givesUpAtTheSameStep() {
        PretrainingJob job = job("killed", OVERFLOWING, null);
        List<Long> steps = new ArrayList<>();

        assertThatThrownBy(() -> run(job, breakingOffAfter(7))).hasMessage("killed");
        assertThatThrownBy(() -> run(job, skipped((step, words) -> steps.add(step))))
                .hasMessageContaining("training has broken down");

        assertThat(steps).containsExactly(7L, 8L, 9L, 10L, 11L);
    }

    private static PretrainingListener skipped(BiConsumer<Long, String> hear) {
        return new PretrainingListener() {
            @Override
            public void said(long step, String words) {
                if (words.contains("was skipped")) {
                    hear.accept(step, words);
                }
            }
        };
    }

    @Test
    void run_brokenDownBeforeAStateWasSaved_saysThatNothingIsLeft() {
        PretrainingJob saving = job("nan", Configs.tiny("steps", 100L, "learningRate", 1e38), null);
        PretrainingJob job = new PretrainingJob(
                saving.run(),
                saving.config(),
                null,
                saving.train(),
                saving.heldOut(),
                saving.vocabulary(),
                saving.tokenizer(),
                saving.data(),
                saving.textOptions(),
                saving.tensors(),
                saving.replicas(),
                saving.seed(),
                new PretrainingJob.Cadence(2, 2, 1000, 4),
                saving.command());

        assertThatThrownBy(() -> run(job, QUIET))
                .hasMessageContaining("training has broken down")
                .hasMessageEndingWith("; no state was saved, so nothing of this run is left to go on from");
    }
}
