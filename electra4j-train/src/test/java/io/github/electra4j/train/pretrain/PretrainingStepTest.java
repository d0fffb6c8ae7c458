package io.github.electra4j.train.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.checkpoint.ElectraConfig.Norm;
import io.github.electra4j.checkpoint.ElectraConfig.Positions;
import io.github.electra4j.examples.Batch;
import io.github.electra4j.train.model.Sequences;
import io.github.electra4j.train.pretrain.EncoderObjective.Learned;
import io.github.electra4j.train.pretrain.EncoderObjective.Part;
import io.github.electra4j.train.pretrain.Masking.Masked;
import io.github.electra4j.train.pretrain.PretrainingStep.Stage;
import io.github.electra4j.train.pretrain.PretrainingStep.Totals;
import io.github.electra4j.train.tensor.Dropout;
import io.github.electra4j.train.tensor.Gathering;
import io.github.electra4j.train.tensor.LayerStack;
import io.github.electra4j.train.tensor.LayerStack.Keeping;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.ParameterSpec;
import io.github.electra4j.train.tensor.Parameters;
import io.github.electra4j.train.tensor.Precision;
import io.github.electra4j.train.tensor.Scope;
import io.github.electra4j.train.tensor.Tensors;
import io.github.electra4j.train.tensor.TestDevice;
import io.github.electra4j.vocab.Vocabulary;
import java.util.Arrays;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A step computes the last layer at the chosen positions alone where no others are read: against all of it, rows taken afterwards. */
class PretrainingStepTest {
    private static final Tensors FP32 = new Tensors(TestDevice.CHOSEN, Precision.FP32);
    private static final Vocabulary VOCABULARY = Configs.vocabulary(30);

    /** Some positions are chosen twice, as the authors' quirk has it, and the second example is padded. */
    private static final Masked MASKED = masked();

    private static final Totals TOTALS = new Totals(6, 13, 1, 9, 0);

    @ParameterizedTest
    @CsvSource({
        "ELECTRA, 3, POST, LEARNED, false",
        "ELECTRA_CHOSEN, 3, POST, LEARNED, false",
        "ELECTRA_CHOSEN, 0, PRE, ROTARY, true",
        "REPLACE_MLM, 0, POST, ROTARY, true",
        "MASKED_LM, 0, PRE, LEARNED, false",
        "ALL_TOKENS_MLM, 0, POST, LEARNED, false"
    })
    void run_encoderAlone_givesLossAndGradientsOfTheWholeLastLayer(
            Objective objective, double corrective, Norm norm, Positions positions, boolean checkpointing) {
        PretrainingConfig config = Configs.tiny(
                "objective",
                objective,
                "replacements",
                Replacements.UNIFORM,
                "correctiveWeight",
                corrective,
                "norm",
                norm,
                "positions",
                positions,
                "gradientCheckpointing",
                checkpointing,
                "initializerRange",
                0.3);
        Noise noise = objective.replaces() ? Noise.uniform(VOCABULARY, false) : null;
        PretrainingModel model = PretrainingModel.of(config, VOCABULARY.size(), 0);
        try (Parameters parameters = new Parameters(model.specs(), FP32, config.initializerRange(), 1);
                Leaves some = new Leaves(parameters, name -> true);
                Leaves whole = new Leaves(parameters, name -> true)) {
            StepResult result = new PretrainingStep(model, config, noise)
                    .run(
                            some,
                            MASKED,
                            TOTALS,
                            Stage.DISCRIMINATOR,
                            Dropout.none(),
                            Dropout.none(),
                            false,
                            Gathering.alone());

            Replaced replaced = Replaced.of(MASKED, noise == null ? null : noise.draw(MASKED));
            StepResult expected = whole(whole, model, new Part(MASKED, replaced, null, TOTALS, true, false));

            assertThat(loss(result, config)).isCloseTo(loss(expected, config), within(1e-5));
            for (ParameterSpec spec : model.specs()) {
                assertThat(some.gradient(spec.name()))
                        .as(spec.name())
                        .containsExactly(whole.gradient(spec.name()), within(1e-4f));
            }
        }
    }

    private static StepResult whole(Leaves leaves, PretrainingModel model, Part part) {
        try (Scope scope = new Scope();
                AutoGradMode on = new AutoGradMode(true)) {
            LayerStack layers = LayerStack.keeping(Keeping.ALL);
            Sequences in = Sequences.of(MASKED.batch(), part.replaced().ids(), FP32);
            Tensor hidden = model.encoder().forward(leaves, in, Dropout.none(), layers);
            Tensor read = model.objective().readsChosenAlone()
                    ? EncoderObjective.at(leaves, hidden, MASKED.positions())
                    : hidden;
            Learned learned = model.objective().learn(leaves, read, part);
            learned.backward();
            layers.backward();
            return learned.result();
        }
    }

    private static double loss(StepResult result, PretrainingConfig config) {
        return Metrics.of(result, config).get("loss");
    }

    private static Masked masked() {
        int[] ids = {2, 10, 11, 12, 13, 14, 15, 3, 2, 20, 21, 22, 3, 0, 0, 0};
        int[] positions = {2, 2, 5, 9, 11, 11};
        int[] read = ids.clone();
        for (int position : positions) {
            read[position] = 4;
        }
        int[] originals =
                Arrays.stream(positions).map(position -> ids[position]).toArray();
        Batch batch = new Batch(ids, new int[] {8, 5}, new int[] {8, 5}, new long[] {1, 2}, 2, 8);
        return new Masked(
                batch, read, positions, originals, new long[] {1, 2, 3, 4, 5, 6}, new int[] {0, 3, 6}, new int[] {
                    1, 2, 3, 4, 5, 6, 9, 10, 11
                });
    }
}
