package io.github.electra4j.train.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.train.pretrain.PretrainingStep.Stage;
import io.github.electra4j.train.tensor.Precision;
import io.github.electra4j.train.tensor.Tensors;
import io.github.electra4j.train.tensor.TestDevice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Percentage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Costs against calculations by hand from the published shapes (vocabulary of 30,522). */
class PretrainingPlanTest {
    private static PretrainingPlan plan(String name, String key, Object value) throws IOException {
        var values = ConfigFiles.read(name);
        values.put(key, value);
        return new PretrainingPlan(ConfigFiles.resolve(values, name), 30_522, Precision.BF16, 2);
    }

    /**
     * Embeddings (30,522 + 512 + 2 + 2) x 128. Discriminator: projection 128 x 256 + 256; 12 layers of 4 x (256 x 256 + 256) + 256 x
     * 1024 + 1024 + 1024 x 256 + 256 + 4 x 256; head 256 x 256 + 256 + 256 + 1. Generator: projection 128 x 64 + 64; 12 layers of 4 x
     * (64 x 64 + 64) + 64 x 256 + 256 + 256 x 64 + 64 + 4 x 64; head 64 x 128 + 128 + 2 x 128; output bias 30,522.
     */
    @Test
    void parameters_ofSmall_areThoseCountedByHand() throws IOException {
        long embeddings = 3_972_864;
        long discriminator = 33_024 + 12 * 789_760 + 66_049;
        long generator = 8_256 + 12 * 49_984 + 8_576 + 30_522;

        PretrainingPlan plan = plan("published-small", "length", 128);

        assertThat(plan.keptParameters()).isEqualTo(embeddings + discriminator);
        assertThat(plan.parameters()).isEqualTo(embeddings + discriminator + generator);
        assertThat(plan.parameters() / 1e6).isCloseTo(14.2, within(0.05));
    }

    /**
     * As above with another LayerNorm before the head and two more a layer, 2 x 256 each, without the layers' biases (4 x 256 + 1024 + 256
     * of them), and with a third matrix of 256 x 1024; and, without the norms and with two thirds of the width, 682, with those of 3 x 682
     * in place of 2 x 1024.
     */
    @Test
    void parameters_ofModernLayers_areThoseCountedByHand() throws IOException {
        var values = ConfigFiles.read("published-small");
        values.put("biases", false);
        values.put("feed_forward", "geglu");
        values.put("norm", "sandwich");
        long rest = 3_972_864 + 33_024 + 66_049;
        long published = 789_760 - 2_304;

        assertThat(kept(values)).isEqualTo(rest + 512 + 12 * (published + 262_144 + 2 * 512));
        values.put("norm", "post");
        values.put("intermediate_size", 682);
        assertThat(kept(values)).isEqualTo(rest + 12 * (published + 256 * (3 * 682 - 2 * 1024)));
    }

    private static long kept(Map<String, @Nullable Object> values) {
        return new PretrainingPlan(ConfigFiles.resolve(values, "test"), 30_522, Precision.BF16, 2).keptParameters();
    }

    /**
     * At 128 tokens, a multiply-add two operations, backward twice forward. Discriminator: 12 x (2 x (4 x 256^2 + 2 x 256 x 1024) + 4 x
     * 128 x 256) + 2 x 128 x 256 + 2 x (256^2 + 256). Generator: 12 x (2 x (4 x 64^2 + 2 x 64 x 256) + 4 x 128 x 64) + 2 x 128 x 64 +
     * 0.15 x 2 x (64 x 128 + 128 x 30,522), less 0.85 of what stands behind attention in its last layer, 2 x (64^2 + 2 x 64 x 256).
     */
    @Test
    void flops_ofSmall_areThoseCountedByHand() throws IOException {
        double discriminator = 12 * 1_703_936.0 + 65_536 + 131_584;
        double generator = 12 * 131_072.0 - 0.85 * 73_728 + 16_384 + 0.15 * 7_830_016;

        PretrainingPlan plan = plan("published-small", "length", 128);

        assertThat(plan.flopsPerToken()).isCloseTo(3 * (discriminator + generator), within(1.0));
        assertThat(plan.flopsPerToken()).isCloseTo(7.2e7, Percentage.withPercentage(3));
        assertThat(plan.generatorShare()).isCloseTo(0.12, within(0.005));
        assertThat(plan.flops())
                .isCloseTo(3 * (discriminator + generator) * 128 * 128 * 1e6, Percentage.withPercentage(1e-6));
    }

    /**
     * Discriminator: 12 x (2 x (4 x 768^2 + 2 x 768 x 3072) + 4 x 128 x 768) + 2 x (768^2 + 768). Generator: 12 x (2 x (4 x 256^2 + 2 x
     * 256 x 1024) + 4 x 128 x 256) + 2 x 768 x 256 + 0.15 x 2 x (256 x 768 + 768 x 30,522), less 0.85 x 2 x (256^2 + 2 x 256 x 1024).
     */
    @Test
    void flops_ofBase_areThoseCountedByHand() throws IOException {
        double discriminator = 12 * 14_548_992.0 + 1_181_184;
        double generator = 12 * 1_703_936.0 - 0.85 * 1_179_648 + 393_216 + 0.15 * 47_275_008;

        PretrainingPlan plan = plan("published-base", "length", 128);

        assertThat(plan.flopsPerToken()).isCloseTo(3 * (discriminator + generator), within(10.0));
        assertThat(plan.flopsPerToken()).isCloseTo(6.2e8, Percentage.withPercentage(3));
    }

