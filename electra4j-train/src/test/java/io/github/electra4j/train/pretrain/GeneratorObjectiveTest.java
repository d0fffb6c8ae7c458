package io.github.electra4j.train.pretrain;

import static io.github.electra4j.train.pretrain.ObjectiveTest.ints;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.checkpoint.SafeTensors;
import io.github.electra4j.examples.Batch;
import io.github.electra4j.train.pretrain.Masking.Masked;
import io.github.electra4j.train.pretrain.PretrainingStep.Stage;
import io.github.electra4j.train.pretrain.PretrainingStep.Totals;
import io.github.electra4j.train.tensor.Dropout;
import io.github.electra4j.train.tensor.Gathering;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.ParameterSpec;
import io.github.electra4j.train.tensor.Parameters;
import io.github.electra4j.train.tensor.Precision;
import io.github.electra4j.train.tensor.Tensors;
import io.github.electra4j.train.tensor.TestDevice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A whole step of an adversary and of two towers: losses, and the gradients of every parameter, of {@code
 * src/test/python/make_generators.py}: NumPy, and central differences in float64.
 */
class GeneratorObjectiveTest {
    private static final Path FIXTURE = Path.of("src/test/resources/generators.safetensors");
    private static final Tensors FP32 = new Tensors(TestDevice.CHOSEN, Precision.FP32);

    /** The shapes of the fixture. */
    private static final Object[] SHAPES = {
        "embeddingSize",
        4,
        "hiddenSize",
        8,
        "layers",
        1,
        "heads",
        2,
        "intermediateSize",
        12,
        "maxPositions",
        8,
        "length",
        8,
        "generatorHiddenSize",
        6,
        "generatorLayers",
        2,
        "generatorHeads",
        2,
        "generatorIntermediateSize",
        8,
        "generatorWeight",
        0.7
    };

    @Test
    void run_adversarial_givesNumPysRewardsAndGradients() throws IOException {
        assertGives("adversarial", Configs.tiny(Configs.with(SHAPES, "strategy", Strategy.ADVERSARIAL)));
    }

    @Test
    void run_electricWithTwoTowers_givesNumPysLossesAndGradients() throws IOException {
        assertGives(
                "electric",
                Configs.tiny(
                        Configs.with(SHAPES, "objective", Objective.ELECTRIC, "replacements", Replacements.TWO_TOWER)));
    }

    private static void assertGives(String step, PretrainingConfig config) throws IOException {
        PretrainingModel model = PretrainingModel.of(config, 11, 0);
        try (SafeTensors expected = SafeTensors.open(FIXTURE);
                Parameters parameters = new Parameters(model.specs(), FP32, 0.02, 1);
                Leaves leaves = new Leaves(parameters, name -> true)) {
            for (ParameterSpec spec : model.specs()) {
                parameters.set(spec.name(), expected.floats(step + ".value." + spec.name()));
            }
            parameters.refresh(0, parameters.size());
            Masked masked = masked(expected, expected.floats(step + ".chances"));

            StepResult result = new PretrainingStep(model, config, null)
                    .run(
                            leaves,
                            masked,
                            Totals.of(masked, 1, false),
                            Stage.BOTH,
                            Dropout.none(),
                            Dropout.none(),
                            false,
                            Gathering.alone());

            assertThat(result.counts().replaced()).isEqualTo(3);
            assertFigures(expected, step, Metrics.of(result, config));
            for (ParameterSpec spec : model.specs()) {
                float[] gradient = expected.floats(step + ".gradient." + spec.name());
                float largest = 0;
                for (float g : gradient) {
                    largest = Math.max(largest, Math.abs(g));
                }
                assertThat(leaves.gradient(spec.name()))
                        .as(spec.name())
                        .containsExactly(gradient, within(1e-4f * largest));
            }
        }
    }

    /** Everything that the step has a figure of. */
    private static void assertFigures(SafeTensors expected, String step, Map<String, Double> figures)
            throws IOException {
        for (String figure : new String[] {"generator_loss", "discriminator_loss", "reward", "expected_reward"}) {
            assertThat(figures.containsKey(figure)).as(figure).isEqualTo(expected.contains(step + "." + figure));
            if (figures.containsKey(figure)) {
                double value = expected.floats(step + "." + figure)[0];
                assertThat(figures.get(figure)).as(figure).isCloseTo(value, within(1e-5 * value));
            }
        }
    }

    /** The fixture's batch, with keys for which its generator draws what the discriminator of the fixture read. */
    private static Masked masked(SafeTensors expected, float[] chances) throws IOException {
        int[] ids = ints(expected, "input.ids");
        int[] positions = ints(expected, "input.positions");
        return new Masked(
                new Batch(ids, new int[] {5, 6}, new int[] {5, 3}, new long[] {1, 2}, 2, 6),
                ints(expected, "input.masked_ids"),
                positions,
                Arrays.stream(positions).map(position -> ids[position]).toArray(),
                DrawingKeys.of(chances, ints(expected, "input.drawn")),
                new int[] {0, 2, 4},
                ints(expected, "input.candidates"));
    }
}
