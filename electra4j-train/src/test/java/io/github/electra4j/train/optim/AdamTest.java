package io.github.electra4j.train.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.random.CounterRandom;
import io.github.electra4j.train.optim.Optimizer.Matrices;
import io.github.electra4j.train.optim.Optimizer.Settings;
import io.github.electra4j.train.optim.Optimizer.Update;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.ParameterSpec;
import io.github.electra4j.train.tensor.Parameters;
import io.github.electra4j.train.tensor.Precision;
import io.github.electra4j.train.tensor.Replicas;
import io.github.electra4j.train.tensor.Scope;
import io.github.electra4j.train.tensor.Tensors;
import io.github.electra4j.train.tensor.TestDevice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Updates against Adam written out in double (Kingma and Ba, 2015, algorithm 1; decay as Loshchilov and Hutter, 2019). */
class AdamTest {
    private static final Tensors FP32 = new Tensors(TestDevice.CHOSEN, Precision.FP32);
    private static final List<ParameterSpec> SPECS = List.of(
            ParameterSpec.weight("generator/weight", 7, 13),
            ParameterSpec.bias("generator/bias", 7),
            ParameterSpec.table("generator/table", 3, 3),
            ParameterSpec.weight("discriminator/weight", 20, 10),
            ParameterSpec.bias("discriminator/bias", 5),
            ParameterSpec.gain("discriminator/norm.weight", 9));
    private static final int STEPS = 4;

    private static Group group(ParameterSpec spec) {
        boolean generators = spec.name().startsWith("generator");
        return new Group(generators ? 1 : 0, generators ? 1 : 0.5, spec.decay() ? 0.1 : 0);
    }

    @ParameterizedTest
    @CsvSource({"1, false, 1", "2, false, 1", "3, true, 1", "2, true, 0", "2, false, 0"})
    void apply_twoOptimisersWithDecayAndClipping_followsTheDefinition(int replicas, boolean correct, double clip) {
        Settings settings = new Settings(0.9, 0.999, 1e-6, clip, correct, Matrices.ADAM);
        try (Run run = new Run(settings, replicas)) {
            Map<String, double[]> values = run.doubles();
            Map<String, double[]> first = new HashMap<>();
            Map<String, double[]> second = new HashMap<>();
            for (int step = 1; step <= STEPS; step++) {
                // Odd steps below the clip, even ones above.
                double scale = step % 2 == 0 ? 1 : 0.01;
                Map<String, double[]> gradients = new HashMap<>();
                for (int part = 0; part < 2; part++) {
                    run.backward(step * 10 + part, scale, gradients);
                    run.optimizer.accumulate(run.replicas, run.leaves);
                }
                List<Double> rates = List.of(0.02 / step, 0.005);
                Update update = run.optimizer.apply(run.replicas, AdamTest::group, rates, step);

                assertThat(update.applied()).isTrue();
                double[] squares = new double[2];
                for (ParameterSpec spec : SPECS) {
                    for (double g : gradients.get(spec.name())) {
                        squares[group(spec).optimiser()] += g * g;
                    }
                }
                for (ParameterSpec spec : SPECS) {
                    Group group = group(spec);
                    double norm = Math.sqrt(squares[group.optimiser()]);
                    assertThat(update.norms().get(group.optimiser())).isCloseTo(norm, within(1e-5 * norm));
                    double divisor = clip > 0 ? Math.max(1, norm / clip) : 1;
                    adam(
                            values.get(spec.name()),
                            gradients.get(spec.name()),
                            first.computeIfAbsent(spec.name(), n -> new double[(int) spec.count()]),
                            second.computeIfAbsent(spec.name(), n -> new double[(int) spec.count()]),
                            divisor,
                            rates.get(group.optimiser()) * group.scale(),
                            group.decay(),
                            correct ? step : 0);
                }
            }
            for (ParameterSpec spec : SPECS) {
                float[] ours = run.parameters.get(spec.name());
                double[] theirs = values.get(spec.name());
                for (int i = 0; i < ours.length; i++) {
                    assertThat((double) ours[i]).as(spec.name()).isCloseTo(theirs[i], within(1e-5));
                }
            }
        }
    }

    @Test
    void apply_scaleZero_leavesTheParameterItsMomentsAndTheNormAlone() {
        try (Run run = new Run(new Settings(0.9, 0.999, 1e-6, 1, false, Matrices.ADAM), 2)) {
            Map<String, double[]> gradients = new HashMap<>();
            run.backward(1, 1, gradients);
            run.optimizer.accumulate(run.replicas, run.leaves);
            Map<String, double[]> before = run.doubles();
            Function<ParameterSpec, Group> frozen =
                    spec -> new Group(0, spec.name().startsWith("generator") ? 0 : 1, 0.1);

            Update update = run.optimizer.apply(run.replicas, frozen, List.of(0.01), 1);

            double square = 0;
            for (ParameterSpec spec : SPECS) {
                boolean same = run.parameters.get(spec.name())[0] == before.get(spec.name())[0];
                assertThat(same).as(spec.name()).isEqualTo(spec.name().startsWith("generator"));
                if (!spec.name().startsWith("generator")) {
                    for (double g : gradients.get(spec.name())) {
                        square += g * g;
                    }
                }
            }
            assertThat(update.norms().get(0)).isCloseTo(Math.sqrt(square), within(1e-4));
        }
    }

