package io.github.electra4j.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.electra4j.checkpoint.ElectraConfig.FeedForward;
import io.github.electra4j.checkpoint.ElectraConfig.Norm;
import io.github.electra4j.checkpoint.ElectraConfig.Positions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFileTest {
    @Test
    void parse_emptyObject_takesHuggingFacesDefaults() {
        ConfigFile file = ConfigFile.parse("{}", "config.json");

        // ElectraConfig() of transformers 5.23.0
        assertThat(file.config())
                .isEqualTo(new ElectraConfig(
                        30522,
                        128,
                        256,
                        12,
                        4,
                        1024,
                        512,
                        2,
                        0.1,
                        0.1,
                        1e-12,
                        0.02,
                        0,
                        Norm.POST,
                        Positions.LEARNED,
                        true,
                        ElectraConfig.FeedForward.GELU));
        assertThat(file.labels()).isEmpty();
    }

    /** The config.json that google/electra-small-generator was published with, as transformers 2.8.0 wrote it. */
    @Test
    void parse_publishedGenerator_isRead() {
        ConfigFile file = ConfigFile.parse("""
                {"architectures": ["ElectraForMaskedLM"], "attention_probs_dropout_prob": 0.1, "embedding_size": 128,
                 "hidden_act": "gelu", "hidden_dropout_prob": 0.1, "hidden_size": 256, "initializer_range": 0.02,
                 "intermediate_size": 1024, "layer_norm_eps": 1e-12, "max_position_embeddings": 512,
                 "model_type": "electra", "num_attention_heads": 4, "num_hidden_layers": 12, "type_vocab_size": 2,
                 "vocab_size": 30522, "summary_use_proj": true}
                """, "config.json");

        assertThat(file.architectures()).containsExactly("ElectraForMaskedLM");
        assertThat(file.config().hiddenSize()).isEqualTo(256);
        assertThat(file.extra()).containsExactly(Map.entry("summary_use_proj", true));
    }

    @Test
    void toJson_everyField_survivesTheRoundTrip() {
        ElectraConfig config = new ElectraConfig(
                97,
                16,
                32,
                2,
                4,
                64,
                40,
                3,
                0.2,
                0.3,
                1e-6,
                0.05,
                7,
                Norm.POST,
                Positions.LEARNED,
                true,
                ElectraConfig.FeedForward.GELU);
        ConfigFile file = new ConfigFile(
                config,
                List.of("ElectraForSequenceClassification"),
                List.of("no", "yes", "\"maybe\""),
                "single_label_classification",
                Map.of("summary_type", "mean", "classifier_dropout", 0.5, "custom", Map.of("a", List.of(1, 2))));

        ConfigFile read = ConfigFile.parse(file.toJson(), "config.json");

        assertThat(read.config()).isEqualTo(config);
        assertThat(read.architectures()).isEqualTo(file.architectures());
        assertThat(read.labels()).isEqualTo(file.labels());
        assertThat(read.problemType()).isEqualTo(file.problemType());
        assertThat(read.extra()).containsAllEntriesOf(file.extra());
        assertThat(read.toJson()).isEqualTo(file.toJson());
    }

    @Test
    void toJson_preNormAndRotary_isNoModelTypeThatTransformersKnows() {
        ElectraConfig config = new ElectraConfig(
                97,
                16,
                32,
                2,
                4,
                64,
                40,
                2,
                0.1,
                0.1,
                1e-12,
                0.02,
                0,
                Norm.PRE,
                Positions.ROTARY,
                true,
                ElectraConfig.FeedForward.GELU);

        String json = ConfigFile.of(config, "ElectraForPreTraining").toJson();

        assertThat(json)
                .contains("\"model_type\": \"electra4j\"")
                .contains("\"electra4j_norm\": \"pre\"")
                .contains("\"electra4j_positions\": \"rotary\"")
                .doesNotContain("absolute");
        assertThat(ConfigFile.parse(json, "config.json").config()).isEqualTo(config);
    }

    @Test
    void toJson_oneModernPart_isSaidBesideThePublishedOnes() {
        ElectraConfig config = new ElectraConfig(
                97,
                16,
                32,
                2,
                4,
                64,
                40,
                2,
                0.1,
                0.1,
                1e-12,
                0.02,
                0,
                Norm.SANDWICH,
                Positions.LEARNED,
                false,
                FeedForward.GEGLU);

        String json = ConfigFile.of(config, "ElectraForPreTraining").toJson();

        assertThat(json)
                .contains("\"electra4j_norm\": \"sandwich\"")
                .contains("\"electra4j_biases\": false")
                .contains("\"electra4j_feed_forward\": \"geglu\"");
        assertThat(ConfigFile.parse(json, "config.json").config()).isEqualTo(config);
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"model_type\": \"electra4j\", \"electra4j_biases\": false}', POST, LEARNED, false, GELU",
        "'{\"model_type\": \"electra4j\", \"electra4j_feed_forward\": \"geglu\"}', POST, LEARNED, true, GEGLU",
        "'{\"model_type\": \"electra4j\", \"electra4j_norm\": \"pre\"}', PRE, LEARNED, true, GELU"
    })
    void parse_missingKeyOfAModernModel_isAsPublished(
            String json, Norm norm, Positions positions, boolean biases, FeedForward feedForward) {
        ElectraConfig config = ConfigFile.parse(json, "c").config();

        assertThat(config.norm()).isEqualTo(norm);
        assertThat(config.positions()).isEqualTo(positions);
        assertThat(config.biases()).isEqualTo(biases);
        assertThat(config.feedForward()).isEqualTo(feedForward);
        assertThat(config.isFaithful()).isFalse();
    }

    @Test
    void parse_keysOfTheFileItself_areNotCarriedOver() {
        assertThat(ConfigFile.parse(
                                "{\"dtype\": \"float16\", \"transformers_version\": \"4.1\", \"use_cache\": true}", "c")
                        .extra())
                .containsExactly(Map.entry("use_cache", true));
    }

    @Test
    void parse_numLabelsAlone_givesHuggingFacesLabelNames() {
        assertThat(ConfigFile.parse("{\"num_labels\": 3}", "c").labels())
                .containsExactly("LABEL_0", "LABEL_1", "LABEL_2");
    }

    @Test
    void parse_id2labelOutOfOrder_isOrderedById() {
        assertThat(ConfigFile.parse("{\"id2label\": {\"1\": \"b\", \"0\": \"a\"}}", "c")
                        .labels())
                .containsExactly("a", "b");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"hidden_act": "relu"}                       | c: hidden_act: relu, supported: gelu
            {"position_embedding_type": "relative_key"}  | c: position_embedding_type: relative_key, supported: absolute
            {"model_type": "bert"}                       | c: model_type: bert, supported: electra and electra4j
            {"model_type": "electra", "electra4j_norm": "pre"} | c: model_type electra with electra4j_... norm pre, positions learned
            {"electra4j_biases": false}                  | c: model_type electra with electra4j_... norm post, positions learned, biases false
            {"electra4j_biases": "no"}                   | c: electra4j_biases: "no", supported: true and false
            {"electra4j_feed_forward": "swiglu"}         | c: electra4j_feed_forward: swiglu, supported: [gelu, geglu]
            {"electra4j_positions": "alibi"}             | c: electra4j_positions: alibi, supported: [learned, rotary]
            {"architectures": ["ElectraForMaskedLM"], "tie_word_embeddings": false} | c: tie_word_embeddings: false, supported: true
            {"is_decoder": true}                         | c: is_decoder: true, supported: false
            {"hidden_size": 250, "num_attention_heads": 4} | c: hidden_size 250 is not a multiple of num_attention_heads 4
            {"hidden_size": "256"}                       | c: hidden_size: "256", supported: a whole number
            {"vocab_size": 3e9}                          | c: vocab_size: 3.0E9, supported: a whole number
            {"hidden_dropout_prob": -1}                  | c: hidden_dropout_prob: -1, supported: a number from 0
            {"id2label": {"1": "a"}}                     | c: id2label: "1": "a", supported: ids 0 to 0
            {"architectures": "x"}                       | c: architectures: "x", supported: an array of texts
            {"vocab_size": 1, "vocab_size": 2}           | c: not valid JSON: the name "vocab_size" stands twice
            {} {}                                        | c: not valid JSON
            {"vocab_size": 1                             | c: not valid JSON: it ends before it is complete (line 1
            """)
    void parse_unsupportedValue_namesKeyFoundAndSupported(String json, String message) {
        assertThatThrownBy(() -> ConfigFile.parse(json, "c"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
