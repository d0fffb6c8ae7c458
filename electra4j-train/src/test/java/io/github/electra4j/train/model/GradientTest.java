package io.github.electra4j.train.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.checkpoint.ElectraConfig;
import io.github.electra4j.checkpoint.ElectraConfig.FeedForward;
import io.github.electra4j.checkpoint.ElectraConfig.Norm;
import io.github.electra4j.checkpoint.ElectraConfig.Positions;
import io.github.electra4j.examples.Batch;
import io.github.electra4j.random.CounterRandom;
import io.github.electra4j.train.model.Encoder.Sharing;
import io.github.electra4j.train.model.TwoTower.Stacks;
import io.github.electra4j.train.tensor.Dropout;
import io.github.electra4j.train.tensor.LayerStack;
import io.github.electra4j.train.tensor.LayerStack.Keeping;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.ParameterSpec;
import io.github.electra4j.train.tensor.Parameters;
import io.github.electra4j.train.tensor.Precision;
import io.github.electra4j.train.tensor.Scope;
import io.github.electra4j.train.tensor.Tensors;
import io.github.electra4j.train.tensor.TestDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Gradients against finite differences, (f(w + e d) - f(w - e d)) / 2e, for every parameter along random directions d and along the
 * gradient itself; f is a random weighting of the output, summed in double. The input has padding and two segments.
 */
class GradientTest {
    private static final Tensors FP32 = new Tensors(TestDevice.CHOSEN, Precision.FP32);
    private static final int[] IDS = {2, 7, 8, 3, 9, 3, 2, 7, 6, 3, 0, 0};
    private static final Batch BATCH = new Batch(IDS, new int[] {6, 4}, new int[] {4, 4}, new long[] {1, 2}, 2, 6);
    private static final double STEP = 4e-3;