    /** With bias correction a first update moves every weight by the rate, whenever it comes: m / sqrt(v) is the gradient's sign. */
    @Test
    void apply_parameterThatStartsLate_isCorrectedFromItsOwnFirstStep() {
        try (Run run = new Run(new Settings(0.9, 0.999, 1e-9, 0, true, Matrices.ADAM), 2)) {
            run.backward(1, 1, new HashMap<>());
            run.optimizer.accumulate(run.replicas, run.leaves);
            Map<String, double[]> before = run.doubles();

            run.optimizer.apply(run.replicas, spec -> new Group(0, 1, 0, 500), List.of(0.01), 501);

            for (ParameterSpec spec : SPECS) {
                float[] after = run.parameters.get(spec.name());
                for (int i = 0; i < after.length; i++) {
                    assertThat(Math.abs(after[i] - before.get(spec.name())[i])).isCloseTo(0.01, within(1e-5));
                }
            }
        }
    }

    /** Weights, moments and the next step are as if the bad step had never been. */
    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
    void apply_gradientNotFinite_changesNothing(double bad) {
        Settings settings = new Settings(0.9, 0.999, 1e-6, 1, false, Matrices.ADAM);
        try (Run run = new Run(settings, 2);
                Run untouched = new Run(settings, 2)) {
            run.backward(1, bad, new HashMap<>());
            run.optimizer.accumulate(run.replicas, run.leaves);

            Update update = run.optimizer.apply(run.replicas, AdamTest::group, List.of(0.01, 0.01), 1);

            assertThat(update.applied()).isFalse();
            for (Run each : List.of(run, untouched)) {
                each.backward(2, 1, new HashMap<>());
                each.optimizer.accumulate(each.replicas, each.leaves);
                each.optimizer.apply(each.replicas, AdamTest::group, List.of(0.01, 0.01), 2);
            }
            assertThat(Tensors.toArray(run.parameters.master()))
                    .isEqualTo(Tensors.toArray(untouched.parameters.master()));
        }
    }

    private static void adam(
            double[] w, double[] g, double[] m, double[] v, double divisor, double rate, double decay, int step) {
        double first = step == 0 ? 1 : 1 - Math.pow(0.9, step);
        double second = step == 0 ? 1 : 1 - Math.pow(0.999, step);
        for (int i = 0; i < w.length; i++) {
            double gradient = g[i] / divisor;
            m[i] = 0.9 * m[i] + 0.1 * gradient;
            v[i] = 0.999 * v[i] + 0.001 * gradient * gradient;
            w[i] -= rate * (m[i] / first / (Math.sqrt(v[i] / second) + 1e-6) + decay * w[i]);
        }
    }

    /** Parameters with an optimiser and replicas; gradients are noise, given by a weighted sum of the leaves. */
    private static final class Run implements AutoCloseable {
        final Parameters parameters = new Parameters(SPECS, FP32, 0.5, 1);
        final Optimizer optimizer;
        final Replicas replicas;
        final List<Leaves> leaves = new ArrayList<>();

        Run(Settings settings, int count) {
            optimizer = new Optimizer(parameters, settings);
            replicas = new Replicas(count);
            for (int i = 0; i < count; i++) {
                leaves.add(new Leaves(parameters, name -> true));
            }
        }

        Map<String, double[]> doubles() {
            Map<String, double[]> values = new HashMap<>();
            for (ParameterSpec spec : SPECS) {
                float[] floats = parameters.get(spec.name());
                double[] wide = new double[floats.length];
                for (int i = 0; i < wide.length; i++) {
                    wide[i] = floats[i];
                }
                values.put(spec.name(), wide);
            }
            return values;
        }

        /** Gives every replica a gradient and adds them to what the step has so far. */
        void backward(long number, double scale, Map<String, double[]> total) {
            for (int replica = 0; replica < leaves.size(); replica++) {
                for (ParameterSpec spec : SPECS) {
                    CounterRandom random = CounterRandom.of(number, spec.name(), replica, 0);
                    float[] noise = new float[(int) spec.count()];
                    double[] sum = total.computeIfAbsent(spec.name(), n -> new double[noise.length]);
                    for (int i = 0; i < noise.length; i++) {
                        noise[i] = (float) (scale * (2 * random.nextDouble() - 1));
                        sum[i] += noise[i];
                    }
                    try (Scope scope = new Scope()) {
                        leaves.get(replica)
                                .get(spec.name())
                                .view(-1)
                                .mul(FP32.floats(noise, noise.length))
                                .sum()
                                .backward();
                    }
                }
            }
        }

        @Override
        public void close() {
            replicas.close();
            leaves.forEach(Leaves::close);
            optimizer.close();
            parameters.close();
        }
    }
}
