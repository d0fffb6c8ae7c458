package io.github.electra4j.train.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.electra4j.checkpoint.ElectraConfig.Norm;
import io.github.electra4j.train.model.Encoder.Sharing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFilesTest {
    @TempDir
    Path folder;

    /** The reference, section 1: layers / hidden / feed-forward / heads / embedding, and the generator's width, heads and rate. */
    @ParameterizedTest
    @CsvSource({
        "published-small, 12, 256, 1024, 4, 128, 64, 1, 5e-4, 0.15",
        "published-base, 12, 768, 3072, 12, 768, 256, 4, 2e-4, 0.15",
        "published-large, 24, 1024, 4096, 16, 1024, 256, 4, 2e-4, 0.25"
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

    /** Another recipe may be the default of a published size; the network that is kept has the published shape. */
    @ParameterizedTest
    @ValueSource(strings = {"small", "base", "large"})
    void resolve_sizeOfThePaper_hasThePublishedDiscriminator(String name) throws IOException {
        PretrainingConfig config = ConfigFiles.resolve(ConfigFiles.read(name), name);
        PretrainingConfig published =
                ConfigFiles.resolve(ConfigFiles.read(ConfigFiles.published(name)), "published " + name);

        assertThat(config.discriminator(30_522, 0))
                .usingRecursiveComparison()
                .ignoringFields("hiddenDropout", "attentionDropout")
                .isEqualTo(published.discriminator(30_522, 0));
        assertThat(config.discriminator(30_522, 0).isFaithful()).isTrue();
        assertThat(List.of(config.length(), config.batch(), config.steps(), config.learningRate()))
                .isEqualTo(List.of(published.length(), published.batch(), published.steps(), published.learningRate()));
    }

    @Test
    void published_ofAnythingElse_isItself() {
        assertThat(ConfigFiles.published("tiny")).isEqualTo("tiny");
        assertThat(ConfigFiles.published("my.json")).isEqualTo("my.json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "replacements | generator | replacements: generator, with objective electric; it needs the probability",
                "mask_share | 1.0 | mask_share: 1.0, with objective electric; all tokens would be noise",
                "mask_with_replacement | true | mask_with_replacement: true, with objective electric",
                "disallow_correct | true | disallow_correct: true, with objective electric"
            })
    void resolve_electricWithNoiseOfNoKnownProbability_saysWhatToSet(String key, String value, String message)
            throws IOException {
        Map<String, Object> values = new HashMap<>(ConfigFiles.read("published-small"));
        values.put("objective", "electric");
        values.put("replacements", "two-tower");
        assertThat(ConfigFiles.resolve(values, "test").hasGenerator()).isTrue();
        values.put(key, ConfigFiles.parse(value));

        assertThatThrownBy(() -> ConfigFiles.resolve(values, "test"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("set ");
    }

    @ParameterizedTest
    @FieldSource("io.github.electra4j.train.pretrain.ConfigFiles#BUILT_IN")
    void values_ofAConfiguration_resolveToItAgain(String name) throws IOException {
        PretrainingConfig config = ConfigFiles.resolve(ConfigFiles.read(name), name);

        assertThat(ConfigFiles.resolve(ConfigFiles.values(config), "again")).isEqualTo(config);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "objective | masked-lm | corrective_weight: 20.0 is for a loss beside replaced-token detection",
                "objective | electric | corrective_weight: 20.0 is for a loss beside replaced-token detection",
                "replacements | unigram | strategy: two-stage begins with a generator, and replacements",
                "replacements | two-tower | strategy: two-stage begins with a generator, and replacements"
            })
    void resolve_settingThatDoesNotGoWithTheOthersOfTiny_saysWhatToSet(String key, String value, String message)
            throws IOException {
        Map<String, Object> values = new HashMap<>(ConfigFiles.read("tiny"));
        values.put("strategy", key.equals("objective") ? "joint" : "two-stage");
        values.put("generator_size", 1.0);
        values.put(key, value);

        assertThatThrownBy(() -> ConfigFiles.resolve(values, "test"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("set ");
    }

    @Test
    void resolve_changedValues_takesThemInEverySpelling() throws IOException {
        Map<String, Object> values = new HashMap<>(ConfigFiles.read("published-small"));
        values.put("strategy", ConfigFiles.parse("two-stage"));
        values.put("norm", ConfigFiles.parse("pre"));
        values.put("learning_rate", ConfigFiles.parse("3e-4"));
        values.put("generator_learning_rate", ConfigFiles.parse("1e-3"));
        values.put("generator_hidden_size", ConfigFiles.parse("null"));
        values.put("generator_size", ConfigFiles.parse("1"));
        values.put("embeddings", ConfigFiles.parse("separate"));
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
                "learning_rte | 1 | learning_rte: unknown setting; did you mean learning_rate?",
                "strategy | jiont | strategy: \"jiont\", expected joint or two-stage",
                "objective | bert | objective: \"bert\", expected electra or electra-chosen or electric or replace-mlm or all-tokens-mlm or masked-lm",
                "random_token_share | 0.2 | random_token_share: 0.2 and mask_token_share 0.85 are together above 1",
                "mask_share | 1.5 | mask_share: 1.5, expected 0.0 to 1.0",
                "length | 4096 | length: 4096 is above max_positions 512",
                "length | 2 | length: 2, expected 8 to 65535 tokens",
                "temperature | 0 | temperature: 0.0, expected a number above 0",
                "steps | 0 | steps: 0, expected at least 1",
                "steps | 9007199254740992 | steps: 9007199254740992 of 128 x 128 tokens are more tokens than can be counted",
                "accumulation | 1000 | accumulation: 1000 is above batch",
                "heads | 3 | heads: 3, expected a divisor of hidden_size, 256",
                "heads | 0 | heads: 0, expected at least 1",
                "hidden_size | -4 | hidden_size: -4, expected at least 1",
                "generator_heads | 3 | generator_heads: 3, expected a divisor of generator_hidden_size",
                "generator_size | 0.001 | generator_size 0.001",
                "layers | many | layers: \"many\", expected a whole number below 2^31",
                "batch | null | batch: null, expected a whole number below 2^31",
                "batch | 1.5 | batch: 1.5, expected a whole number",
                "batch | 3000000000 | batch: 3000000000, expected a whole number below 2^31",
                "steps | [1] | steps: [1], expected a whole number",
                "frequency_bias | 1 | frequency_bias: 1, expected true or false",
                "learning_rate | NaN | learning_rate: \"NaN\", expected a number",
                "learning_rate | -1 | learning_rate: -1.0, expected a number of at least 0",
                "learning_rate | 1e999 | learning_rate: Infinity, expected a number",
                "generator_learning_rate | -1 | generator_learning_rate: -1.0, expected a number of at least 0",
                "second_stage_rate | -1 | second_stage_rate: -1.0, expected a number of at least 0",
                "warmup | -1 | warmup: -1, expected at least 0",
                "warmup_cap | 2 | warmup_cap: 2.0, expected 0.0 to 1.0",
                "weight_decay | -5 | weight_decay: -5.0, expected a number of at least 0",
                "adam_beta1 | 1.5 | adam_beta1: 1.5, expected a number from 0 up to, not with, 1",
                "adam_beta2 | 1 | adam_beta2: 1.0, expected a number from 0 up to, not with, 1",
                "adam_epsilon | 0 | adam_epsilon: 0.0, expected a number above 0",
                "clip | -1 | clip: -1.0, expected a number of at least 0",
                "initializer_range | 0 | initializer_range: 0.0, expected a number above 0",
                "mask_share | 0 | mask_share: 0.0, expected a number above 0",
                "mask_token_share | -0.1 | mask_token_share: -0.1, expected 0.0 to 1.0",
                "hidden_dropout | 1 | hidden_dropout: 1.0, expected a probability from 0 up to, not with, 1",
                "attention_dropout | -1 | attention_dropout: -1.0, expected a probability",
                "generator_size | 0 | generator_size: 0.0, expected a number above 0",
                "generator_size | 2 | generator_size: 2.0, expected 0.0 to 1.0",
                "generator_layers | 0 | generator_layers: 0, expected at least 1",
                "generator_weight | -1 | generator_weight: -1.0, expected a number of at least 0",
                "discriminator_weight | -1 | discriminator_weight: -1.0, expected a number of at least 0",
                "contrastive_weight | 0 | contrastive_weight: 0.0, expected a number above 0",
                "contrastive_share | 2 | contrastive_share: 2.0, expected 0.0 to 1.0",
                "corrective_weight | -1 | corrective_weight: -1.0, expected a number of at least 0",
                "layers | 0 | layers: 0, expected at least 1",
                "embedding_size | 0 | embedding_size: 0, expected at least 1",
                "intermediate_size | 0 | intermediate_size: 0, expected at least 1",
                "strategy | two-stage | strategy: two-stage trains the generator and then the discriminator alone"
            })
    void resolve_wrongValue_namesSourceKeyAndWhatWasExpected(String key, String value, String words)
            throws IOException {
        Map<String, Object> values = new HashMap<>(ConfigFiles.read("published-small"));
        values.put(key, ConfigFiles.parse(value));

        assertThatThrownBy(() -> ConfigFiles.resolve(values, "my.json"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("my.json: ")
                .hasMessageContaining(words);
    }

    @Test
    void resolve_wholeNumberInScientificNotation_isTaken() throws IOException {
        Map<String, Object> values = new HashMap<>(ConfigFiles.read("published-small"));
        values.put("steps", ConfigFiles.parse("1e5"));

        assertThat(ConfigFiles.resolve(values, "test").steps()).isEqualTo(100_000);
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
        Map<String, Object> values = new HashMap<>(ConfigFiles.read("published-small"));
        values.remove("hidden_size");

        assertThatThrownBy(() -> ConfigFiles.resolve(values, "my.json")).hasMessage("my.json: hidden_size is missing");
    }

    @Test
    void read_noSuchFileOrNoJson_saysSo() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.json"), "{\"batch\": ");

        assertThatThrownBy(() -> ConfigFiles.read(folder.resolve("none.json").toString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "none.json: no such configuration; expected tiny, small, base, large, modern-small, published-small, published-base, published-large or a JSON file");
        assertThatThrownBy(() -> ConfigFiles.read("smal")).hasMessageEndingWith("did you mean small?");
        assertThatThrownBy(() -> ConfigFiles.read(folder.toString())).hasMessageContaining("is a folder");
        assertThatThrownBy(() -> ConfigFiles.read(broken.toString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("broken.json: not valid JSON: ")
                .hasMessageContaining("line 1, column ")
                .message()
                .doesNotContain("Source", "REDACTED", "Feature", "JsonToken");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1, 2] | expected a JSON object, found a list",
                "{} {} | something stands behind the object",
                "{\"batch\": 1, | not valid JSON: it ends before it is complete",
                "{\"batch\": nul} | not valid JSON: the word nul, which is no value"
            })
    void read_damagedFile_saysWhatIsWrongWithoutJacksonsWords(String content, String words) throws IOException {
        Path file = Files.writeString(folder.resolve("my.json"), content);

        assertThatThrownBy(() -> ConfigFiles.read(file.toString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(words)
                .message()
                .doesNotContain("Source", "REDACTED", "Feature", "JsonToken", "\n");
    }
}
