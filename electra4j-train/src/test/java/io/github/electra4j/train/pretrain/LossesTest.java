package io.github.electra4j.train.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.examples.Batch;
import io.github.electra4j.random.CounterRandom;
import io.github.electra4j.train.pretrain.EncoderObjective.Learned;
import io.github.electra4j.train.pretrain.Losses.Detected;
import io.github.electra4j.train.pretrain.Losses.Drawing;
import io.github.electra4j.train.pretrain.Losses.Named;
import io.github.electra4j.train.pretrain.Masking.Masked;
import io.github.electra4j.train.pretrain.StepResult.Detection;
import io.github.electra4j.train.tensor.Precision;
import io.github.electra4j.train.tensor.Scope;
import io.github.electra4j.train.tensor.Tensors;
import io.github.electra4j.train.tensor.TestDevice;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Losses and their gradients at the logits against the definitions, written out in double and differentiated by differences. */
class LossesTest {
    private static final Tensors FP32 = new Tensors(TestDevice.CHOSEN, Precision.FP32);
    private static final int V = 11;
    private static final int[] TARGETS = {5, 10, 0};
    private static final Batch BATCH =
            new Batch(new int[] {2, 5, 10, 3, 2, 6, 3, 0}, new int[] {4, 3}, new int[] {4, 3}, new long[] {1, 2}, 2, 4);
    private static final int[] REAL = {0, 1, 2, 3, 4, 5, 6};
    private static final double STEP = 1e-5;

    private static void backward(Named named) {
        new Learned(StepResult.none(), named.roots(), named.gradients()).backward();
    }

    @Test
    void naming_lossAndGradient_areThoseOfCrossEntropy() {
        float[] logits = noise("logits", 3 * V, 4);
        try (Scope scope = new Scope()) {
            Tensor leaf = FP32.floats(logits, 3, V).set_requires_grad(true);
            Named named = Losses.naming(FP32, leaf, masked(3), 0.7, true);

            assertThat(named.naming().loss()).isCloseTo(crossEntropy(doubles(logits)), within(1e-5));
            assertThat(named.naming().positions()).isEqualTo(3);
            assertThat(named.naming().correct()).isEqualTo(correct(logits));
            assertThat(named.drawn()).isEmpty();
            backward(named);
            assertGradient(Tensors.toArray(leaf.grad()), logits, 0.7, LossesTest::crossEntropy);
        }
    }

    /** The last two of five rows are of no chosen position. */
    @Test
    void naming_moreRowsThanChosenPositions_countsAndTeachesByTheFirstAlone() {
        float[] logits = noise("logits", 5 * V, 4);
        float[] first = Arrays.copyOf(logits, 3 * V);
        try (Scope scope = new Scope()) {
            Tensor leaf = FP32.floats(logits, 5, V).set_requires_grad(true);
            Named named = Losses.naming(FP32, leaf, masked(3), 0.7, true, new Drawing(1, false));

            assertThat(named.naming().loss()).isCloseTo(crossEntropy(doubles(first)), within(1e-5));
            assertThat(named.naming().positions()).isEqualTo(3);
            assertThat(named.naming().correct()).isEqualTo(correct(first));
            assertThat(named.drawn()).hasSize(3);
            backward(named);
            float[] gradient = Tensors.toArray(leaf.grad());
            assertThat(Arrays.copyOfRange(gradient, 3 * V, 5 * V)).containsOnly(0f);
            assertGradient(Arrays.copyOf(gradient, 3 * V), first, 0.7, LossesTest::crossEntropy);
        }
    }

