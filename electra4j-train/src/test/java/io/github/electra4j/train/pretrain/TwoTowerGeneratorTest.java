package io.github.electra4j.train.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.examples.Batch;
import io.github.electra4j.random.CounterRandom;
import io.github.electra4j.train.model.TwoTower;
import io.github.electra4j.train.model.TwoTower.Stacks;
import io.github.electra4j.train.pretrain.Generator.Work;
import io.github.electra4j.train.pretrain.Masking.Masked;
import io.github.electra4j.train.tensor.Dropout;
import io.github.electra4j.train.tensor.LayerStack.Keeping;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.Parameters;
import io.github.electra4j.train.tensor.Precision;
import io.github.electra4j.train.tensor.Scope;
import io.github.electra4j.train.tensor.Tensors;
import io.github.electra4j.train.tensor.TestDevice;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.AutoGradMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Loss, draws and log-probabilities against the logits of the towers, worked out in double. */
class TwoTowerGeneratorTest {
    private static final Tensors FP32 = new Tensors(TestDevice.CHOSEN, Precision.FP32);
    private static final int PIECES = 23;
    /** Rows of the chosen positions among the candidates. */
    private static final int[] ROWS = {1, 3, 6};

    /** What stands there. */
    private static final int[] ORIGINALS = {8, 10, 13};

    private static final String BIAS = "generator/generator_lm_head.bias";

    private final TwoTower towers = new TwoTower("generator", Configs.tiny().generator(PIECES, 0));
    private final TwoTowerGenerator generator = new TwoTowerGenerator(towers);
    private final Parameters parameters = new Parameters(towers.specs(), FP32, 0.3, 1);

