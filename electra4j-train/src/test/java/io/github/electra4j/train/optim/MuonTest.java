package io.github.electra4j.train.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.random.CounterRandom;
import io.github.electra4j.train.optim.Optimizer.Matrices;
import io.github.electra4j.train.tensor.ParameterSpec;
import io.github.electra4j.train.tensor.Precision;
import io.github.electra4j.train.tensor.Scope;
import io.github.electra4j.train.tensor.Tensors;
import io.github.electra4j.train.tensor.TestDevice;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Muon (Jordan et al., 2024) against the same written out in doubles with plain loops, and against what it is for: a matrix with singular values
 * near 1, along the singular vectors of the momentum.
 */
class MuonTest {
    private static final Tensors FP32 = new Tensors(TestDevice.CHOSEN, Precision.FP32);

    @ParameterizedTest
    @CsvSource({"6, 6", "5, 9", "9, 4"})
    void update_severalSteps_followsTheDefinition(int rows, int columns) {
        int matrices = 2;
        int count = matrices * rows * columns;
        double[] values = noise("values", 0, count);
        double[] momentum = new double[count];
        try (Scope scope = new Scope()) {
            Tensor w = tensor(values, matrices, rows, columns);
            Tensor m = tensor(momentum, matrices, rows, columns);
            for (int step = 1; step <= 3; step++) {
                double[] gradient = noise("gradient", step, count);
                double rate = 0.05 / step;
                Muon.update(w, tensor(gradient, matrices, rows, columns), m, rate, 0.1, 2, ScalarType.Float);
                definition(values, gradient, momentum, matrices, rows, columns, rate);
            }
            assertClose(Tensors.toArray(w.contiguous()), values);
            assertClose(Tensors.toArray(m.contiguous()), momentum);
        }
    }

    /** The singular vectors stay: the result times the transposed matrix is symmetric, its square near the identity. */
    @ParameterizedTest
    @CsvSource({"Float, 12, 12", "Float, 8, 20", "Float, 20, 8", "BFloat16, 12, 12", "BFloat16, 8, 20"})
    void orthogonal_anyMatrix_hasSingularValuesAroundOne(ScalarType precision, int rows, int columns) {
        try (Scope scope = new Scope()) {
            Tensor matrix = tensor(noise("matrix", 7, rows * columns), 1, rows, columns);

            double[][] near = grid(
                    Tensors.toArray(Muon.orthogonal(matrix, precision)
                            .to(ScalarType.Float)
                            .contiguous()),
                    rows,
                    columns);

            double[][] wide = rows <= columns ? near : transposed(near);
            double[][] gram = product(wide, transposed(wide));
            double trace = 0;
            for (int i = 0; i < gram.length; i++) {
                trace += gram[i][i];
            }
            // The mean of the squared singular values, which are each within 0.7 and 1.2 (Jordan et al., 2024).
            assertThat(trace / gram.length).isBetween(0.49, 1.44);
            double[][] original = grid(Tensors.toArray(matrix), rows, columns);
            double[][] mixed =
                    rows <= columns ? product(near, transposed(original)) : product(transposed(near), original);
            double size = 0;
            for (double[] row : mixed) {
                for (double value : row) {
                    size = Math.max(size, Math.abs(value));
                }
            }
            for (int i = 0; i < mixed.length; i++) {
                for (int j = 0; j < i; j++) {
                    assertThat(mixed[i][j])
                            .isCloseTo(mixed[j][i], within(size * (precision == ScalarType.Float ? 1e-5 : 0.05)));
                }
            }
        }
    }

    @Test
    void update_noGradient_decaysAlone() {
        try (Scope scope = new Scope()) {
            Tensor values = tensor(new double[] {1, 2, 3, 4}, 1, 2, 2);

            Muon.update(
                    values,
                    tensor(new double[4], 1, 2, 2),
                    tensor(new double[4], 1, 2, 2),
                    0.1,
                    0.5,
                    1,
                    ScalarType.Float);

            assertClose(Tensors.toArray(values), new double[] {0.95, 1.9, 2.85, 3.8});
        }
    }

    /** Three matrices of 4 x 4 kept as one of 12 x 4: five rounds of three products of 2 x 64 operations each, for each of the three. */
    @Test
    void flops_matricesKeptAsOne_areThoseOfEach() {
        List<ParameterSpec> specs = List.of(
                ParameterSpec.weight("qkv", 12, 4).savedAs(List.of("q", "k", "v")),
                ParameterSpec.weight("prediction", 1, 4),
                ParameterSpec.tiedTable("words", 50, 4),
                ParameterSpec.bias("bias", 12));

        assertThat(Matrices.MUON.flops(specs)).isEqualTo(3 * 5 * 3 * 2 * 64.0);
        assertThat(Matrices.ADAM.flops(specs)).isZero();
    }

    private static void definition(
            double[] values, double[] gradient, double[] momentum, int matrices, int rows, int columns, double rate) {
        int size = rows * columns;
        for (int k = 0; k < matrices; k++) {
            double[] ahead = new double[size];
            double norm = 0;
            for (int i = 0; i < size; i++) {
                double g = gradient[k * size + i] / 2;
                momentum[k * size + i] = 0.95 * momentum[k * size + i] + 0.05 * g;
                ahead[i] = 0.95 * momentum[k * size + i] + 0.05 * g;
                norm += ahead[i] * ahead[i];
            }
            double[][] x = new double[rows][columns];
            for (int i = 0; i < size; i++) {
                x[i / columns][i % columns] = ahead[i] / Math.sqrt(norm);
            }
            for (int round = 0; round < 5; round++) {
                double[][] gram = product(x, transposed(x));
                double[][] once = product(gram, x);
                double[][] twice = product(gram, once);
                for (int i = 0; i < rows; i++) {
                    for (int j = 0; j < columns; j++) {
                        x[i][j] = 3.4445 * x[i][j] - 4.7750 * once[i][j] + 2.0315 * twice[i][j];
                    }
                }
            }
            for (int i = 0; i < size; i++) {
                double w = values[k * size + i] * (1 - rate * 0.1);
                values[k * size + i] =
                        w - rate * 0.2 * Math.sqrt(Math.max(rows, columns)) * x[i / columns][i % columns];
            }
        }
    }

    private static double[][] product(double[][] a, double[][] b) {
        double[][] c = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b[0].length; j++) {
                for (int k = 0; k < b.length; k++) {
                    c[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return c;
    }

    private static double[][] transposed(double[][] a) {
        double[][] t = new double[a[0].length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[0].length; j++) {
                t[j][i] = a[i][j];
            }
        }
        return t;
    }

    private static double[][] grid(float[] flat, int rows, int columns) {
        double[][] grid = new double[rows][columns];
        for (int i = 0; i < flat.length; i++) {
            grid[i / columns][i % columns] = flat[i];
        }
        return grid;
    }

    private static double[] noise(String name, long number, int count) {
        CounterRandom random = CounterRandom.of(number, name);
        double[] noise = new double[count];
        for (int i = 0; i < count; i++) {
            noise[i] = (float) (2 * random.nextDouble() - 1);
        }
        return noise;
    }

    private static Tensor tensor(double[] values, long... shape) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return FP32.floats(floats, shape).clone();
    }

    private static void assertClose(float[] ours, double[] theirs) {
        assertThat(ours).hasSize(theirs.length);
        for (int i = 0; i < ours.length; i++) {
            assertThat((double) ours[i]).isCloseTo(theirs[i], within(2e-5));
        }
    }
}
