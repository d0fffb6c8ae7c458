package io.github.electra4j.train.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayerwiseDecayTest {
    /** 12 layers, decay 0.8: exponent 13 - depth, and 14 - depth with a head at 14 in the authors' code. */
    @ParameterizedTest
    @CsvSource({
        "model/electra.embeddings.word_embeddings.weight, 13, 14",
        "model/electra.embeddings.LayerNorm.bias, 13, 14",
        "model/electra.embeddings_project.weight, 13, 14",
        "model/electra.encoder.layer.0.attention.self.qkv.weight, 12, 13",
        "model/electra.encoder.layer.10.output.dense.bias, 2, 3",
        "model/electra.encoder.layer.11.output.LayerNorm.weight, 1, 2",
        "model/electra.encoder.LayerNorm.weight, 1, 2",
        "model/classifier.out_proj.weight, 0, 0"
    })
    void factor_ofEachDepth_byHand(String name, int exponent, int referenceExponent) {
        assertThat(new LayerwiseDecay(0.8, 12, false).factor(name)).isCloseTo(Math.pow(0.8, exponent), within(1e-12));
        assertThat(new LayerwiseDecay(0.8, 12, true).factor(name))
                .isCloseTo(Math.pow(0.8, referenceExponent), within(1e-12));
        assertThat(new LayerwiseDecay(1, 12, false).factor(name)).isEqualTo(1);
    }
}