    /**
     * At its own 512 tokens and a quarter of them chosen. Discriminator: 24 x (2 x (4 x 1024^2 + 2 x 1024 x 4096) + 4 x 512 x 1024) + 2 x
     * (1024^2 + 1024). Generator: 24 x (2 x (4 x 256^2 + 2 x 256 x 1024) + 4 x 512 x 256) + 2 x 1024 x 256 + 0.25 x 2 x (256 x 1024 + 1024
     * x 30,522), less 0.75 x 2 x (256^2 + 2 x 256 x 1024).
     */
    @Test
    void flops_ofLarge_areThoseCountedByHand() throws IOException {
        double discriminator = 24 * 27_262_976.0 + 2_099_200;
        double generator = 24 * 2_097_152.0 - 0.75 * 1_179_648 + 524_288 + 0.25 * 63_033_344;

        PretrainingPlan plan = plan("published-large", "length", 512);

        assertThat(plan.flopsPerToken()).isCloseTo(3 * (discriminator + generator), within(10.0));
    }

    /**
     * The encoder of Small as above, its last layer behind attention, 2 x (256^2 + 2 x 256 x 1024), at 0.15 of the tokens; the head that
     * names pieces 0.15 x 2 x (256 x 128 + 128 x 30,522).
     */
    @Test
    void flops_ofMaskedLm_countTheLastLayerWhereItIsComputed() throws IOException {
        double encoder = 12 * 1_703_936.0 - 0.85 * 1_179_648 + 65_536;

        assertThat(plan("published-small", "objective", "masked-lm").flopsPerToken())
                .isCloseTo(3 * (encoder + 0.15 * 7_879_168), within(1.0));
    }

    @Test
    void flops_ofTwoStages_countTheFrozenGeneratorForwardOnly() throws IOException {
        var values = ConfigFiles.read("tiny");
        values.put("strategy", "two-stage");
        values.put("generator_size", 1.0);
        values.put("freeze_generator", true);
        values.put("generator_share", 0.25);
        PretrainingPlan plan = new PretrainingPlan(ConfigFiles.resolve(values, "tiny"), 4096, Precision.FP32, 1);

        assertThat(plan.flopsPerToken())
                .isCloseTo(
                        0.25 * plan.flopsPerToken(Stage.GENERATOR) + 0.75 * plan.flopsPerToken(Stage.DISCRIMINATOR),
                        Percentage.withPercentage(1e-6));
    }

    /**
     * Peaks of resident memory that {@code electra plan --config published-small --batch N --precision P} measured with two replicas and the
     * launcher's settings, on Linux x86-64 with MKL.
     */
    @ParameterizedTest
    @CsvSource({"8, BF16, 1130", "32, BF16, 1999", "8, FP32, 1490", "32, FP32, 2990"})
    void memory_ofSmall_isNearWhatWasMeasured(int batch, Precision precision, int megabytes) throws IOException {
        PretrainingPlan plan =
                new PretrainingPlan(plan("published-small", "batch", batch).config(), 30_522, precision, 2);

        assertThat(plan.memoryBytes() / 1e6).isCloseTo(megabytes, Percentage.withPercentage(10));
    }

    /** Peaks of {@code electra plan --config published-small --batch 32 --precision fp32 --replicas 2 --set KEY=VALUE}, measured as above. */
    @ParameterizedTest
    @CsvSource({"norm, post, 2776", "norm, sandwich, 2895", "feed_forward, geglu, 3263"})
    void memory_ofModernLayers_isNearWhatWasMeasured(String key, String value, int megabytes) throws IOException {
        var values = ConfigFiles.read("published-small");
        values.put("batch", 32);
        values.put(key, value);
        PretrainingPlan plan = new PretrainingPlan(ConfigFiles.resolve(values, "test"), 30_522, Precision.FP32, 2);

        assertThat(plan.memoryBytes() / 1e6).isCloseTo(megabytes, Percentage.withPercentage(10));
    }

    @Test
    void advice_whereTheBatchIsTooLarge_namesSettingsThatFit() throws IOException {
        PretrainingPlan plan = plan("published-small", "batch", 1024);
        PretrainingPlan parts = plan("published-small", "batch", 1024 / 8);

        assertThat(plan.memoryBytes()).isGreaterThan(parts.memoryBytes());
        assertThat(plan.advice(parts.memoryBytes()))
                .contains("--set accumulation=8 ")
                .contains("--batch 128");
        assertThat(plan.advice(1_000_000)).contains("choose a smaller configuration");
    }

    @Test
    void stepTime_ofATinyNetwork_scalesToTheWholeRun() {
        PretrainingPlan plan = new PretrainingPlan(
                Configs.tiny("batch", 64, "steps", 10L, "contrastiveWeight", 5.0, "contrastiveShare", 0.3),
                100,
                Precision.FP32,
                1);

        StepTime time = StepTime.measure(plan, new Tensors(TestDevice.CHOSEN, Precision.FP32));

        assertThat(time.each()).hasSize(2).allMatch(step -> step > 0);
        assertThat(time.seconds())
                .isCloseTo(3 * time.each().get(0) + 7 * time.each().get(1), within(1e-9));
    }

    /** The first step of the second stage copies the generator, once in the run, so that its time is not that of others. */
    @Test
    void stepTime_ofAStretch_isThatOfStepsBehindItsFirst() {
        List<Long> steps = new ArrayList<>();
        StepTime.step(steps::add, new Stretch(51, 100));
        assertThat(steps.remove(0)).isEqualTo(51);
        assertThat(steps).isNotEmpty().containsOnly(52L);

        steps.clear();
        StepTime.step(steps::add, new Stretch(51, 51));
        assertThat(steps).hasSizeGreaterThan(1).containsOnly(51L);
    }
}
