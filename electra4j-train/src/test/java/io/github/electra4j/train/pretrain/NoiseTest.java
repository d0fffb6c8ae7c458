package io.github.electra4j.train.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.examples.Batch;
import io.github.electra4j.random.CounterRandom;
import io.github.electra4j.train.pretrain.Masking.Masked;
import io.github.electra4j.vocab.Vocabulary;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoiseTest {
    private static final Vocabulary VOCABULARY = Configs.vocabulary(12);
    private static final int DRAWS = 40_000;
    private static final int ORIGINAL = 7;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void uniform_manyDraws_areEvenOverOrdinaryPieces(boolean disallowCorrect) {
        int[] counts = counts(Noise.uniform(VOCABULARY, disallowCorrect));

        double[] shares = new double[12];
        Arrays.fill(shares, 5, 12, 1);
        assertFollows(counts, shares, disallowCorrect);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void unigram_manyDraws_followTheShares(boolean disallowCorrect) {
        double[] shares = {9, 9, 9, 9, 9, 1, 2, 3, 4, 5, 6, 0.5};
        float[] logShares = new float[12];
        for (int i = 0; i < 12; i++) {
            logShares[i] = (float) Math.log(shares[i] / 66.5);
        }

        int[] counts = counts(Noise.unigram(logShares, VOCABULARY, disallowCorrect));

        Arrays.fill(shares, 0, 5, 0);
        assertFollows(counts, shares, disallowCorrect);
    }

    @Test
    void logProbabilities_areThoseOfTheDraws() {
        float[] logShares = new float[12];
        for (int i = 0; i < 12; i++) {
            logShares[i] = (float) Math.log(i);
        }

        float[] unigram = Noise.unigram(logShares, VOCABULARY, false).logProbabilities(new int[] {5, 11, 0, 4});
        float[] uniform = Noise.uniform(VOCABULARY, false).logProbabilities(new int[] {5, 11, 2});

        // 5 + 6 + ... + 11 = 56.
        assertThat(unigram[0]).isCloseTo((float) Math.log(5 / 56.0), within(1e-6f));
        assertThat(unigram[1]).isCloseTo((float) Math.log(11 / 56.0), within(1e-6f));
        assertThat(uniform[0]).isCloseTo((float) Math.log(1 / 7.0), within(1e-6f));
        assertThat(uniform[1]).isCloseTo((float) Math.log(1 / 7.0), within(1e-6f));
        assertThat(List.of(unigram[2], unigram[3], uniform[2])).containsOnly(Float.NEGATIVE_INFINITY);
    }

    @Test
    void draw_sameKeys_givesTheSamePieces() {
        Noise noise = Noise.uniform(VOCABULARY, false);

        assertThat(noise.draw(masked())).isEqualTo(noise.draw(masked()));
    }

    @Test
    void uniform_onePieceThatMustNotBeTheOriginal_isRefused() {
        assertThatThrownBy(() -> Noise.uniform(Configs.vocabulary(6), true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("set disallow_correct=false");
    }

    private static int[] counts(Noise noise) {
        int[] counts = new int[12];
        for (int id : noise.draw(masked())) {
            counts[id]++;
        }
        return counts;
    }

    /** Special tokens never; the others by chi-squared, within four of its standard deviations. */
    private static void assertFollows(int[] counts, double[] shares, boolean disallowCorrect) {
        if (disallowCorrect) {
            shares[ORIGINAL] = 0;
        }
        double total = Arrays.stream(shares).sum();
        double chi = 0;
        int freedom = -1;
        for (int id = 0; id < 12; id++) {
            if (shares[id] == 0) {
                assertThat(counts[id]).as("piece " + id).isZero();
                continue;
            }
            double expected = DRAWS * shares[id] / total;
            chi += (counts[id] - expected) * (counts[id] - expected) / expected;
            freedom++;
        }
        assertThat(chi).isLessThan(freedom + 4 * Math.sqrt(2.0 * freedom));
    }

    private static Masked masked() {
        Batch batch = new Batch(new int[] {2, ORIGINAL, 3}, new int[] {3}, new int[] {3}, new long[] {1}, 1, 3);
        int[] positions = new int[DRAWS];
        int[] originals = new int[DRAWS];
        long[] keys = new long[DRAWS];
        CounterRandom random = CounterRandom.of(1, "noise");
        Arrays.fill(positions, 1);
        Arrays.fill(originals, ORIGINAL);
        Arrays.setAll(keys, i -> random.nextLong());
        return new Masked(batch, batch.ids(), positions, originals, keys, new int[] {0, DRAWS}, new int[] {1});
    }
}