    @ParameterizedTest
    @CsvSource({
        "POST, LEARNED, true, GELU, 0.2, ALL",
        "POST, ROTARY, true, GELU, 0, ALL",
        "PRE, LEARNED, true, GELU, 0, ALL",
        "PRE, ROTARY, true, GELU, 0.2, ALL",
        "POST, LEARNED, true, GELU, 0.2, INPUTS",
        "PRE, ROTARY, true, GELU, 0.2, INPUTS",
        "SANDWICH, LEARNED, true, GELU, 0.2, ALL",
        "SANDWICH, ROTARY, true, GELU, 0, ALL",
        "POST, ROTARY, false, GELU, 0, ALL",
        "PRE, LEARNED, false, GELU, 0.2, ALL",
        "POST, LEARNED, true, GEGLU, 0.2, ALL",
        "PRE, ROTARY, true, GEGLU, 0, ALL",
        "SANDWICH, LEARNED, false, GEGLU, 0.2, ALL",
        "SANDWICH, ROTARY, false, GEGLU, 0, ALL",
        "SANDWICH, ROTARY, false, GEGLU, 0.2, INPUTS"
    })
    void encoderAndDiscriminatorHead_everyParameter_matchFiniteDifferences(
            Norm norm, Positions positions, boolean biases, FeedForward feedForward, double dropout, Keeping keeping) {
        ElectraConfig config = config(norm, positions, biases, feedForward, dropout);
        Encoder encoder = new Encoder("model", config);
        DiscriminatorHead head = new DiscriminatorHead("model", config);
        List<ParameterSpec> specs = new ArrayList<>(encoder.specs());
        specs.addAll(head.specs());

        assertMatch(specs, keeping, (leaves, layers) -> {
            Sequences in = Sequences.of(BATCH, FP32);
            Tensor hidden = encoder.forward(leaves, in, Dropout.of(1, "model", 1, 0), layers);
            // At real tokens: what stands at padding means nothing.
            return head.forward(leaves, hidden).view(-1).narrow(0, 0, 10);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "POST, LEARNED, true, GELU, 0.2, ALL",
        "PRE, ROTARY, true, GELU, 0, ALL",
        "POST, ROTARY, true, GELU, 0.2, INPUTS",
        "PRE, LEARNED, true, GELU, 0.2, INPUTS",
        "SANDWICH, ROTARY, true, GELU, 0.2, ALL",
        "POST, LEARNED, false, GELU, 0, ALL",
        "PRE, ROTARY, true, GEGLU, 0.2, ALL",
        "SANDWICH, ROTARY, false, GEGLU, 0.2, ALL",
        "SANDWICH, LEARNED, false, GEGLU, 0, INPUTS"
    })
    void encoder_askedForTheStatesOfSomeTokens_givesThoseOfAllAndMatchesFiniteDifferences(
            Norm norm, Positions positions, boolean biases, FeedForward feedForward, double dropout, Keeping keeping) {
        Encoder encoder = new Encoder("model", config(norm, positions, biases, feedForward, dropout));
        int[] tokens = {7, 0, 3, 7};

        assertMatch(encoder.specs(), keeping, (leaves, layers) -> {
            Sequences in = Sequences.of(BATCH, FP32);
            Tensor wanted = FP32.longs(tokens, tokens.length);
            Tensor some = encoder.at(leaves, in, tokens, Dropout.none(), LayerStack.keeping(Keeping.NOTHING));
            Tensor all = encoder.forward(leaves, in).view(-1, 8).index_select(0, FP32.longs(tokens, tokens.length));
            assertThat(Tensors.toArray(some)).containsExactly(Tensors.toArray(all), within(1e-5f));
            return encoder.at(leaves, in, tokens, Dropout.of(1, "model", 1, 0), layers)
                    .view(-1);
        });
    }

    @Test
    void generatorHead_tiedToEmbeddings_matchesFiniteDifferences() {
        Encoder encoder = new Encoder("model", published());
        GeneratorHead head = new GeneratorHead("model", encoder);
        List<ParameterSpec> specs = new ArrayList<>(encoder.specs());
        specs.addAll(head.specs());

        assertMatch(specs, Keeping.ALL, (leaves, layers) -> {
            Tensor hidden = encoder.forward(leaves, Sequences.of(BATCH, FP32), Dropout.none(), layers);
            return head.forward(leaves, hidden.view(-1, 8).narrow(0, 1, 3)).view(-1);
        });
    }

    @Test
    void disentangledEmbeddings_differencesMatchFiniteDifferencesAndNothingReachesTheBase() {
        ElectraConfig config = published();
        Encoder generator = new Encoder("generator", config);
        Encoder discriminator = new Encoder("discriminator", config, "generator", Sharing.DISENTANGLED);
        GeneratorHead head = new GeneratorHead("discriminator", discriminator);
        List<ParameterSpec> specs = new ArrayList<>(generator.specs());
        specs.addAll(discriminator.specs());
        specs.addAll(head.specs());

        Parameters parameters = assertMatch(specs, Keeping.ALL, (leaves, layers) -> {
            Tensor hidden = discriminator.forward(leaves, Sequences.of(BATCH, FP32), Dropout.none(), layers);
            return head.forward(leaves, hidden.view(-1, 8).narrow(0, 1, 3)).view(-1);
        });
        assertThat(parameters.contains("discriminator/electra.embeddings.word_embeddings.weight"))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"POST, LEARNED, 0, ALL", "PRE, ROTARY, 0.2, ALL", "POST, LEARNED, 0.2, INPUTS"})
    void twoTower_everyParameter_matchesFiniteDifferences(
            Norm norm, Positions positions, double dropout, Keeping keeping) {
        TwoTower towers = new TwoTower("model", config(norm, positions, true, FeedForward.GELU, dropout));
        int[] places = {0, 1, 2, 4, 5, 6, 8, 9};

        assertMatches(towers.specs(), keeping, (leaves, stacks) -> towers.forward(
                        leaves, BATCH, places, Dropout.of(1, "model", 1, 0), stacks)
                .view(-1));
    }

    /** A score between two positions depends on their distance alone (RoFormer, equation 16), and turning keeps lengths. */
    @Test
    void rotary_shiftedPositions_giveTheSameScores() {
        try (Scope scope = new Scope()) {
            int length = 20;
            int d = 8;
            float[] query = noise("query", d);
            float[] key = noise("key", d);
            Rotary rotary = Rotary.of(length, d, FP32);
            float[] queries = Tensors.toArray(rotary.turn(everywhere(query, length)));
            float[] keys = Tensors.toArray(rotary.turn(everywhere(key, length)));

            for (int shift = 1; shift < 10; shift++) {
                assertThat(dot(queries, 3 + shift, keys, 8 + shift, d))
                        .isCloseTo(dot(queries, 3, keys, 8, d), within(1e-5));
            }
            assertThat(dot(queries, 3, keys, 8, d)).isNotCloseTo(dot(queries, 3, keys, 9, d), within(1e-3));
            assertThat(dot(queries, 11, queries, 11, d)).isCloseTo(dot(query, 0, query, 0, d), within(1e-5));
            // By hand: at position 1 the first pair (0, 4) turns by 1 radian, the second (1, 5) by 10000^(-2/8) = 0.1.
            assertThat(queries[d]).isCloseTo((float) (query[0] * Math.cos(1) - query[4] * Math.sin(1)), within(1e-6f));
            assertThat(queries[d + 5])
                    .isCloseTo((float) (query[5] * Math.cos(0.1) + query[1] * Math.sin(0.1)), within(1e-6f));
        }
    }

    private static Tensor everywhere(float[] vector, int length) {
        return FP32.floats(vector, 1, 1, vector.length).repeat(1, length, 1);
    }

