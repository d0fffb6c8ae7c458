package io.github.electra4j.train.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.DetectedToken;
import io.github.electra4j.Electra;
import io.github.electra4j.checkpoint.ElectraConfig;
import io.github.electra4j.checkpoint.ElectraConfig.FeedForward;
import io.github.electra4j.checkpoint.ElectraConfig.Norm;
import io.github.electra4j.checkpoint.ElectraConfig.Positions;
import io.github.electra4j.checkpoint.ModelDirectory;
import io.github.electra4j.examples.Batch;
import io.github.electra4j.task.Columns;
import io.github.electra4j.train.finetune.FineTuning;
import io.github.electra4j.train.finetune.FineTuningConfig;
import io.github.electra4j.train.finetune.FineTuningData;
import io.github.electra4j.train.finetune.FineTuningOutcome;
import io.github.electra4j.train.finetune.FineTuningPlan;
import io.github.electra4j.train.finetune.FineTuningPlan.Selection;
import io.github.electra4j.train.finetune.Head;
import io.github.electra4j.train.model.DiscriminatorHead;
import io.github.electra4j.train.model.Encoder;
import io.github.electra4j.train.model.NamedWeights;
import io.github.electra4j.train.model.Sequences;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.ParameterSpec;
import io.github.electra4j.train.tensor.Parameters;
import io.github.electra4j.train.tensor.Precision;
import io.github.electra4j.train.tensor.Scope;
import io.github.electra4j.train.tensor.Tensors;
import io.github.electra4j.train.tensor.TestDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.AutoGradMode;
import org.junit.jupiter.api.Test;

/** The way of a model with all modern parts: pre-trained in two stages in bf16, written, opened for inference, fine-tuned. */
class ModernEncoderTest extends PretrainerFixture {
    private static final Tensors FP32 = new Tensors(TestDevice.CHOSEN, Precision.FP32);

    private Path pretrained() throws IOException {
        PretrainingConfig config = Configs.tiny(Configs.with(
                Configs.TWO_STAGE,
                "norm",
                Norm.SANDWICH,
                "positions",
                Positions.ROTARY,
                "biases",
                false,
                "feedForward",
                FeedForward.GEGLU,
                "hiddenDropout",
                0.1,
                "steps",
                STEPS,
                "initializerRange",
                0.2));
        assertThat(run(job("run", config, null), QUIET).finished()).isTrue();
        return folder.resolve("run/discriminator");
    }

    @Test
    void detect_ofAModernDiscriminator_isWhatItsEncoderAndHeadCompute() throws IOException {
        Path folder = pretrained();
        try (Electra electra = Electra.load(folder)) {
            List<DetectedToken> tokens = electra.detect("piece20 piece31 piece42");

            float[] expected = logits(folder, new int[] {2, 20, 31, 42, 3});
            for (int i = 0; i < 3; i++) {
                assertThat(tokens.get(i).probability()).isCloseTo(1 / (1 + Math.exp(-expected[i + 1])), within(1e-6));
            }
        }
        try (ModelDirectory written = ModelDirectory.open(folder)) {
            ElectraConfig config = written.config().config();
            assertThat(config.isFaithful()).isFalse();
            assertThat(config.norm()).isEqualTo(Norm.SANDWICH);
            assertThat(config.biases()).isFalse();
            assertThat(config.feedForward()).isEqualTo(FeedForward.GEGLU);
            assertThat(Files.readString(folder.resolve("MODEL_CARD.md")))
                    .contains("norm sandwich, positions rotary, biases false, feed_forward geglu");
        }
    }

    private static float[] logits(Path folder, int[] ids) throws IOException {
        try (ModelDirectory written = ModelDirectory.open(folder)) {
            Encoder encoder = new Encoder("model", written.config().config());
            DiscriminatorHead head = new DiscriminatorHead("model", encoder.config());
            List<ParameterSpec> specs = new ArrayList<>(encoder.specs());
            specs.addAll(head.specs());
            try (Parameters parameters = new Parameters(specs, FP32, 0.02, 1);
                    Leaves leaves = new Leaves(parameters, name -> false);
                    Scope scope = new Scope();
                    AutoGradMode off = new AutoGradMode(false)) {
                NamedWeights.of("model").load(parameters, written.tensors()).requireWhole(folder, "the discriminator");
                Batch batch =
                        new Batch(ids, new int[] {ids.length}, new int[] {ids.length}, new long[1], 1, ids.length);
                return Tensors.toArray(head.forward(leaves, encoder.forward(leaves, Sequences.of(batch, FP32))));
            }
        }
    }

    /** The class of a text is its one word: two words, two classes. */
    @Test
    void fineTuning_ofAModernDiscriminator_learnsAndKeepsItsParts() throws IOException {
        StringBuilder rows = new StringBuilder("text\tlabel\n");
        for (int i = 0; i < 60; i++) {
            rows.append(i % 2 == 0 ? "piece20\teven\n" : "piece30\todd\n");
        }
        Path file = Files.writeString(folder.resolve("rows.tsv"), rows);
        FineTuningData data = FineTuningData.read("classification", file, file, Columns.of("text", "label"));
        FineTuningConfig config = new FineTuningConfig(
                3e-3, 1, 0.01, 0.1, 16, 5, 20, Head.Form.HUGGINGFACE, Head.Pooling.CLS, 0.1, false);
        FineTuningPlan plan = new FineTuningPlan(
                config, List.of(3e-3), List.of(1L), false, Selection.HELD_OUT, 0.2, "accuracy", false, 0, false);

        FineTuningOutcome outcome = new FineTuning(pretrained(), folder.resolve("tuned"), data, plan, "test")
                .threads(2)
                .run();

        assertThat(outcome.keptTrial().dev().figure("accuracy")).isEqualTo(1);
        try (ModelDirectory written = ModelDirectory.open(folder.resolve("tuned"));
                Electra electra = Electra.load(folder.resolve("tuned"))) {
            assertThat(written.config().config().norm()).isEqualTo(Norm.SANDWICH);
            assertThat(written.config().config().biases()).isFalse();
            assertThat(written.config().config().feedForward()).isEqualTo(FeedForward.GEGLU);
            assertThat(electra.classify("piece30").label()).isEqualTo("odd");
        }
    }
}