    /** 500 rows of 9,000 pieces are worked on in three parts. The expected numbers are the definition's, in double. */
    @Test
    void naming_moreThanAreHeldAtATime_giveLossGradientAndCountsOfAllRows() {
        int n = 500;
        int pieces = 9_000;
        float[] logits = noise("many logits", n * pieces, 4);
        int[] originals = new int[n];
        long[] keys = new long[n];
        double loss = 0;
        double[] sums = new double[n];
        int correct = 0;
        for (int r = 0; r < n; r++) {
            float[] row = java.util.Arrays.copyOfRange(logits, r * pieces, (r + 1) * pieces);
            originals[r] = r % 3 == 0 ? argMax(row) : r;
            correct += originals[r] == argMax(row) ? 1 : 0;
            keys[r] = r;
            sums[r] = sumExp(row, 1, -1);
            loss -= row[originals[r]] - Math.log(sums[r]);
        }
        Masked masked = new Masked(BATCH, BATCH.ids(), new int[n], originals, keys, new int[] {0, n, n}, new int[] {0});
        try (Scope scope = new Scope()) {
            Tensor leaf = FP32.floats(logits, n, pieces).set_requires_grad(true);
            Named named = Losses.naming(FP32, leaf, masked, 2, true, new Drawing(1, false));
            backward(named);

            assertThat(named.naming().loss()).isCloseTo(loss, within(1e-5 * loss));
            assertThat(named.naming().correct()).isEqualTo(correct);
            assertThat(named.drawn()).hasSize(n);
            float[] gradient = Tensors.toArray(leaf.grad());
            for (int i = 0; i < gradient.length; i++) {
                int r = i / pieces;
                double expected = 2 * (Math.exp(logits[i]) / sums[r] - (i % pieces == originals[r] ? 1 : 0));
                assertThat(Math.abs(gradient[i] - expected)).isLessThan(1e-5);
            }
        }
    }

    private static int argMax(float[] row) {
        int best = 0;
        for (int i = 1; i < row.length; i++) {
            best = row[i] > row[best] ? i : best;
        }
        return best;
    }

    @Test
    void detection_lossAndGradient_areThoseOfBinaryCrossEntropyOverRealTokens() {
        float[] logits = noise("detection", 8, 3);
        logits[1] = 90;
        logits[2] = -90;
        logits[4] = 25;
        boolean[] labels = {false, true, false, false, false, true, false, false};
        try (Scope scope = new Scope()) {
            Tensor leaf = FP32.floats(logits, 2, 4).set_requires_grad(true);
            Detected detected = Losses.detection(logits, labels, REAL, true);

            ToDoubleFunction<double[]> loss = z -> binaryCrossEntropy(z, labels);
            Detection detection = detected.detection();
            assertThat(detection.loss()).isCloseTo(loss.applyAsDouble(doubles(logits)), within(1e-5));
            assertThat(detection.positions()).isEqualTo(7);
            assertThat(detection.logits()).containsExactly(java.util.Arrays.copyOf(logits, 7), within(0f));
            assertThat(detection.labels()).containsExactly(false, true, false, false, false, true, false);
            new Learned(StepResult.none(), List.of(leaf), List.of(detected.gradient(FP32, leaf, 50.0 / 7))).backward();
            assertGradient(Tensors.toArray(leaf.grad()), logits, 50.0 / 7, loss);
        }
    }

    @Test
    void detection_logitsTooLargeForExp_givesAFiniteLoss() {
        float[] logits = {1e4f, -1e4f, 0, 0, 0, 0, 0, 0};
        boolean[] labels = new boolean[8];
        try (Scope scope = new Scope()) {
            Detection detection = Losses.detection(logits, labels, REAL, false).detection();

            // 10,000 for the certain error, 0 for the certain hit, ln 2 for each of the five others.
            assertThat(detection.loss()).isCloseTo(1e4 + 5 * Math.log(2), within(1e-6));
        }
    }

