package io.github.electra4j.train.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Expected sums are of small whole numbers, which both precisions hold exactly. */
class GradientSumTest {
    private static final List<ParameterSpec> SPECS =
            List.of(ParameterSpec.tiedTable("a/words", 5, 2), ParameterSpec.weight("a/weight", 2, 3));

    @ParameterizedTest
    @EnumSource(Precision.class)
    void add_rowsThenWholeTableThenOtherRows_holdsOnlyWhatTheStepGave(Precision precision) {
        Tensors tensors = new Tensors(TestDevice.CHOSEN, precision);
        try (Parameters parameters = new Parameters(SPECS, tensors, 0.02, 1);
                Leaves first = new Leaves(parameters, name -> true);
                Leaves second = new Leaves(parameters, name -> true);
                Replicas replicas = new Replicas(2);
                GradientSum sum = new GradientSum(parameters)) {
            List<Leaves> leaves = List.of(first, second);

            look(first, 1, 1, 3);
            look(second, 3);
            sum.add(replicas, leaves);
            assertThat(sum.of("a/words")).as("rows").containsExactly(0, 0, 2, 2, 0, 0, 2, 2, 0, 0);
            assertThat(sum.of("a/weight")).containsOnly(0);

            look(first, 0);
            sum.add(replicas, leaves);
            assertThat(sum.of("a/words")).as("a second part").containsExactly(1, 1, 2, 2, 0, 0, 2, 2, 0, 0);

            sum.restart();
            look(second, 4);
            multiply(first, "a/words");
            multiply(second, "a/weight");
            sum.add(replicas, leaves);
            assertThat(sum.of("a/words")).as("rows and the whole").containsExactly(1, 1, 1, 1, 1, 1, 1, 1, 2, 2);
            assertThat(sum.of("a/weight")).containsOnly(1);

            sum.restart();
            look(first, 2);
            sum.add(replicas, leaves);
            assertThat(sum.of("a/words")).as("other rows").containsExactly(0, 0, 0, 0, 1, 1, 0, 0, 0, 0);
            assertThat(sum.of("a/weight")).as("nothing this time").containsOnly(0);

            sum.restart();
            sum.add(replicas, leaves);
            assertThat(sum.of("a/words")).as("nothing at all").containsOnly(0);
        }
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void add_moreThanABlock_addsAllOfIt(Precision precision) {
        List<ParameterSpec> large =
                List.of(ParameterSpec.weight("a/weight", 300, 1001), ParameterSpec.bias("a/bias", 3));
        try (Parameters parameters = new Parameters(large, new Tensors(TestDevice.CHOSEN, precision), 0.02, 1);
                Leaves first = new Leaves(parameters, name -> true);
                Leaves second = new Leaves(parameters, name -> true);
                Replicas replicas = new Replicas(2);
                GradientSum sum = new GradientSum(parameters)) {
            multiply(first, "a/weight");
            multiply(second, "a/weight");
            multiply(second, "a/bias");

            sum.add(replicas, List.of(first, second));

            assertThat(sum.of("a/weight")).containsOnly(2);
            assertThat(sum.of("a/bias")).containsOnly(1);
        }
    }

    private static void look(Leaves leaves, int... ids) {
        try (Scope scope = new Scope()) {
            Tensor rows = leaves.rows("a/words", leaves.tensors().longs(ids, ids.length));
            rows.sum().backward();
        }
    }

    private static void multiply(Leaves leaves, String name) {
        try (Scope scope = new Scope()) {
            leaves.get(name).to(ScalarType.Float).sum().backward();
        }
    }
}
