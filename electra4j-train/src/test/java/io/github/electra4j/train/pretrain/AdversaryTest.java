package io.github.electra4j.train.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.examples.Batch;
import io.github.electra4j.train.pretrain.Masking.Masked;
import io.github.electra4j.train.tensor.Dropout;
import io.github.electra4j.train.tensor.LayerStack.Keeping;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.Parameters;
import io.github.electra4j.train.tensor.Precision;
import io.github.electra4j.train.tensor.Scope;
import io.github.electra4j.train.tensor.Tensors;
import io.github.electra4j.train.tensor.TestDevice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdversaryTest {
    private static final Tensors FP32 = new Tensors(TestDevice.CHOSEN, Precision.FP32);
    private static final float[] LOGITS = {0.5f, -1, 2, 0, 0.25f};
    private static final double[] REWARDS = {0.1, 2.0, 0.3, 1.5, 0.7};

    private static double[] softmax() {
        double[] p = new double[LOGITS.length];
        double sum = 0;
        for (float logit : LOGITS) {
            sum += Math.exp(logit);
        }
        for (int i = 0; i < p.length; i++) {
            p[i] = Math.exp(LOGITS[i]) / sum;
        }
        return p;
    }

    /**
     * Over all pieces that could be drawn, each with its probability, the gradient is that of the negative expected reward, -p (R - E[R]),
     * whatever the baseline.
     */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.9})
    void policyGradient_overAllDraws_isThatOfTheExpectedReward(double baseline) {
        double[] p = softmax();
        double[] sum = new double[p.length];
        double expected = 0;
        for (int piece = 0; piece < p.length; piece++) {
            expected += p[piece] * REWARDS[piece];
            Tensor logits = FP32.floats(LOGITS.clone(), 1, LOGITS.length);
            float[] gradient = Tensors.toArray(Adversary.policyGradient(
                    FP32, logits, new int[] {piece}, new float[] {(float) (REWARDS[piece] - baseline)}, 1));
            for (int j = 0; j < sum.length; j++) {
                sum[j] += p[piece] * gradient[j];
            }
        }
        for (int j = 0; j < sum.length; j++) {
            assertThat(sum[j]).as("piece %d", j).isCloseTo(-p[j] * (REWARDS[j] - expected), within(1e-6));
        }
    }

    /** By hand: R = 1.609438 and b = -ln sigmoid(0.5) = 0.474077; nothing overflows where v is far from 0. */
    @Test
    void advantages_ofRewards_areWhatExceedsTheBaseline() {
        float[] advantages = Adversary.advantages(new float[] {1.609438f, 40, 0}, new float[] {0.5f, 800, -800});

        assertThat(advantages[0]).isCloseTo(1.609438f - 0.474077f, within(1e-5f));
        assertThat(advantages[1]).isEqualTo(40);
        assertThat(advantages[2]).isEqualTo(-800);
    }

    @Test
    void baselineGradient_ofMoreValuesThanRewards_isZeroBehindThem() {
        float[] gradient = Adversary.baselineGradient(new float[] {0.5f}, new float[] {0.1f, 0.2f, 0.3f}, 2);

        assertThat(gradient[0]).isNotZero();
        assertThat(Arrays.copyOfRange(gradient, 1, 3)).containsExactly(0f, 0f);
    }

    @Test
    void baselineGradient_ofCrossEntropy_isItsFiniteDifference() {
        double right = 0.3;
        double v = 0.7;
        double h = 1e-4;
        double numeric = (crossEntropy(v + h, right) - crossEntropy(v - h, right)) / (2 * h);

        float[] gradient =
                Adversary.baselineGradient(new float[] {(float) -Math.log(right)}, new float[] {(float) v}, 2);

        assertThat((double) gradient[0]).isCloseTo(2 * numeric, within(1e-5));
    }

    private static double crossEntropy(double v, double right) {
        double sigmoid = 1 / (1 + Math.exp(-v));
        return -right * Math.log(sigmoid) - (1 - right) * Math.log(1 - sigmoid);
    }

    /**
     * A baseline of weight 0 expects sigmoid(0) = 0.5. Where the discriminator loses 1 more than ln 2, the advantage is 1, and with the
     * originals as pieces the loss is that of the masked LM: so must be its gradients, through every weight.
     */
    @Test
    void learn_originalsAtAdvantageOne_hasTheGradientsOfTheMaskedLanguageModel() {
        Map<String, float[]> masked = gradients((generator, adversary, leaves, batch) ->
                generator.draw(leaves, new Generator.Work(batch, 0.25, Keeping.ALL, Dropout.none(), false, null)));
        Map<String, float[]> rewarded = gradients((generator, adversary, leaves, batch) -> adversary.learn(
                leaves, batch, batch.originals(), rewards(batch, Math.log(2) + 1), 0.25, Dropout.none(), Keeping.ALL));

        masked.forEach((name, gradient) -> {
            if (name.startsWith("generator/")) {
                assertThat(rewarded.get(name)).as(name).containsExactly(gradient, within(1e-5f));
            }
        });
        assertThat(rewarded.get("adversary/baseline.weight")).isNotEqualTo(new float[24]);
    }

    /** What is rewarded as was expected teaches nothing; the baseline takes no gradient into the generator. */
    @Test
    void learn_rewardsAsExpected_leavesEveryWeightAsItIs() {
        Map<String, float[]> gradients = gradients((generator, adversary, leaves, batch) -> adversary.learn(
                leaves, batch, batch.originals(), rewards(batch, Math.log(2)), 1, Dropout.none(), Keeping.ALL));

        gradients.forEach((name, gradient) ->
                assertThat(gradient).as(name).containsExactly(new float[gradient.length], within(1e-6f)));
    }

    /** A baseline of zero expects log 2, the loss of a discriminator that knows nothing. */
    @Test
    void learn_saysWhatWasGotAndWhatWasExpected() {
        List<StepResult.Rewarded> said = new ArrayList<>();
        gradients((generator, adversary, leaves, batch) -> said.add(adversary.learn(
                leaves, batch, batch.originals(), rewards(batch, 1.5), 1, Dropout.none(), Keeping.ALL)));

        StepResult.Rewarded rewarded = said.get(0);
        assertThat(rewarded.positions()).isPositive();
        assertThat(rewarded.sum() / rewarded.positions()).isCloseTo(1.5, within(1e-6));
        assertThat(rewarded.expected() / rewarded.positions()).isCloseTo(Math.log(2), within(1e-6));
    }

    private interface Work {
        void run(MaskedGenerator generator, Adversary adversary, Leaves leaves, Masked batch);
    }

    private static float[] rewards(Masked batch, double reward) {
        float[] rewards = new float[batch.positions().length];
        Arrays.fill(rewards, (float) reward);
        return rewards;
    }

    private static Map<String, float[]> gradients(Work work) {
        PretrainingConfig config = Configs.tiny("strategy", Strategy.ADVERSARIAL);
        PretrainingModel model = PretrainingModel.of(config, 97, 0);
        int[] ids = {2, 10, 20, 30, 40, 3};
        Batch batch = new Batch(ids, new int[] {6}, new int[] {6}, new long[] {1}, 1, 6);
        Masked masked = new Masking(config, Configs.vocabulary(97), 1).mask(batch);
        Map<String, float[]> gradients = new HashMap<>();
        try (Parameters parameters = new Parameters(model.specs(), FP32, 0.2, 1);
                Leaves leaves = new Leaves(parameters, name -> true)) {
            parameters.set("adversary/baseline.weight", new float[24]);
            parameters.refresh(0, parameters.size());
            try (Scope scope = new Scope();
                    AutoGradMode on = new AutoGradMode(true)) {
                work.run((MaskedGenerator) model.generator(), model.adversary(), leaves, masked);
                for (Parameters.Slot slot : parameters.slots()) {
                    String name = slot.spec().name();
                    if (name.startsWith("generator/") || name.startsWith("adversary/")) {
                        gradients.put(name, leaves.gradient(name));
                    }
                }
            }
        }
        return gradients;
    }

    @Test
    void configuration_thatDoesNotDrawFromThePolicy_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Configs.tiny("strategy", Strategy.ADVERSARIAL, "temperature", 2.0))
                .withMessageContaining("set temperature=1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Configs.tiny("strategy", Strategy.ADVERSARIAL, "objective", Objective.ELECTRA_CHOSEN))
                .withMessageContaining("set objective=electra");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Configs.tiny("strategy", Strategy.ADVERSARIAL, "replacements", Replacements.UNIGRAM))
                .withMessageContaining("replacements=generator");
    }
}
