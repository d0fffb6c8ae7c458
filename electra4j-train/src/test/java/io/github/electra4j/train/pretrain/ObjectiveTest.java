package io.github.electra4j.train.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.checkpoint.SafeTensors;
import io.github.electra4j.examples.Batch;
import io.github.electra4j.train.model.Encoder;
import io.github.electra4j.train.pretrain.EncoderObjective.Learned;
import io.github.electra4j.train.pretrain.EncoderObjective.Part;
import io.github.electra4j.train.pretrain.Masking.Masked;
import io.github.electra4j.train.pretrain.PretrainingStep.Totals;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.ParameterSpec;
import io.github.electra4j.train.tensor.Parameters;
import io.github.electra4j.train.tensor.Precision;
import io.github.electra4j.train.tensor.Scope;
import io.github.electra4j.train.tensor.Tensors;
import io.github.electra4j.train.tensor.TestDevice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Losses and gradients of {@code src/test/python/make_objectives.py}: NumPy, and central differences in float64. */
class ObjectiveTest {
    private static final Path FIXTURE = Path.of("src/test/resources/objectives.safetensors");
    private static final Tensors FP32 = new Tensors(TestDevice.CHOSEN, Precision.FP32);
    private static final String OWNER = "discriminator";
    private static final int HIDDEN = 8;

    @ParameterizedTest
    @CsvSource({
        "ELECTRA, 0, electra",
        "ELECTRA_CHOSEN, 0, electra-chosen",
        "ELECTRIC, 0, electric",
        "ELECTRA, 20, corrective",
        "MASKED_LM, 0, masked-lm",
        "REPLACE_MLM, 0, masked-lm",
        "ALL_TOKENS_MLM, 0, all-tokens-mlm"
    })
    void learn_onAFixedBatch_givesNumPysLossAndGradients(Objective objective, double corrective, String fixture)
            throws IOException {
        PretrainingConfig config = Configs.tiny(
                "objective",
                objective,
                "replacements",
                Replacements.UNIFORM,
                "correctiveWeight",
                corrective,
                "embeddingSize",
                4,
                "hiddenSize",
                HIDDEN);
        Encoder encoder = new Encoder(OWNER, config.discriminator(11, 0));
        EncoderObjective learning = EncoderObjective.of(config, OWNER, encoder);
        List<ParameterSpec> specs = new ArrayList<>(encoder.specs());
        specs.addAll(learning.specs());
        try (SafeTensors expected = SafeTensors.open(FIXTURE);
                Parameters parameters = new Parameters(specs, FP32, 0.02, 1);
                Leaves leaves = new Leaves(parameters, name -> true);
                Scope scope = new Scope();
                AutoGradMode on = new AutoGradMode(true)) {
            for (ParameterSpec spec : specs) {
                String value = "value." + spec.name().substring(OWNER.length() + 1);
                if (expected.contains(value)) {
                    parameters.set(spec.name(), expected.floats(value));
                }
            }
            parameters.refresh(0, parameters.size());
            Tensor hidden =
                    FP32.floats(expected.floats("value.hidden"), 2, 6, HIDDEN).set_requires_grad(true);

            Part part = part(expected);
            Tensor read = learning.readsChosenAlone()
                    ? EncoderObjective.at(leaves, hidden, part.masked().positions())
                    : hidden;

            Learned learned = learning.learn(leaves, read, part);
            learned.backward();

            double loss = Metrics.of(learned.result(), config).get("loss");
            assertThat(loss).isCloseTo(expected.floats(fixture + ".loss")[0], within(1e-5 * loss));
            assertThat(Tensors.toArray(hidden.grad()))
                    .containsExactly(expected.floats(fixture + ".gradient.hidden"), within(2e-5f));
            for (ParameterSpec spec : learning.specs()) {
                String name = fixture + ".gradient." + spec.name().substring(OWNER.length() + 1);
                assertThat(leaves.gradient(spec.name())).as(name).containsExactly(expected.floats(name), within(5e-5f));
            }
            String words = "electra.embeddings.word_embeddings.weight";
            if (expected.contains(fixture + ".gradient." + words)) {
                assertThat(leaves.gradient(OWNER + "/" + words))
                        .containsExactly(expected.floats(fixture + ".gradient." + words), within(5e-5f));
            }
        }
    }

    private static Part part(SafeTensors expected) throws IOException {
        int[] ids = ints(expected, "input.ids");
        int[] positions = ints(expected, "input.positions");
        int[] originals = Arrays.stream(positions).map(p -> ids[p]).toArray();
        Batch batch = new Batch(ids, new int[] {5, 6}, new int[] {5, 6}, new long[] {1, 2}, 2, 6);
        Masked masked = new Masked(
                batch, ids, positions, originals, new long[4], new int[] {0, 2, 4}, ints(expected, "input.candidates"));
        Replaced replaced = Replaced.of(masked, ints(expected, "input.drawn"));
        assertThat(replaced.ids()).containsExactly(ints(expected, "input.replaced_ids"));
        return new Part(masked, replaced, expected.floats("input.log_noise"), new Totals(4, 11, 1, 7, 0), true, true);
    }

    static int[] ints(SafeTensors file, String name) throws IOException {
        int[] values = new int[file.bytes(name).remaining() / Integer.BYTES];
        file.bytes(name).asIntBuffer().get(values);
        return values;
    }

