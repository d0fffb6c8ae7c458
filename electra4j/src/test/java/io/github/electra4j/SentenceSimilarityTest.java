package io.github.electra4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SentenceSimilarityTest {
    /** (3, 4) and (4, 3): 24 / 25. */
    @Test
    void cosine_ofKnownVectors_isTheirsByHand() {
        assertThat(SentenceSimilarity.cosine(new float[] {3, 4}, new float[] {4, 3}))
                .isCloseTo(0.96, within(1e-12));
        assertThat(SentenceSimilarity.cosine(new float[] {1, 0}, new float[] {-2, 0}))
                .isCloseTo(-1, within(1e-12));
        assertThat(SentenceSimilarity.cosine(new float[] {0, 0}, new float[] {1, 0}))
                .isZero();
    }
}
