package io.github.electra4j.train.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.electra4j.checkpoint.ElectraConfig;
import io.github.electra4j.checkpoint.ElectraConfig.Norm;
import io.github.electra4j.checkpoint.ElectraConfig.Positions;
import io.github.electra4j.checkpoint.NamedTensor;
import io.github.electra4j.checkpoint.SafeTensors;
import io.github.electra4j.examples.Batch;
import io.github.electra4j.train.model.Encoder.Sharing;
import io.github.electra4j.train.model.NamedWeights.Loaded;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.ParameterSpec;
import io.github.electra4j.train.tensor.Parameters;
import io.github.electra4j.train.tensor.Precision;
import io.github.electra4j.train.tensor.Scope;
import io.github.electra4j.train.tensor.Tensors;
import io.github.electra4j.train.tensor.TestDevice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.AutoGradMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NamedWeightsTest {
    private static final Path FIXTURE = Path.of("src/test/resources/huggingface");
    private static final Tensors FP32 = new Tensors(TestDevice.CHOSEN, Precision.FP32);

    @TempDir
    Path folder;

    /** Hugging Face's save_pretrained wrote these files: every name and value must come back, and no other. */
    @ParameterizedTest
    @EnumSource(Sharing.class)
    void save_afterLoadingHuggingFacesFiles_givesTheSameTensors(Sharing sharing) throws IOException {
        try (Parameters parameters = networks(sharing);
                SafeTensors generator = SafeTensors.open(FIXTURE.resolve("generator/model.safetensors"));
                SafeTensors discriminator = SafeTensors.open(FIXTURE.resolve("discriminator/model.safetensors"))) {
            NamedWeights first = NamedWeights.of("generator");
            NamedWeights second = new NamedWeights("discriminator", "generator", sharing);

            Loaded firstLoaded = first.load(parameters, generator);
            Loaded secondLoaded = second.load(parameters, discriminator);

            assertThat(firstLoaded).isEqualTo(new Loaded(List.of(), List.of()));
            assertThat(secondLoaded).isEqualTo(new Loaded(List.of(), List.of()));
            assertSame(first.save(parameters), generator);
            assertSame(second.save(parameters), discriminator);
        }
    }

    @Test
    void save_withDisentangledEmbeddings_givesSumOfBaseAndDifference() {
        try (Parameters parameters = networks(Sharing.DISENTANGLED)) {
            String table = "electra.embeddings.token_type_embeddings.weight";
            float[] base = new float[32];
            float[] difference = new float[32];
            Arrays.fill(base, 2f);
            Arrays.fill(difference, 0.25f);
            parameters.set("generator/" + table, base);
            parameters.set("discriminator/" + table, difference);

            List<NamedTensor> saved =
                    new NamedWeights("discriminator", "generator", Sharing.DISENTANGLED).save(parameters);

            NamedTensor sum = saved.stream()
                    .filter(t -> t.name().equals(table))
                    .findFirst()
                    .orElseThrow();
            assertThat(sum.data().asFloatBuffer().get(31)).isEqualTo(2.25f);
        }
    }

    @Test
    void load_fileOfAnotherHead_namesMissingAndUnexpectedAndLeavesMissingAsTheyWere() throws IOException {
        ElectraConfig config = config(32, 4, 64);
        Encoder encoder = new Encoder("model", config);
        List<ParameterSpec> specs = new ArrayList<>(encoder.specs());
        specs.add(ParameterSpec.bias("model/classifier.bias", 3));
        try (Parameters parameters = new Parameters(specs, FP32, 0.02, 1);
                SafeTensors file = SafeTensors.open(FIXTURE.resolve("discriminator/model.safetensors"))) {
            parameters.set("model/classifier.bias", new float[] {1, 2, 3});

            Loaded loaded = NamedWeights.of("model").load(parameters, file);

            assertThat(loaded.missing()).containsExactly("classifier.bias");
            assertThat(loaded.unexpected())
                    .containsExactlyInAnyOrder(
                            "discriminator_predictions.dense.weight",
                            "discriminator_predictions.dense.bias",
                            "discriminator_predictions.dense_prediction.weight",
                            "discriminator_predictions.dense_prediction.bias");
            assertThat(parameters.get("model/classifier.bias")).containsExactly(1, 2, 3);
        }
    }

    @Test
    void load_fileOfABareEncoderWithLegacyTensors_findsEveryWeight() throws IOException {
        Path bare = folder.resolve("bare.safetensors");
        List<NamedTensor> tensors = new ArrayList<>();
        try (SafeTensors file = SafeTensors.open(FIXTURE.resolve("discriminator/model.safetensors"))) {
            for (String name : file.names()) {
                if (name.startsWith("electra.")) {
                    tensors.add(NamedTensor.ofFloats(name.substring(8), file.shape(name), file.floats(name)));
                }
            }
        }
        tensors.add(NamedTensor.ofFloats("embeddings.position_ids", new long[] {1, 40}, new float[40]));
        SafeTensors.write(bare, tensors, Map.of());
        try (Parameters parameters = new Parameters(new Encoder("model", config(32, 4, 64)).specs(), FP32, 0.02, 1);
                SafeTensors file = SafeTensors.open(bare)) {
            assertThat(NamedWeights.of("model").load(parameters, file)).isEqualTo(new Loaded(List.of(), List.of()));
            assertThat(parameters.get("model/electra.embeddings_project.bias"))
                    .containsExactly(file.floats("embeddings_project.bias"));
        }
    }

    @Test
    void load_anotherShape_namesFileTensorAndBothShapes() throws IOException {
        try (Parameters parameters = new Parameters(new Encoder("model", config(32, 4, 48)).specs(), FP32, 0.02, 1);
                SafeTensors file = SafeTensors.open(FIXTURE.resolve("discriminator/model.safetensors"))) {
            assertThatThrownBy(() -> NamedWeights.of("model").load(parameters, file))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("model.safetensors")
                    .hasMessageContaining("intermediate.dense")
                    .hasMessageContaining("64")
                    .hasMessageContaining("48");
        }
    }

    /** The other network starts at other values, so that what is the same afterwards came from the file. */
    @Test
    void load_ofWhatModernLayersSaved_givesTheirFunctionUnderNamesForEveryMap() throws IOException {
        ElectraConfig config = new ElectraConfig(
                97,
                16,
                32,
                2,
                4,
                48,
                40,
                2,
                0,
                0,
                1e-12,
                0.02,
                0,
                Norm.SANDWICH,
                Positions.ROTARY,
                false,
                ElectraConfig.FeedForward.GEGLU);
        Encoder encoder = new Encoder("model", config);
        Path file = folder.resolve("modern.safetensors");
        try (Parameters parameters = new Parameters(encoder.specs(), FP32, 0.5, 1);
                Parameters others = new Parameters(encoder.specs(), FP32, 0.5, 2)) {
            List<NamedTensor> saved = NamedWeights.of("model").save(parameters);
            SafeTensors.write(file, saved, Map.of());

            try (SafeTensors written = SafeTensors.open(file)) {
                assertThat(NamedWeights.of("model").load(others, written)).isEqualTo(new Loaded(List.of(), List.of()));
                assertThat(written.shape("electra.encoder.layer.1.intermediate.gate.weight"))
                        .containsExactly(48, 32);
            }
            assertThat(hidden(encoder, others)).isEqualTo(hidden(encoder, parameters));
            String layer = "electra.encoder.layer.0.";
            assertThat(saved)
                    .extracting(NamedTensor::name)
                    .filteredOn(name -> name.startsWith(layer))
                    .containsExactlyInAnyOrder(
                            layer + "attention.self.query.weight",
                            layer + "attention.self.key.weight",
                            layer + "attention.self.value.weight",
                            layer + "attention.output.dense.weight",
                            layer + "attention.output.LayerNorm.weight",
                            layer + "attention.output.LayerNorm.bias",
                            layer + "attention.behind.LayerNorm.weight",
                            layer + "attention.behind.LayerNorm.bias",
                            layer + "intermediate.dense.weight",
                            layer + "intermediate.gate.weight",
                            layer + "output.dense.weight",
                            layer + "output.LayerNorm.weight",
                            layer + "output.LayerNorm.bias",
                            layer + "behind.LayerNorm.weight",
                            layer + "behind.LayerNorm.bias");
        }
    }

    private static float[] hidden(Encoder encoder, Parameters parameters) {
        Batch batch = new Batch(
                new int[] {2, 7, 8, 3, 9, 3, 2, 7, 6, 3, 0, 0}, new int[] {6, 4}, new int[] {4, 4}, new long[2], 2, 6);
        try (Leaves leaves = new Leaves(parameters, name -> false);
                Scope scope = new Scope();
                AutoGradMode off = new AutoGradMode(false)) {
            return Tensors.toArray(encoder.forward(leaves, Sequences.of(batch, FP32)));
        }
    }

    private static void assertSame(List<NamedTensor> saved, SafeTensors file) throws IOException {
        assertThat(saved).extracting(NamedTensor::name).containsExactlyInAnyOrderElementsOf(file.names());
        for (NamedTensor tensor : saved) {
            assertThat(tensor.shape()).as(tensor.name()).containsExactly(file.shape(tensor.name()));
            float[] values = new float[tensor.data().remaining() / 4];
            tensor.data().asFloatBuffer().get(values);
            float[] expected = file.floats(tensor.name());
            for (int i = 0; i < values.length; i++) {
                // A disentangled table is rounded twice: x - base + base.
                assertThat(Math.abs(values[i] - expected[i])).as(tensor.name()).isLessThan(1e-6f);
            }
        }
    }

    private static Parameters networks(Sharing sharing) {
        Encoder generator = new Encoder("generator", config(24, 3, 48));
        ElectraConfig shape = config(32, 4, 64);
        List<ParameterSpec> specs = new ArrayList<>(generator.specs());
        specs.addAll(new GeneratorHead("generator", generator).specs());
        specs.addAll(new Encoder("discriminator", shape, "generator", sharing).specs());
        specs.addAll(new DiscriminatorHead("discriminator", shape).specs());
        return new Parameters(specs, FP32, 0.02, 1);
    }

    private static ElectraConfig config(int hidden, int heads, int intermediate) {
        return new ElectraConfig(
                97,
                16,
                hidden,
                2,
                heads,
                intermediate,
                40,
                2,
                0,
                0,
                1e-12,
                0.02,
                0,
                Norm.POST,
                Positions.LEARNED,
                true,
                ElectraConfig.FeedForward.GELU);
    }
}