    @AfterEach
    void close() {
        parameters.close();
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 2})
    void draw_aBatch_givesTheLikelihoodOfAllCandidatesAndTheProbabilityOfWhatIsRead(double temperature) {
        Masked masked = masked(1);
        double[][] logits = logits(masked);

        Drawn drawn = draw(masked, 0, new Losses.Drawing(temperature, false));

        double loss = 0;
        Replaced replaced = Replaced.of(masked, drawn.ids());
        float[] expected = new float[masked.ids().length];
        Arrays.fill(expected, Float.NaN);
        for (int i = 0; i < logits.length; i++) {
            int place = masked.candidates()[i];
            loss -= logProbability(logits[i], masked.batch().ids()[place], 1);
            expected[place] = (float) logProbability(logits[i], replaced.ids()[place], temperature);
        }
        assertThat(drawn.result().generator().loss()).isCloseTo(loss, within(1e-4));
        assertThat(drawn.result().generator().positions()).isEqualTo(7);
        assertThat(drawn.result().generator().chosen()).isEqualTo(3);
        assertThat(drawn.logNoise()).containsExactly(expected, within(1e-4f));
    }

    /** Each token is chosen by itself in Electric, so that of few none may be. */
    @Test
    void draw_nothingChosen_stillLearnsAndKnowsTheProbabilities() {
        Masked some = masked(1);
        Masked none = new Masked(
                some.batch(), some.ids(), new int[0], new int[0], new long[0], new int[3], some.candidates());

        Drawn drawn = draw(none, 0, new Losses.Drawing(1, false));

        assertThat(drawn.ids()).isEmpty();
        assertThat(drawn.result().generator().positions()).isEqualTo(7);
        double[][] logits = logits(none);
        assertThat(drawn.logNoise()[9]).isCloseTo((float) logProbability(logits[6], 13, 1), within(1e-4f));
    }

    @Test
    void draw_somethingIsLearned_gathersTheGradientOfTheWeightedLoss() {
        Masked masked = masked(1);
        double[][] logits = logits(masked);
        double[] expected = new double[PIECES];
        for (int i = 0; i < logits.length; i++) {
            int original = masked.batch().ids()[masked.candidates()[i]];
            for (int id = 0; id < PIECES; id++) {
                expected[id] += 0.7 * (Math.exp(logProbability(logits[i], id, 1)) - (id == original ? 1 : 0));
            }
        }
        try (Leaves leaves = new Leaves(parameters, name -> true);
                Scope scope = new Scope();
                AutoGradMode on = new AutoGradMode(true)) {
            generator.draw(
                    leaves, new Work(masked, 0.7, Keeping.ALL, Dropout.none(), false, new Losses.Drawing(2, false)));

            float[] bias = leaves.gradient(BIAS);
            for (int id = 0; id < PIECES; id++) {
                assertThat(bias[id]).isCloseTo((float) expected[id], within(1e-5f));
            }
            for (String tower : new String[] {"left", "right"}) {
                String name = "generator/" + tower + "/electra.encoder.layer.0.output.dense.weight";
                assertThat(leaves.gradient(name)).as(name).isNotEqualTo(new float[24 * 48]);
            }
        }
    }

    /** 8,000 draws at each of three places: by chi-squared, within four of its standard deviations. */
    @ParameterizedTest
    @CsvSource({"1, false", "2, false", "1, true"})
    void draw_manyKeys_followsTheDistributionAtEachPlace(double temperature, boolean disallowCorrect) {
        double[][] logits = logits(masked(1));
        int draws = 8_000;

        int[] ids = draw(masked(draws), 0, new Losses.Drawing(temperature, disallowCorrect))
                .ids();

        for (int i = 0; i < 3; i++) {
            int[] counts = new int[PIECES];
            for (int n = 0; n < draws; n++) {
                counts[ids[3 * n + i]]++;
            }
            int original = disallowCorrect ? ORIGINALS[i] : -1;
            double left = original < 0 ? 1 : 1 - Math.exp(logProbability(logits[ROWS[i]], original, temperature));
            double chi = 0;
            int freedom = -1;
            for (int id = 0; id < PIECES; id++) {
                if (id == original) {
                    assertThat(counts[id]).as("the original, at place " + i).isZero();
                    continue;
                }
                double share = draws * Math.exp(logProbability(logits[ROWS[i]], id, temperature)) / left;
                chi += (counts[id] - share) * (counts[id] - share) / share;
                freedom++;
            }
            assertThat(chi).as("place " + i).isLessThan(freedom + 4 * Math.sqrt(2.0 * freedom));
        }
    }

    /** Two texts, as often as asked for. Chosen are places 2 and 4 of the first and 3 of the second: candidates number 1, 3 and 6. */
    private static Masked masked(int copies) {
        int[] ids = repeated(copies, 0, 2, 7, 8, 9, 10, 3, 2, 11, 12, 13, 3, 0);
        int[] lengths = repeated(copies, 0, 6, 5);
        Batch batch = new Batch(ids, lengths, lengths, new long[2 * copies], 2 * copies, 6);
        CounterRandom random = CounterRandom.of(1, "two towers");
        return new Masked(
                batch,
                ids,
                repeated(copies, 12, 2, 4, 9),
                repeated(copies, 0, ORIGINALS),
                LongStream.generate(random::nextLong).limit(3L * copies).toArray(),
                IntStream.rangeClosed(0, 2 * copies)
                        .map(row -> row / 2 * 3 + row % 2 * 2)
                        .toArray(),
                repeated(copies, 12, 1, 2, 3, 4, 7, 8, 9));
    }

    private static int[] repeated(int copies, int step, int... values) {
        return IntStream.range(0, copies * values.length)
                .map(i -> values[i % values.length] + i / values.length * step)
                .toArray();
    }

    private Drawn draw(Masked masked, double weight, Losses.Drawing drawing) {
        try (Leaves leaves = new Leaves(parameters, name -> false);
                Scope scope = new Scope();
                AutoGradMode off = new AutoGradMode(false)) {
            return generator.draw(leaves, new Work(masked, weight, Keeping.NOTHING, Dropout.none(), true, drawing));
        }
    }

    private double[][] logits(Masked masked) {
        try (Leaves leaves = new Leaves(parameters, name -> false);
                Scope scope = new Scope();
                AutoGradMode off = new AutoGradMode(false)) {
            float[] all = Tensors.toArray(towers.forward(
                    leaves, masked.batch(), masked.candidates(), Dropout.none(), Stacks.keeping(Keeping.NOTHING)));
            return IntStream.range(0, masked.candidates().length)
                    .mapToObj(row -> IntStream.range(0, PIECES)
                            .mapToDouble(id -> all[row * PIECES + id])
                            .toArray())
                    .toArray(double[][]::new);
        }
    }

    private static double logProbability(double[] logits, int id, double temperature) {
        double sum = Arrays.stream(logits).map(z -> Math.exp(z / temperature)).sum();
        return logits[id] / temperature - Math.log(sum);
    }
}