    /** With the copy head at its limits nothing is lost: the loss of a copied original is 0, of a denied one -log S. */
    @ParameterizedTest
    @CsvSource({"200, 0", "-200, 4.158883"})
    void allTokens_copyHeadAtItsLimits_staysFinite(float bias, double copied) throws IOException {
        PretrainingConfig config =
                Configs.tiny("objective", Objective.ALL_TOKENS_MLM, "embeddingSize", 4, "hiddenSize", HIDDEN);
        Encoder encoder = new Encoder(OWNER, config.discriminator(64, 0));
        EncoderObjective learning = EncoderObjective.of(config, OWNER, encoder);
        List<ParameterSpec> specs = new ArrayList<>(encoder.specs());
        specs.addAll(learning.specs());
        int[] ids = {2, 7};
        Batch batch = new Batch(ids, new int[] {2}, new int[] {2}, new long[] {1}, 1, 2);
        Masked masked =
                new Masked(batch, ids, new int[] {1}, new int[] {7}, new long[1], new int[] {0, 1}, new int[] {1});
        try (Parameters parameters = new Parameters(specs, FP32, 0.02, 1);
                Leaves leaves = new Leaves(parameters, name -> true);
                Scope scope = new Scope();
                AutoGradMode on = new AutoGradMode(true)) {
            parameters.set(OWNER + "/copy_prediction.bias", new float[] {bias});
            // Every piece scores alike: S is 1/64 everywhere, -log S is 4.158883.
            parameters.set(OWNER + "/generator_predictions.LayerNorm.weight", new float[4]);
            Tensor hidden = FP32.floats(new float[2 * HIDDEN], 1, 2, HIDDEN).set_requires_grad(true);

            Learned learned = learning.learn(
                    leaves,
                    hidden,
                    new Part(masked, Replaced.of(masked, new int[] {9}), null, new Totals(1, 2, 1, 1, 0), true, true));
            learned.backward();

            // A certain, wrong copy has the least probability that counts: -log 1e-37 is 85.2.
            double wrong = bias > 0 ? -Math.log(1e-37) + 4.158883 : 4.158883;
            assertThat(learned.result().encoder().loss()).isCloseTo(copied + wrong, within(1e-3));
            for (float gradient : leaves.gradient(OWNER + "/copy_prediction.bias")) {
                assertThat(Float.isFinite(gradient)).isTrue();
            }
        }
    }

    /**
     * Places where noise and data are not contrasted have no loss and no gradient: [CLS] and [SEP], and a token that the noise never
     * draws. Others have, so that the test can fail.
     */
    @Test
    void electric_placesWithoutContrast_haveNoLossAndNoGradient() {
        PretrainingConfig config = Configs.tiny(
                "objective",
                Objective.ELECTRIC,
                "replacements",
                Replacements.UNIGRAM,
                "embeddingSize",
                4,
                "hiddenSize",
                HIDDEN);
        Encoder encoder = new Encoder(OWNER, config.discriminator(64, 0));
        EncoderObjective learning = EncoderObjective.of(config, OWNER, encoder);
        List<ParameterSpec> specs = new ArrayList<>(encoder.specs());
        specs.addAll(learning.specs());
        int[] ids = {2, 7, 1, 8, 3, 2, 9, 3, 0, 0};
        Batch batch = new Batch(ids, new int[] {5, 3}, new int[] {5, 3}, new long[] {1, 2}, 2, 5);
        Masked masked = new Masked(
                batch, ids, new int[] {1, 6}, new int[] {7, 9}, new long[2], new int[] {0, 1, 2}, new int[] {1, 2, 3, 6
                });
        float[] logNoise = new float[10];
        Arrays.fill(logNoise, -1.5f);
        logNoise[2] = Float.NEGATIVE_INFINITY;
        try (Parameters parameters = new Parameters(specs, FP32, 0.5, 1);
                Leaves leaves = new Leaves(parameters, name -> true);
                Scope scope = new Scope();
                AutoGradMode on = new AutoGradMode(true)) {
            // A head that gives 0 whatever it sees, and yet hands gradients on.
            parameters.set(OWNER + "/discriminator_predictions.dense.bias", new float[HIDDEN]);
            Tensor hidden = FP32.floats(new float[10 * HIDDEN], 2, 5, HIDDEN).set_requires_grad(true);

            Learned learned = learning.learn(
                    leaves,
                    hidden,
                    new Part(
                            masked,
                            Replaced.of(masked, new int[] {7, 9}),
                            logNoise,
                            new Totals(2, 8, 1, 4, 0),
                            true,
                            true));
            learned.backward();

            // With E = 0, z = -1.5 + log(0.15 / 0.85). Places 1 and 6 are noise, though the draws are the originals; 3
            // is data.
            double z = -1.5 + Math.log(0.15 / 0.85);
            assertThat(learned.result().detection().loss())
                    .isCloseTo(2 * Math.log1p(Math.exp(-z)) + Math.log1p(Math.exp(z)), within(1e-5));
            assertThat(learned.result().detection().positions()).isEqualTo(8);
            assertThat(learned.result().detection().labels()).containsExactly(true, false, true);
            float[] gradient = Tensors.toArray(hidden.grad());
            for (int place = 0; place < 10; place++) {
                float[] there = Arrays.copyOfRange(gradient, place * HIDDEN, (place + 1) * HIDDEN);
                if (place == 1 || place == 3 || place == 6) {
                    assertThat(there).as("place " + place).doesNotContain(0f);
                } else {
                    assertThat(there).as("place " + place).containsOnly(0f);
                }
            }
        }
    }
}