    /** Draws follow softmax(logits / temperature); with disallowCorrect the original never comes and the others keep their ratios. */
    @ParameterizedTest
    @ValueSource(strings = {"plain", "temperature", "disallow", "both"})
    void naming_manyDraws_passChiSquared(String kind) {
        boolean disallow = kind.equals("disallow") || kind.equals("both");
        double temperature = kind.equals("temperature") || kind.equals("both") ? 0.5 : 1;
        int rows = 30_000;
        int target = 4;
        float[] row = noise("row", V, 2);
        float[] logits = new float[rows * V];
        int[] originals = new int[rows];
        long[] keys = new long[rows];
        CounterRandom random = CounterRandom.of(4, "keys");
        for (int r = 0; r < rows; r++) {
            System.arraycopy(row, 0, logits, r * V, V);
            originals[r] = target;
            keys[r] = random.nextLong();
        }
        Masked masked = new Masked(
                BATCH, BATCH.ids(), new int[rows], originals, keys, new int[] {0, rows, rows}, new int[] {0});
        Drawing drawing = new Drawing(temperature, disallow);
        int[] counts = new int[V];
        try (Scope scope = new Scope()) {
            Named named = Losses.naming(FP32, FP32.floats(logits, rows, V), masked, 0, false, drawing);
            for (int drawn : named.drawn()) {
                counts[drawn]++;
            }
            assertThat(named.gradients()).as("nothing is learned").isEmpty();
            assertThat(named.naming().loss() / rows)
                    .as("the loss knows no temperature")
                    .isCloseTo(-Math.log(Math.exp(row[target]) / sumExp(row, 1, -1)), within(1e-4));
        }

        double chi = 0;
        int freedom = disallow ? V - 2 : V - 1;
        for (int id = 0; id < V; id++) {
            if (disallow && id == target) {
                assertThat(counts[id]).isZero();
                continue;
            }
            double expected = rows * Math.exp(row[id] / temperature) / sumExp(row, temperature, disallow ? target : -1);
            chi += (counts[id] - expected) * (counts[id] - expected) / expected;
        }
        assertThat(chi).isLessThan(freedom + 4 * Math.sqrt(2.0 * freedom));
    }

    private static double sumExp(float[] row, double temperature, int without) {
        double sum = 0;
        for (int id = 0; id < row.length; id++) {
            sum += id == without ? 0 : Math.exp(row[id] / temperature);
        }
        return sum;
    }

    private static double crossEntropy(double[] z) {
        double loss = 0;
        for (int r = 0; r < TARGETS.length; r++) {
            double sum = 0;
            for (int v = 0; v < V; v++) {
                sum += Math.exp(z[r * V + v]);
            }
            loss -= Math.log(Math.exp(z[r * V + TARGETS[r]]) / sum);
        }
        return loss;
    }

    /** -log of the probability given to the label, over the first four and the next three; the last is padding. */
    private static double binaryCrossEntropy(double[] z, boolean[] labels) {
        double loss = 0;
        for (int i = 0; i < 7; i++) {
            double wrong = labels[i] ? -z[i] : z[i];
            loss += wrong > 30 ? wrong : Math.log1p(Math.exp(wrong));
        }
        return loss;
    }

    private static void assertGradient(
            float[] gradient, float[] at, double weight, ToDoubleFunction<double[]> function) {
        for (int i = 0; i < at.length; i++) {
            double[] up = doubles(at);
            double[] down = doubles(at);
            up[i] += STEP;
            down[i] -= STEP;
            double difference = weight * (function.applyAsDouble(up) - function.applyAsDouble(down)) / (2 * STEP);
            assertThat((double) gradient[i]).as("element " + i).isCloseTo(difference, within(1e-5 * (1 + weight)));
        }
    }

    private static int correct(float[] logits) {
        int correct = 0;
        for (int r = 0; r < TARGETS.length; r++) {
            int best = 0;
            for (int v = 1; v < V; v++) {
                best = logits[r * V + v] > logits[r * V + best] ? v : best;
            }
            correct += best == TARGETS[r] ? 1 : 0;
        }
        return correct;
    }

    private static Masked masked(int n) {
        return new Masked(
                BATCH, BATCH.ids(), new int[] {1, 2, 5}, TARGETS, new long[n], new int[] {0, 2, 3}, new int[] {1, 2, 5
                });
    }

    private static double[] doubles(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }

    private static float[] noise(String purpose, int n, double scale) {
        CounterRandom random = CounterRandom.of(9, purpose);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) (scale * (2 * random.nextDouble() - 1));
        }
        return values;
    }
}
