package io.github.electra4j.train.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ParametersTest {
    private static final Tensors FP32 = new Tensors(TestDevice.CHOSEN, Precision.FP32);
    private static final List<ParameterSpec> SPECS = List.of(
            ParameterSpec.weight("b/weight", 5, 7),
            ParameterSpec.bias("b/bias", 5),
            ParameterSpec.tiedTable("a/words", 9, 3),
            ParameterSpec.gain("b/norm.weight", 7),
            ParameterSpec.table("a/positions", 4, 3),
            ParameterSpec.weight("a/weight", 3, 3));

    /**
     * Standard deviation of a normal cut at two deviations: sqrt(1 - 4 phi(2) / (2 Phi(2) - 1)) = 0.87962566 (phi(2) = 0.05399097,
     * 2 Phi(2) - 1 = 0.95449974); share within one deviation 0.68268949 / 0.95449974 = 0.71523280.
     */
    @Test
    void values_ofAWeight_areATruncatedNormal() {
        try (Parameters parameters =
                new Parameters(List.of(ParameterSpec.weight("m/weight", 300, 1000)), FP32, 0.02, 1)) {
            float[] values = parameters.get("m/weight");

            double sum = 0;
            double squares = 0;
            int inner = 0;
            double largest = 0;
            for (float v : values) {
                sum += v;
                squares += (double) v * v;
                inner += Math.abs(v) < 0.02 ? 1 : 0;
                largest = Math.max(largest, Math.abs(v));
            }
            int n = values.length;
            assertThat(largest).isLessThanOrEqualTo(0.04f).isGreaterThan(0.0399);
            assertThat(sum / n).isCloseTo(0, within(5 * 0.0176 / Math.sqrt(n)));
            assertThat(Math.sqrt(squares / n) / 0.02).isCloseTo(0.87962566, within(0.004));
            assertThat((double) inner / n).isCloseTo(0.71523280, within(0.004));
        }
    }

    @Test
    void values_dependOnSeedAndNameAlone() {
        try (Parameters all = new Parameters(SPECS, FP32, 0.02, 1);
                Parameters one = new Parameters(SPECS.subList(0, 1), FP32, 0.02, 1);
                Parameters otherSeed = new Parameters(SPECS, FP32, 0.02, 2)) {
            assertThat(all.get("b/weight")).isEqualTo(one.get("b/weight")).isNotEqualTo(otherSeed.get("b/weight"));
            assertThat(all.get("b/bias")).containsOnly(0f);
            assertThat(all.get("b/norm.weight")).containsOnly(1f);
        }
    }

    @Test
    void slots_areAlignedAndOrderedByStorageOwnerAndDecay() {
        try (Parameters parameters = new Parameters(SPECS, FP32, 0.02, 1)) {
            assertThat(parameters.slots())
                    .extracting(s -> s.spec().name())
                    .containsExactly("a/positions", "b/norm.weight", "a/words", "a/weight", "b/weight", "b/bias");
            assertThat(parameters.slots())
                    .extracting(Parameters.Slot::offset)
                    .containsExactly(0L, 32L, 64L, 96L, 128L, 192L);
            assertThat(parameters.size()).isEqualTo(224);
            assertThat(parameters.count()).isEqualTo(35 + 5 + 27 + 7 + 12 + 9);
        }
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void set_thenRefresh_changesWhatTheForwardPassReads(Precision precision) {
        try (Parameters parameters = new Parameters(SPECS, new Tensors(TestDevice.CHOSEN, precision), 0.02, 1);
                Leaves leaves = new Leaves(parameters, name -> true)) {
            float[] third = new float[35];
            java.util.Arrays.fill(third, 1 / 3f);

            parameters.set("b/weight", third);
            parameters.refresh(0, parameters.size());

            assertThat(parameters.get("b/weight")).isEqualTo(third);
            // 1/3 in bf16, with 8 significant bits: 171 / 512.
            assertThat(Tensors.toArray(leaves.get("b/weight")))
                    .containsOnly(precision == Precision.FP32 ? 1 / 3f : 171 / 512f);
            assertThat(parameters.get("a/weight")).isEqualTo(first("a/weight"));
        }
    }

    private static float[] first(String name) {
        try (Parameters parameters = new Parameters(SPECS, FP32, 0.02, 1)) {
            return parameters.get(name);
        }
    }

    /** Both precisions of a tied table have gradients of their own; their sum is the table's. */
    @ParameterizedTest
    @EnumSource(Precision.class)
    void gradient_ofATableLookedUpAndMultiplied_isTheSumOfBoth(Precision precision) {
        Tensors tensors = new Tensors(TestDevice.CHOSEN, precision);
        try (Parameters parameters = new Parameters(SPECS, tensors, 0.02, 1);
                Leaves leaves = new Leaves(parameters, name -> name.startsWith("a/"));
                Scope scope = new Scope()) {
            Tensor looked = leaves.lookup("a/words").to(ScalarType.Float).sum();
            Tensor multiplied = leaves.get("a/words").to(ScalarType.Float).sum();
            looked.add(multiplied)
                    .add(leaves.get("b/weight").to(ScalarType.Float).sum())
                    .backward();

            assertThat(leaves.gradient("a/words")).containsOnly(2f);
            assertThat(leaves.gradient("b/weight")).as("not trained").containsOnly(0f);
            leaves.forget();
            assertThat(leaves.gradient("a/words")).containsOnly(0f);
        }
    }

    @Test
    void set_wrongLengthOrUnknownName_saysWhatWasExpected() {
        try (Parameters parameters = new Parameters(SPECS, FP32, 0.02, 1)) {
            assertThatThrownBy(() -> parameters.set("b/bias", new float[4]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("b/bias")
                    .hasMessageContaining("4 values, expected 5");
            assertThatThrownBy(() -> parameters.get("b/other")).hasMessageContaining("b/other");
        }
    }

    @Test
    void constructor_sameNameTwice_isRefused() {
        List<ParameterSpec> twice = List.of(ParameterSpec.bias("a/bias", 3), ParameterSpec.bias("a/bias", 3));
        assertThatThrownBy(() -> new Parameters(twice, FP32, 0.02, 1)).hasMessageContaining("a/bias is declared twice");
    }
}
