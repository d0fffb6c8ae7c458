package io.github.electra4j.train.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.electra4j.checkpoint.ElectraConfig.Norm;
import io.github.electra4j.train.model.Encoder.Sharing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFilesTest {
    @TempDir
    Path folder;

    /** The reference, section 1: layers / hidden / feed-forward / heads / embedding, and the generator's width, heads and rate. */
    @ParameterizedTest
    @CsvSource({
        "small, 12, 256, 1024, 4, 128, 64, 1, 5e-4, 0.15",
        "base, 12, 768, 3072, 12, 768, 256, 4, 2e-4, 0.15",
        "large, 24, 1024, 4096, 16, 1024, 256, 4, 2e-4, 0.25"
    })
    void resolve_publishedSizes_areThePapersTable(
            String name,
            int layers,
            int hidden,
            int intermediate,
            int heads,
            int embedding,
            int generatorHidden,
            int generatorHeads,
            double rate,
            double maskShare)
            throws IOException {
        PretrainingConfig config = ConfigFiles.resolve(ConfigFiles.read(name), name);

        assertThat(config.layers()).isEqualTo(layers);
        assertThat(config.hiddenSize()).isEqualTo(hidden);
        assertThat(config.intermediateSize()).isEqualTo(intermediate);
        assertThat(config.heads()).isEqualTo(heads);
        assertThat(config.embeddingSize()).isEqualTo(embedding);
        assertThat(config.generator(30_522, 0).hiddenSize()).isEqualTo(generatorHidden);
        assertThat(config.generator(30_522, 0).intermediateSize()).isEqualTo(4 * generatorHidden);
        assertThat(config.generator(30_522, 0).heads()).isEqualTo(generatorHeads);
        assertThat(config.generator(30_522, 0).layers()).isEqualTo(layers);
        assertThat(config.learningRate()).isEqualTo(rate);
        assertThat(config.maskShare()).isEqualTo(maskShare);
        assertThat(config.discriminator(30_522, 0).isFaithful()).isTrue();
        assertThat(config.warmup()).isEqualTo(10_000);
        assertThat(config.discriminatorWeight()).isEqualTo(50);
        assertThat(config.hiddenDropout()).isEqualTo(0.1);
        assertThat(config.embeddings()).isEqualTo(Sharing.SHARED);
        assertThat(config.strategy()).isEqualTo(Strategy.JOINT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny", "small", "base", "large"})
    void values_ofAConfiguration_resolveToItAgain(String name) throws IOException {
        PretrainingConfig config = ConfigFiles.resolve(ConfigFiles.read(name), name);

        assertThat(ConfigFiles.resolve(ConfigFiles.values(config), "again")).isEqualTo(config);
    }

    @Test
    void resolve_changedValues_takesThemInEverySpelling() throws IOException {
        Map<String, Object> values = new HashMap<>(ConfigFiles.read("small"));
        values.put("strategy", ConfigFiles.parse("two-stage"));
        values.put("norm", ConfigFiles.parse("pre"));
        values.put("learning_rate", ConfigFiles.parse("3e-4"));
        values.put("generator_learning_rate", ConfigFiles.parse("1e-3"));
        values.put("generator_hidden_size", ConfigFiles.parse("null"));
        values.put("disallow_correct", ConfigFiles.parse("true"));

        PretrainingConfig config = ConfigFiles.resolve(values, "test");

        assertThat(config.strategy()).isEqualTo(Strategy.TWO_STAGE);
        assertThat(config.norm()).isEqualTo(Norm.PRE);
        assertThat(config.learningRate()).isEqualTo(3e-4);
        assertThat(config.generatorLearningRate()).isEqualTo(1e-3);
        assertThat(config.generatorHiddenSize()).isNull();
        assertThat(config.disallowCorrect()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "learning_rte | 1 | unknown setting learning_rte; did you mean learning_rate?",
                "strategy | jiont | strategy: \"jiont\", expected joint or two-stage or generator-only",
                "mask_share | 1.5 | mask_share: 1.5, expected 0.0 to 1.0",
                "length | 4096 | length 4096 is above max_positions 512",
                "length | 2 | length: 2, expected at least 4",
                "temperature | 0 | temperature: 0.0, expected more than 0",
                "steps | 0 | steps: 0, expected at least 1",
                "accumulation | 1000 | accumulation 1000 is above batch",
                "heads | 3 | heads: 3, expected a divisor of hidden_size, 256",
                "heads | 0 | heads: 0, expected at least 1",
                "hidden_size | -4 | hidden_size: -4, expected at least 1",
                "generator_heads | 3 | generator_heads: 3, expected a divisor of generator_hidden_size",
                "generator_size | 0.001 | generator_size 0.001",
                "layers | many | layers",
                "batch | null | batch"
            })
    void resolve_wrongValue_namesSourceKeyAndWhatWasExpected(String key, String value, String words)
            throws IOException {
        Map<String, Object> values = new HashMap<>(ConfigFiles.read("small"));
        values.put(key, ConfigFiles.parse(value));

        assertThatThrownBy(() -> ConfigFiles.resolve(values, "my.json"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("my.json: ")
                .hasMessageContaining(words);
    }

    @Test
    void resolve_rotaryPositionsAndAnOddHead_namesWhatWasFound() throws IOException {
        Map<String, Object> values = new HashMap<>(ConfigFiles.read("tiny"));
        values.put("hidden_size", 126);

        assertThatThrownBy(() -> ConfigFiles.resolve(values, "my.json"))
                .hasMessageStartingWith(
                        "my.json: heads: 2, expected an even number for each head of hidden_size, found 63");
    }

    @Test
    void resolve_missingKey_isNamed() throws IOException {
        Map<String, Object> values = new HashMap<>(ConfigFiles.read("small"));
        values.remove("hidden_size");

        assertThatThrownBy(() -> ConfigFiles.resolve(values, "my.json")).hasMessage("my.json: hidden_size is missing");
    }

    @Test
    void read_noSuchFileOrNoJson_saysSo() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.json"), "{\"batch\": ");

        assertThatThrownBy(() -> ConfigFiles.read(folder.resolve("none.json").toString()))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("none.json")
                .hasMessageContaining("small");
        assertThatThrownBy(() -> ConfigFiles.read(broken.toString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("broken.json");
    }
}
