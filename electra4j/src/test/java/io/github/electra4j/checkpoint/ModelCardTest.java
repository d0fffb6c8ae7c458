package io.github.electra4j.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.vocab.TokenizerOptions;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelCardTest {
    /**
     * The front matter was read while developing with huggingface_hub 1.x: {@code ModelCard.load(path)}, then
     * {@code eval_results} held accuracy 0.8125 of SST-2 dev.
     */
    @Test
    void toMarkdown_classifierWithScores_saysWhatWhenceAndHowGood() {
        ModelFiles files = ModelDirectoryTest.classifier(TokenizerOptions.uncased());
        ModelCard card = new ModelCard(
                files.name(), files.config(), Architecture.CLASSIFIER, 1234, files.provenance(), files.scores(), null);

        assertThat(card.toMarkdown())
                .startsWith("""
                        ---
                        library_name: transformers
                        pipeline_tag: text-classification
                        tags:
                        - electra
                        - electra4j
                        model-index:
                        - name: "mine | SST-2"
                          results:
                          - task:
                              type: text-classification
                            dataset:
                              type: "SST-2 dev"
                              name: "SST-2 dev"
                            metrics:
                            - type: "accuracy"
                              value: 0.8125
                        ---
                        """)
                .contains(
                        "1,234 weights: 1 layers of width 8, 2 heads, embeddings of width 4, a vocabulary of 15 word pieces")
                .contains("| SST-2 dev | accuracy | 0.8125 ± 0.0100 | 3 | 0.7500 the same network untrained |")
                .contains("| train.tsv | 12,345 | `" + "ab".repeat(32) + "` |")
                .contains("Made from `runs/mine`, weights `" + "cd".repeat(32) + "`.")
                .contains("100 steps, 3,200 tokens, 1.25e+12 floating-point operations, 2 minutes on 2 cores.")
                .contains("electra finetune --model m --seed 7")
                .contains("learning_rate = 1.0E-4")
                .contains("## Intended use")
                .contains("## Limits");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    LINEAR_CLASSIFIER   | its head is the paper's, one linear layer
                    RELATION_CLASSIFIER | its head is a linear layer on the states of two tokens
                    JOINT_ANSWERER      | its head is the paper's, which judges the end of an answer beside its start
                    """)
    void toMarkdown_headThatTransformersLacks_claimsNoLibrary(Architecture head, String reason) {
        assertThat(card(head, null).toMarkdown())
                .doesNotContain("library_name")
                .contains("transformers has no class that computes it (" + reason + ")")
                .contains("None was measured.");
    }

    /** A regression on labels of 1 to 5: an output of 0.5 in transformers is the value 1 + 0.5 x 4. */
    @Test
    void toMarkdown_regression_saysHowToScaleTheOutputOfTransformers() {
        TaskSettings task = task("regression", Map.of("label_least", 1.0, "label_greatest", 5.0));

        assertThat(card(Architecture.CLASSIFIER, task).toMarkdown())
                .contains("the value is 1.0 + output x (5.0 - 1.0).");
    }

    @Test
    void toMarkdown_temperature_isSaidWhereTransformersComputesTheLogits() {
        TaskSettings task = task("classification", Map.of("temperature", 1.25));

        assertThat(card(Architecture.CLASSIFIER, task).toMarkdown())
                .contains(
                        "electra4j divides the logits by the temperature 1.25 before the softmax. transformers does not");
        assertThat(card(Architecture.LINEAR_CLASSIFIER, task).toMarkdown()).doesNotContain("temperature");
    }

    private static TaskSettings task(String name, Map<String, Object> extra) {
        return new TaskSettings(name, "text", null, "label", true, List.of(), 32, "cls", extra);
    }

    private static ModelCard card(Architecture head, @Nullable TaskSettings task) {
        ModelFiles files = ModelDirectoryTest.classifier(TokenizerOptions.uncased());
        return new ModelCard("m", files.config(), head, 1, files.provenance(), List.of(), task);
    }
}