    private static double dot(float[] a, int i, float[] b, int j, int d) {
        double sum = 0;
        for (int k = 0; k < d; k++) {
            sum += (double) a[i * d + k] * b[j * d + k];
        }
        return sum;
    }

    /** Of a function with one stack of layers. Returns the parameters, closed, so that a test can ask which there were. */
    private static Parameters assertMatch(
            List<ParameterSpec> specs, Keeping keeping, BiFunction<Leaves, LayerStack, Tensor> function) {
        return assertMatches(specs, keeping, (leaves, stacks) -> function.apply(leaves, stacks.left()));
    }

    private static Parameters assertMatches(
            List<ParameterSpec> specs, Keeping keeping, BiFunction<Leaves, Stacks, Tensor> function) {
        try (Parameters parameters = new Parameters(specs, FP32, 0.02, 1)) {
            for (ParameterSpec spec : specs) {
                // No zeros and ones, so that no term can be forgotten unseen.
                float[] values = noise(spec.name(), (int) spec.count());
                for (int i = 0; i < values.length; i++) {
                    values[i] = 0.3f * values[i] + (spec.name().endsWith("LayerNorm.weight") ? 1 : 0);
                }
                parameters.set(spec.name(), values);
            }
            try (Leaves leaves = new Leaves(parameters, name -> true)) {
                backward(leaves, function, keeping);
                for (ParameterSpec spec : specs) {
                    boolean detached = spec.name().startsWith("generator/");
                    float[] gradient = leaves.gradient(spec.name());
                    if (detached) {
                        assertThat(gradient).as(spec.name()).containsOnly(0f);
                        continue;
                    }
                    assertMatches(parameters, leaves, spec.name(), gradient, function);
                }
            }
            return parameters;
        }
    }

    private static void assertMatches(
            Parameters parameters,
            Leaves leaves,
            String name,
            float[] gradient,
            BiFunction<Leaves, Stacks, Tensor> function) {
        double norm = Math.sqrt(dot(gradient, 0, gradient, 0, gradient.length));
        // Keys' biases alone have no gradient at all: softmax does not see a shift of all scores.
        assertThat(norm).as(name).isGreaterThan(1e-4);
        float[] before = parameters.get(name);
        for (int direction = 0; direction < 4; direction++) {
            float[] d = direction == 0 ? gradient.clone() : noise(name + direction, gradient.length);
            double length = Math.sqrt(dot(d, 0, d, 0, d.length));
            double[] values = new double[2];
            for (int side = 0; side < 2; side++) {
                float[] moved = before.clone();
                for (int i = 0; i < moved.length; i++) {
                    moved[i] += (float) ((side == 0 ? STEP : -STEP) * d[i] / length);
                }
                parameters.set(name, moved);
                values[side] = value(leaves, function);
            }
            parameters.set(name, before);
            double difference = (values[0] - values[1]) / (2 * STEP);
            double slope = dot(gradient, 0, d, 0, d.length) / length;
            assertThat(slope).as(name + ", direction " + direction).isCloseTo(difference, within(2e-3 * norm + 1e-3));
        }
    }

    private static void backward(Leaves leaves, BiFunction<Leaves, Stacks, Tensor> function, Keeping keeping) {
        try (Scope scope = new Scope();
                AutoGradMode on = new AutoGradMode(true)) {
            Stacks stacks = Stacks.keeping(keeping);
            Tensor output = function.apply(leaves, stacks);
            Tensor weights = FP32.floats(noise("weights", (int) output.numel()), output.numel());
            torch.backward(
                    new TensorVector(output), new TensorVector(weights), new BoolOptional(), false, new TensorVector());
            stacks.backward();
        }
    }

    private static double value(Leaves leaves, BiFunction<Leaves, Stacks, Tensor> function) {
        try (Scope scope = new Scope();
                AutoGradMode off = new AutoGradMode(false)) {
            float[] output = Tensors.toArray(function.apply(leaves, Stacks.keeping(Keeping.NOTHING)));
            return dot(output, 0, noise("weights", output.length), 0, output.length);
        }
    }

    /** Uniform in [-1, 1). */
    private static float[] noise(String purpose, int n) {
        CounterRandom random = CounterRandom.of(7, purpose);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) (2 * random.nextDouble() - 1);
        }
        return values;
    }

    private static ElectraConfig published() {
        return config(Norm.POST, Positions.LEARNED, true, FeedForward.GELU, 0);
    }

    private static ElectraConfig config(
            Norm norm, Positions positions, boolean biases, FeedForward feedForward, double dropout) {
        return new ElectraConfig(
                11, 6, 8, 2, 2, 12, 9, 2, dropout, dropout, 1e-12, 0.02, 0, norm, positions, biases, feedForward);
    }
}
